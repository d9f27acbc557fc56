"""The clerk's desk: what a person decides about single files, and coded names for the files that have their place.

Values in, values out; only `book`, `journal` and `moving` write, and only what a person asked for.
"""

from __future__ import annotations
