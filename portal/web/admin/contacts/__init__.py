"""Whom to ring, who looks into which mailbox, suppliers and documents (DBRP-1.2, 5.7, 6.1.2)."""
