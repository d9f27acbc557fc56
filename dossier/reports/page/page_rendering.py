"""Renders the offline page from its template; inline style and script are allowed by hash (CSP) only."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._lazy import lazy
from dossier.model import State
from dossier.reports.page import page_sections
from dossier.reports.page.page_data import dossier_address, other_findings, page_json, with_web_links
from dossier.reports.xlsx_cells import shown

with lazy():
    import jinja2
    import markupsafe


if TYPE_CHECKING:
    from jinja2 import Environment

    from dossier.reports.page.page_data import PageSource

# A file may be opened from anywhere and has no server to send headers: what is not named here is forbidden.
_POLICY: Final = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
)


def page_html(source: PageSource) -> str:
    """Return the page as HTML; the same values give the same text."""
    style, script = _part("page.css"), _part("page.js")
    view = source.assessment.status
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            source=source,
            view=view,
            policy=markupsafe.Markup(_POLICY.format(script=_fingerprint(script), style=_fingerprint(style))),  # noqa: S704 — ours
            style=markupsafe.Markup(style),  # noqa: S704 — a file of this package
            script=markupsafe.Markup(script),  # noqa: S704 — likewise
            data=markupsafe.Markup(page_json(source)),  # noqa: S704 — escaped there
            areas=page_sections.tree(view),
            charts=page_sections.progress(source),
            chart_width=page_sections.WIDTH,
            chart_height=page_sections.HEIGHT,
            matrix=page_sections.matrix_groups(view),
            months=sorted({row.slot.key for row in view.rows}),
            people=sorted({row.person for row in view.rows if row.person}),
            other_findings=other_findings(source),
            states=tuple(State),
            place=lambda key: _address(source, key),
        )
    )


def _address(source: PageSource, key: str) -> tuple[str, int] | None:
    """Return the address and the printed number of the page where a section of the dossier starts."""
    place = source.places.get(key)
    return (dossier_address(source, place), place.number) if place else None


def _fingerprint(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _part(name: str) -> str:
    return (resources.files("dossier.reports.page") / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"page.html.jinja": _part("page.html.jinja")}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "state": wording.state_label,
        "number": wording.number_label,
        "day": wording.long_date,
        "short_day": wording.short_date,
        "month": wording.month_year,
        "bar": page_sections.bar,
        "column": page_sections.column_label,
        "column_name": page_sections.column_name,
        "linked": lambda text: tuple(with_web_links(text)),
    }
    environment.globals["signs"] = page_sections.SIGNS
    return environment


def _finalize(value: object) -> object:
    """Spell out what cannot be seen in every text; our own markup is left as it is."""
    return shown(value) if type(value) is str else value
