-- What kernels write when a device fails, not when one is merely slow or was unplugged.
local signs = table.concat({
  "I/O error, dev", "Buffer I/O error", "critical (medium|target) error", "Medium Error", "Unrecovered read error",
  "failed command: (READ|WRITE|FLUSH)", "nvme\\S* .*(timeout|I/O .*error|controller is down)", "EDAC .*\\bUE\\b",
  "Uncorrected (error|hardware)", "\\[Hardware Error\\]", "Machine [Cc]heck.*(fatal|uncorrected)",
  "[Rr]emounting filesystem read-only", "EXT4-fs error", "XFS .*(metadata I/O error|Corruption)", "BTRFS (error|critical)",
}, "|")

return {
  about = "Does the kernel of this machine name a device that fails?",
  input = {
    since = {type = "time", optional = true, about = "look at what it said from then on; without it, at the last day"},
  },
  gives = {type = "choice", one_of = {"a device fails"}},
  -- Needs `journalctl --no-pager` under allow.run. That one machine's kernel says nothing clears no other machine, so
  -- that is "can't tell".
  run = function(input)
    local since = input.since or time.now() - duration("24h")
    local said, why = journal.read{kernel = true, since = since, match = signs, max = 100}
    if not said then return nil, why end
    if #said == 0 then
      return nil, ("the kernel of %s has named no failing device since %s; others are for people to look at"):format(
        host.name() or "this machine", time.format(since))
    end
    return "a device fails", ("the kernel said %s%d times since %s, first at %s: %s"):format(why and "at least " or "", #said,
      time.format(since), time.format(said[1].time), said[1].message or "")
  end,
}
