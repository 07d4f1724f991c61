"""Tables to figures: pure functions, no files, no text."""
