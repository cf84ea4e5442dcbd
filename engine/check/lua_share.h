#ifndef RULEOUT_CHECK_LUA_SHARE_H
#define RULEOUT_CHECK_LUA_SHARE_H

/*
 * lua_share: stats.share{before=, now=}.
 */
#include "check/lua_api.h"

int lua_stats_share(lua_State *L);

#endif
