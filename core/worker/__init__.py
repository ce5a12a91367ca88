"""Background work, such as sending e-mails. A lease lets one worker do it at a time."""
