"""Setting up and running a school: people, policy, calendar, contacts, each a topic of its own."""
