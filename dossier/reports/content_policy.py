"""The content security policy of a page that is one file: its own script and style by their hashes, no more."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

# A file may be opened from anywhere and has no server to send headers: what is not named here is forbidden.
_POLICY: Final = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
)


def content_policy(script: str, style: str) -> str:
    """Return the policy that allows one inline script and one inline style sheet."""
    return _POLICY.format(script=_fingerprint(script), style=_fingerprint(style))


def _fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
