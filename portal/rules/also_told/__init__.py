"""Who else is told: the policy's own list, bodies outside, other controllers."""
