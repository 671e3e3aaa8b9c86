"""What is done at a school as such, about no incident: people, policy, absences, closing."""
