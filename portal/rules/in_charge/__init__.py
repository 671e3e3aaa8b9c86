"""Who is in charge: who owes what a role owes, who stands in, who may not do both."""
