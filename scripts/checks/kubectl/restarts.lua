return {
  about = "How many pods had a container that ended in the last minutes?",
  input = {
    namespace = {optional = true},
    selector = {optional = true, about = "such as app=cart"},
    context = {optional = true},
    last = {type = "duration", default = "1h"},
  },
  gives = {type = "number"},
  -- Needs `kubectl get pods` under allow.run.
  run = function(input)
    local pods, why = kubectl.pods{namespace = input.namespace, selector = input.selector, context = input.context}
    if not pods then return nil, why end
    if #pods == 0 then return nil, "kubectl lists no pods there" end
    local said, since = {}, time.now() - input.last
    for _, p in ipairs(pods) do
      local e = p.last_exit
      local recent = e and (not e.time or e.time >= since)
      if recent or (p.reason and p.restarts > 0 and p.reason:find("BackOff")) then
        said[#said + 1] = ("%s: %d restarts%s%s"):format(p.name, p.restarts,
          e and (", last exit %d (%s)%s"):format(e.code, e.reason or "no reason", e.time and " at " .. time.format(e.time) or "") or "",
          p.reason and ", now " .. p.reason or "")
      end
    end
    return #said, ("%d of %d pods had a container that ended in the last %s%s"):format(#said, #pods, duration(input.last),
      #said > 0 and ": " .. table.concat(said, "; ") or "")
  end,
}
