#include "suite.h"

#include "lua_help.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct row {
    const char *lua, *want;
};

static void check_rows(struct fake *f, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *got = lua_inline(f, rows[i].lua);
        if (!suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__))
            printf("  in row %zu\n", i);
        free(got);
    }
}

static void tells_answers(void)
{
    static const struct row rows[] = {
        {"return 'yes'", "told yes"},
        {"return true", "told yes"},
        {"return false, 'seen'", "told no | seen"},
        {"return 42", "told 42"},
        {"return 42.0", "told 42"},
        {"return 1/3", "told 0.33333333333333"},
        {"return 1e100", "told 1e+100"},
        {"return -0.5, 7", "told -0.5 | 7"},
        {"return 1, 'e', {b = {1, 'x', true}, a = json.null}",
         "told 1 | e | {\"a\":null,\"b\":[1,\"x\",true]}"},
        {"return 1, nil, {}", "told 1 | {}"},
        {"return 1, nil, 'a\"\\n\\xff'", "told 1 | \"a\\\"\\u000a\xef\xbf\xbd\""},
        {"return 1, nil, '\\27\\u{202e}\\u{9b}\\u{2028}'",
         "told 1 | \"\\u001b\\u202e\\u009b\\u2028\""},
        {"return nil, 'no log'", "cannot: no log"},
        {"return nil", "cannot: it gave neither an answer nor a reason"},
        {"", "cannot: it gave neither an answer nor a reason"},
        {"print('a', 1, nil) print('b') return 1", "told 1 | a 1 nil\nb"},
        {"print('a') return 1, 'e'", "told 1 | e"},
        {"print('a') error('no', 0)", "cannot: no | a"},
    };
    struct fake f = {0};
    check_rows(&f, rows, COUNT(rows));
}

static void tells_what_is_wrong(void)
{
    static const struct row rows[] = {
        {"return {}", "cannot: the answer must be a text, a number or a boolean, not a table"},
        {"return print",
         "cannot: the answer must be a text, a number or a boolean, not a function"},
        {"return ''", "cannot: the answer is empty"},
        {"return 'a\\0b'", "cannot: the answer holds a NUL byte"},
        {"return 0/0", "cannot: the answer is a number that is not finite"},
        {"return 1, {}", "cannot: the evidence must be a text, not a table"},
        {"return nil, {}", "cannot: the reason must be a text, not a table"},
        {"return 1, nil, print", "cannot: a value holds a function"},
        {"return 1, nil, {[1.5] = 1}", "cannot: a value has a key that is no text (number)"},
        {"return 1, nil, {1/0}", "cannot: a value holds a number that is not finite"},
        {"local t = {} t.t = t return 1, nil, t",
         "cannot: a value is nested more than 32 deep, or holds itself"},
        {"return 1, nil, ('x'):rep(300000)", "cannot: a value is longer than 256 KiB as JSON"},
        {"\nerror('no')", "cannot: step:2: no"},
        {"error('no', 0)", "cannot: no"},
        {"error({})", "cannot: step: it raised an error that is no text (table)"},
        {"error()", "cannot: step: it raised an error that is no text (nil)"},
        {"local x = nil; return x.y", "cannot: step:1: attempt to index a nil value (local 'x')"},
        {"return =", "cannot: step:1: unexpected symbol near '='"},
        {"\033Lua", "cannot: attempt to load a binary chunk (mode is 't')"},
        {"return ('x'):rep(1 << 30)", "cannot: step: it needs more than 64 MiB of memory"},
    };
    struct fake f = {0};
    check_rows(&f, rows, COUNT(rows));
}

