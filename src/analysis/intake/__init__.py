"""Spreadsheets to validated tables and findings."""
