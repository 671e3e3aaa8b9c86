"""What a school owes as such, about no incident: facts, duties, and what is still to set up."""