static void keeps_what_is_dangerous_out(void)
{
    static const char *const absent[] = {"io",     "os",       "package",   "debug", "require",
                                         "dofile", "loadfile", "coroutine", "warn",  "string.dump"};
    struct fake f = {0};
    for (size_t i = 0; i < COUNT(absent); i++) {
        struct text lua = {0};
        text_format(&lua, "return %s == nil", absent[i]);
        char *got = lua_inline(&f, lua.at);
        suite_check_text(got, "told yes", absent[i], __FILE__, __LINE__);
        free(got);
        text_release(&lua);
    }
    static const struct row rows[] = {
        {"return load('return 1 + 1')()", "told 2"},
        {"return load('return x', 'n', 't', {x = 5})()", "told 5"},
        {"return select(2, load('\\27Lua', 'n', 'b'))",
         "told attempt to load a binary chunk (mode is 't')"},
        {"return select('#', load('x', 'n'))", "told 2"},
        {"return getmetatable('')", "told protected"},
        {"return pcall(setmetatable, {}, {__gc = print})",
         "told no | a check has no finalizers (__gc)"},
        {"return getmetatable(setmetatable({}, {__metatable = 1}))", "told 1"},
        {"return pcall(setmetatable, setmetatable({}, {__metatable = 1}), {})",
         "told no | cannot change a protected metatable"},
        {"return type(collectgarbage('count')) == 'number' and collectgarbage()", "told 0"},
        {"return (pcall(collectgarbage, 'stop'))", "told no"},
    };
    check_rows(&f, rows, COUNT(rows));
}

static void gives_inline_bodies_what_they_ask_for(void)
{
    static const struct pair inputs[] = {{"log", "/l"}, {"env", "prod"}};
    static const struct pair answers[] = {{"which", "new only"}};
    static const struct row rows[] = {
        {"return input.log .. ' ' .. input.env", "told /l prod"},
        {"return input.other", "cannot: runbook:40: input \"other\" has no value"},
        {"return answer('which')", "told new only"},
        {"return answer('other') == nil", "told yes"},
        {"\n\nerror('here')", "cannot: runbook:42: here"},
        {"x =", "cannot: runbook:40: unexpected symbol near <eof>"},
    };
    struct fake f = {0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct check_job job = {.name = "runbook",
                                .lua = rows[i].lua,
                                .lua_len = strlen(rows[i].lua),
                                .inline_body = true,
                                .first_line = 40,
                                .inputs = inputs,
                                .input_count = 2,
                                .answers = answers,
                                .answer_count = 1,
                                .timeout_ms = 5000};
        char *got = lua_outcome(&f, &job);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
    }
}

/* A step of type many: its check answers with a list, and others see one. */
static void lists_where_there_may_be_several(void)
{
    static const struct pair answers[] = {
        {"seen[]", "a, b"}, {"which", "x"}, {"seen[]", "c"}, {"see[]", "d"}};
    static const struct row rows[] = {
        {"return {'a, b', 'c'}, 'e'", "told [\"a, b\",\"c\"] | e"},
        {"return 'c'", "told c"},
        {"return answer('seen')", "told [\"a, b\",\"c\"]"},
        {"return #answer('seen') .. answer('seen')[2] .. answer('which')", "told 2cx"},
        {"return answer('seen[]') == nil and answer('se') == nil", "told no"},
        {"return answer('se') == nil", "told yes"},
        {"return {}", "cannot: the answer must be a list of texts, with one at least"},
        {"return {'a', x = 'b'}", "cannot: the answer must be a list of texts, with one at least"},
        {"return {'a', 1}", "cannot: the answer must be a list of texts, and item 2 is a number"},
        {"return {'a', nil, 'c'}", "cannot: the answer must be a list of texts, with one at least"},
        {"return {('x'):rep(5000)}", "cannot: a value is longer than 4 KiB as JSON"},
        {"return print",
         "cannot: the answer must be a text, a number or a boolean, not a function"},
    };
    struct fake f = {0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct check_job job = {.name = "step",
                                .lua = rows[i].lua,
                                .lua_len = strlen(rows[i].lua),
                                .inline_body = true,
                                .answers = answers,
                                .answer_count = COUNT(answers),
                                .several = true,
                                .timeout_ms = 5000};
        char *got = lua_outcome(&f, &job);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
    }
}

#define HEAD(input, gives) \
    "return {about = 'x', input = {" input "}, gives = " gives ", run = function(input) "

struct file_row {
    const char *lua, *name, *value, *want; /* one input; NULL: none */
};

static void check_file_rows(const struct file_row *rows, size_t count)
{
    struct fake f = {0};
    for (size_t i = 0; i < count; i++) {
        struct pair input = {rows[i].name, rows[i].value};
        struct check_job job = {.name = "disk/used",
                                .lua = rows[i].lua,
                                .lua_len = strlen(rows[i].lua),
                                .inputs = &input,
                                .input_count = rows[i].name != NULL,
                                .timeout_ms = 5000};
        char *got = lua_outcome(&f, &job);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
    }
}

