"""Wake-ups from the file system, settled."""
