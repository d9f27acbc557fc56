"""What pages that are one HTML file share: their parts, template environment and content security policy."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.wording import shown

with lazy():
    import jinja2


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jinja2 import Environment

_FOLDER: Final = Path(__file__).parent / "page"
# A file may be opened from anywhere and has no server to send headers: what is not named here is forbidden.
_POLICY: Final = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
)


@cache
def page_part(name: str) -> str:
    """Return a file of `page/`: a template, a style sheet or a script."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def page_environment(templates: Sequence[str], filters: Mapping[str, Callable[..., object]]) -> Environment:
    """Return the environment of some templates of `page/`; every text is escaped, and what cannot be seen spelt out."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({name: page_part(name) for name in templates}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= filters
    return environment


def _finalize(value: object) -> object:
    """Spell out what cannot be seen in every text; our own markup is left as it is."""
    return shown(value) if type(value) is str else value


def content_policy(script: str, style: str) -> str:
    """Return the policy that allows one inline script and one inline style sheet, by their hashes, and nothing else."""
    return _POLICY.format(script=_fingerprint(script), style=_fingerprint(style))


def _fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
