"""Setting up schools: one, many, and the register that they are found in."""
