"""What a report is, and what helps first: classifying, danger, stopping it."""
