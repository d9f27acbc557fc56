"""Loaded by the server of child processes, and by nothing else: silence, and what most children need.

What children and their libraries say of hostile files, or when their parent is interrupted, is no message to the user.
A child that needs what cannot be loaded here is the one to say so.
"""

from __future__ import annotations

import os
from contextlib import suppress
from importlib import import_module

from dossier.children import USUAL

_nowhere = os.open(os.devnull, os.O_WRONLY)
os.dup2(_nowhere, 1)
os.dup2(_nowhere, 2)

for _name in USUAL:
    with suppress(Exception):
        import_module(_name)