static void gives_files_typed_inputs(void)
{
#define BELOW "below = {type = 'number', unit = '%', default = 1}"
#define SHOW "return tostring(input.x), math.type(input.x) end}"
    static const struct file_row rows[] = {
        {HEAD(BELOW, "nil") "return input.below + 1 end}", "below", "2.5%", "told 3.5"},
        {HEAD(BELOW, "nil") "return input.below + 1 end}", "below", "2.5 %", "told 3.5"},
        {HEAD(BELOW, "nil") "return input.below + 1 end}", NULL, NULL, "told 2"},
        {HEAD(BELOW, "nil") "return 1 end}", "below", "2x",
         "cannot: input \"below\": \"2x\" is not a number, nor one with %"},
        {HEAD(BELOW, "nil") "return 1 end}", "belw", "2",
         "cannot: it has no input \"belw\"; did you mean \"below\"?"},
        {HEAD(BELOW, "nil") "return 1 end}", "zzz", "2", "cannot: it has no input \"zzz\""},
        {HEAD("x = {}", "nil") "return input.x end}", NULL, NULL,
         "cannot: input \"x\" is missing: give it under \"with\""},
        {HEAD("x = {optional = true}", "nil") "return input.x == nil end}", NULL, NULL, "told yes"},
        {HEAD("x = {type = 'path'}", "nil") SHOW, "x", "a",
         "cannot: input \"x\": \"a\" is not an absolute path"},
        {HEAD("x = {type = 'path'}", "nil") "return input.x end}", "x", "/a b", "told /a b"},
        {HEAD("x = {type = 'number'}", "nil") SHOW, "x", "12", "told 12 | integer"},
        {HEAD("x = {type = 'number'}", "nil") SHOW, "x", "0x10",
         "cannot: input \"x\": \"0x10\" is not a number"},
        {HEAD("x = {type = 'number'}", "nil") SHOW, "x", "",
         "cannot: input \"x\": \"\" is not a number"},
        {HEAD("x = {type = 'duration', default = '1h30m'}", "nil") SHOW, NULL, NULL,
         "told 5400 | integer"},
        {HEAD("x = {type = 'duration'}", "nil") SHOW, "x", "1500ms", "told 1.5 | float"},
        {HEAD("x = {type = 'duration'}", "nil") SHOW, "x", "long",
         "cannot: input \"x\": \"long\" is not a duration, as 15m or 1h30m is"},
        {HEAD("x = {type = 'time'}", "nil") SHOW, "x", "1970-01-02T00:00:00Z",
         "told 86400 | integer"},
        {HEAD("x = {type = 'boolean'}", "nil") "return not input.x end}", "x", "no", "told yes"},
        {HEAD("x = {type = 'boolean', default = false}", "nil") "return input.x end}", NULL, NULL,
         "told no"},
        {HEAD("x = {one_of = {'a', 'b'}}", "nil") "return input.x end}", "x", "c",
         "cannot: input \"x\": \"c\" is not one of those that it may be"},
        {HEAD("x = {one_of = {'a', 'b'}}", "nil") "return input.x end}", "x", "b", "told b"},
        {HEAD("", "{type = 'number'}") "return 'b' end}", NULL, NULL,
         "cannot: its answer is not what it says that it gives (number)"},
        {HEAD("", "{type = 'choice', one_of = {'a'}}") "return 'a' end}", NULL, NULL, "told a"},
        {HEAD("", "{type = 'choice', one_of = {'a'}}") "return 'b' end}", NULL, NULL,
         "cannot: its answer is not what it says that it gives (choice)"},
        {HEAD("", "{type = 'many', one_of = {'a', 'b'}}") "return 'b' end}", NULL, NULL, "told b"},
        {HEAD("", "{type = 'many', one_of = {'a', 'b'}}") "return {'a', 'c'} end}", NULL, NULL,
         "cannot: its answer is not what it says that it gives (many)"},
        {HEAD("", "{type = 'boolean'}") "return nil, 'why' end}", NULL, NULL, "cannot: why"},
        {HEAD("", "nil") "return 1, 'e', {1} end}", NULL, NULL, "told 1 | e | [1]"},
        {HEAD("", "nil") "\nerror('x') end}", NULL, NULL, "cannot: disk/used:2: x"},
    };
    check_file_rows(rows, COUNT(rows));
}

