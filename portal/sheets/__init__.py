"""Spreadsheets that somebody uploads, as rows of cells: any format, within limits."""
