-- told 2026-09
return (("at 2026-09-14"):match("(%d+%-%d+)"))
