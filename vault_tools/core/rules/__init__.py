"""What follows from the notes: the playbook, plans, follow-ups, the pipeline."""
