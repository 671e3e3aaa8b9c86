"""The questions of a policy, one module for each part of the document."""
