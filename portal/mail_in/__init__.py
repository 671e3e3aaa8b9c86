"""Mail that comes in: reports to a school's address, and word of what could not be delivered.

Kept sealed before its server is told that it was taken; what it says is worked out afterwards, by a
job that may be repeated.
"""
