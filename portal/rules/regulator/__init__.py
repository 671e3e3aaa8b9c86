"""The regulator: reports, letters, and what re-opens a decision not to report."""
