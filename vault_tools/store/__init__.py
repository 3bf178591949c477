"""Paths and bytes: the vault on disk, the one way to write, the journal."""
