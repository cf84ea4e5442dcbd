return {
  about = "Does this machine lose packets, or have to send them again, right now?",
  input = {
    over = {type = "duration", default = "5s", about = "how long it is watched"},
    again = {type = "number", unit = "%", default = 2, about = "so much sent again is a loss"},
    dropped = {type = "number", unit = "%", default = 0.1, about = "so much dropped by an interface is a loss"},
  },
  gives = {type = "boolean"},
  -- Needs nothing under allow. With less than 100 segments sent it cannot tell of their loss.
  run = function(input)
    local n, why = host.net{over = input.over}
    if not n then return nil, why end
    local bad, packets = {}, 0
    for _, i in ipairs(n.interfaces) do
      local all = i.rx_packets + i.tx_packets
      local errors, drops = i.rx_errors + i.tx_errors, i.rx_dropped + i.tx_dropped
      if i.name ~= "lo" then packets = packets + all end
      if errors > 0 then bad[#bad + 1] = ("%s: %d errors in %d packets"):format(i.name, errors, all) end
      if drops > 0 and 100 * drops >= input.dropped * all then
        bad[#bad + 1] = ("%s: %d of %d packets dropped"):format(i.name, drops, all)
      end
    end
    local t = n.tcp
    local said = ("in %s %d packets went over its interfaces, and %d of %d TCP segments were sent again"):format(
      duration(input.over), packets, t.retransmitted or 0, t.sent or 0)
    if (t.listen_overflows or 0) > 0 then bad[#bad + 1] = ("%d connections found a full queue"):format(t.listen_overflows) end
    if n.tracked and n.tracked_most > 0 and n.tracked >= 0.95 * n.tracked_most then
      bad[#bad + 1] = ("%d of %d connections can be tracked"):format(n.tracked, n.tracked_most)
    end
    if (t.sent or 0) >= 100 and t.retransmitted_percent >= input.again then
      bad[#bad + 1] = ("%g%% of TCP segments were sent again"):format(t.retransmitted_percent)
    end
    if #bad > 0 then return true, table.concat(bad, "; ") .. "; " .. said, n end
    if (t.sent or 0) < 100 then return nil, said .. ": too few to tell" end
    return false, said, n
  end,
}
