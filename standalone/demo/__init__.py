"""Two demo schools with their people and stories, for `make run` and tests; never production."""

from standalone.demo.listing import table
from standalone.demo.loading import PASSWORD, load

__all__ = ["PASSWORD", "load", "table"]
