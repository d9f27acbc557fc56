"""Office files: staging, LibreOffice, and plain layouts without it."""
