"""Reading the policy, and training: everybody’s own page, and the school’s list."""
