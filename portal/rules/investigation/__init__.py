"""Finding out: evidence, the policy's steps, whom to speak to, the outcome report."""
