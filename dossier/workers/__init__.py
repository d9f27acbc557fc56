"""Child processes that open foreign files: their limits, their confinement, and the door through which files are read.

What is done with a file is not known here.
"""
