"""argv to values, printing, exit codes."""
