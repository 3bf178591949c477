"""argv to values, printing, exit codes."""

COMPLETE = "_VAULT_COMPLETE"  # set by a shell that wants to know what may follow
KEPT = ("due", "next")  # they only read, ask nothing, and say the same as long as nothing changes
