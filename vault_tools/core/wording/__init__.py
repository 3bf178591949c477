"""How it is said: templates, drafts, the dashboard and its two-way lines."""
