"""What time alone brings about: reminders of duties, and of reports that were begun."""