static void refuses_wrong_headers(void)
{
    static const struct file_row rows[] = {
        {"return 1", NULL, NULL,
         "cannot: a check returns a table {about, input, gives, run}, and this returned number"},
        {"", NULL, NULL,
         "cannot: a check returns a table {about, input, gives, run}, and this returned nothing"},
        {"return {run = print}", NULL, NULL,
         "cannot: about is missing: a line that says what the check finds out"},
        {"return {about = 'x'}", NULL, NULL,
         "cannot: run is missing: the function that is the check"},
        {"return {about = 'x', run = print, inputs = {}}", NULL, NULL,
         "cannot: the check's table: unknown key \"inputs\""},
        {"return {about = 'x', run = print, input = {x = 1}}", NULL, NULL,
         "cannot: input.x must be a table, as {type = \"path\"}"},
        {"return {about = 'x', run = print, input = {x = {type = 'pth'}}}", NULL, NULL,
         "cannot: input.x: there is no type \"pth\""},
        {"return {about = 'x', run = print, input = {x = {typ = 'path'}}}", NULL, NULL,
         "cannot: input.x: unknown key \"typ\""},
        {"return {about = 'x', run = print, input = {{}}}", NULL, NULL,
         "cannot: input: names of inputs are like file_name: small letters, digits and _"},
        {"return {about = 'x', run = print, gives = 'number'}", NULL, NULL,
         "cannot: gives must be a table, as {type = \"number\"}"},
        {"return setmetatable({}, {__index = function() return 'x' end})", NULL, NULL,
         "cannot: about is missing: a line that says what the check finds out"},
    };
    check_file_rows(rows, COUNT(rows));
}

static void reads_headers(void)
{
    static const char lua[] = "return {about = 'How full?', input = {path = {type = 'path', default"
                              " = '/'}}, gives = {type = 'number', unit = '%'}, run = print}";
    struct text json = {0}, why = {0};
    struct lua_host *h = lua_host_new();
    CHECK(lua_host_header(h, "disk/used", lua, strlen(lua), &json, &why));
    CHECK_TEXT(text_get(&json),
               "{\"about\":\"How full?\",\"gives\":{\"type\":\"number\",\"unit\":\"%\"},"
               "\"input\":{\"path\":{\"default\":\"/\",\"type\":\"path\"}}}");
    lua_host_free(h);

    h = lua_host_new();
    CHECK(!lua_host_header(h, "a", "\n\nreturn }", 10, &json, &why));
    CHECK_TEXT(text_get(&why), "a:3: unexpected symbol near '}'");
    lua_host_free(h);

    text_clear(&why);
    h = lua_host_new();
    static const char asks[] = "run('ls') return {}";
    CHECK(!lua_host_header(h, "a", asks, strlen(asks), &json, &why));
    CHECK_TEXT(text_get(&why), "a:1: this may be called by the check's run alone");
    lua_host_free(h);
    text_release(&json);
    text_release(&why);
}

static void ends_at_its_deadline(void)
{
    static const char *const loops[] = {
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "local function f() return xpcall(error, f) end while true do f() end",
        "::a:: goto a",
    };
    struct fake f = {0};
    for (size_t i = 0; i < COUNT(loops); i++) {
        struct check_job job = {.name = "loop",
                                .lua = loops[i],
                                .lua_len = strlen(loops[i]),
                                .inline_body = true,
                                .first_line = 7,
                                .timeout_ms = 100};
        char *got = lua_outcome(&f, &job);
        suite_check_text(got, "cannot: loop:7: it was still running when its time was up", loops[i],
                         __FILE__, __LINE__);
        free(got);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"tells answers", tells_answers},
        {"tells what is wrong", tells_what_is_wrong},
        {"keeps what is dangerous out", keeps_what_is_dangerous_out},
        {"lists where there may be several", lists_where_there_may_be_several},
        {"gives inline bodies what they ask for", gives_inline_bodies_what_they_ask_for},
        {"gives files typed inputs", gives_files_typed_inputs},
        {"refuses wrong headers", refuses_wrong_headers},
        {"reads headers", reads_headers},
        {"ends at its deadline", ends_at_its_deadline},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua", tests);
}
