"""PDFs of evidence: opening, repairing, sanitising, normalising."""
