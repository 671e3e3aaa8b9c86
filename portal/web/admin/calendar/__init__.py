"""The days of a school: closures, who covers each, and what is done before one (DBRP-6.1)."""
