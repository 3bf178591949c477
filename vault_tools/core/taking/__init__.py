"""What people have already, read as values: mails told apart, tables, saved postings. Knows no disk and no note."""
