"""A school as such: its people, policy, calendar and contacts; what they have learned and owe."""
