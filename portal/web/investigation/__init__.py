"""The investigation: questions, steps, the outcome report and its assessment."""
