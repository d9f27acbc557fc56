"""Text extraction of the first pages of a file, for matching."""
