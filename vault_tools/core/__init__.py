"""No disk, no clock, no terminal: values, rules and wording."""
