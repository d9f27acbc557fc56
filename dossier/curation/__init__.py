"""What a person decides about single files: review questions, pins, and proposals of coded names with their journal.

Values in, values out; only `pins_file`, `journal_file` and `rename_journal` write, and only what a person asked for.
"""

from __future__ import annotations
