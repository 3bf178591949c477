"""Each use-case, in order: read, decide in the core, write, refresh."""
