"""The end: review, actions, closing, and what comes after it."""
