"""Child processes that open foreign files: start, limits, confinement, and reading of files through them."""
