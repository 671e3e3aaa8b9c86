"""The people of a school: list, invitations, roles, absences, leavers, the named DPO."""
