"""What an incident ends with: conclusion, log, complaints, improvements, closing."""
