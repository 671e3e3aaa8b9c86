"""How severe a breach is for the people affected, and what the law asks of it."""
