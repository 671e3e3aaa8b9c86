"""Evidence files and notes: added, listed, downloaded."""
