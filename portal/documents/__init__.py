"""What leaves the portal to be kept: documents, the log as a spreadsheet, the signed record."""
