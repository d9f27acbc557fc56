"""Click in Indonesian: its messages through the standard library's gettext, and command classes for its synopsis.

The catalogue is `locale/id/LC_MESSAGES/dossier.po`; `make reference` compiles it.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import Any, Final

import click

DOMAIN: Final = "dossier"
LANGUAGE: Final = "id"
CATALOGS: Final = Path(__file__).parent / "locale"
_OPTIONS: Final = "[PILIHAN]"
_SUBCOMMAND: Final = "PERINTAH [ISIAN]…"


def use_catalog() -> None:
    """Make gettext answer in Indonesian in this process, whatever language the system is set to.

    The variable is how gettext is told a language; outside programs get an environment of their own.
    """
    os.environ["LANGUAGE"] = LANGUAGE
    gettext.bindtextdomain(DOMAIN, str(CATALOGS))
    gettext.textdomain(DOMAIN)


use_catalog()  # here, for click translates some words where a command is defined


class Command(click.Command):
    """A command whose synopsis is in Indonesian, which no catalogue can change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 — click's own arguments, passed on
        """Take what click takes."""
        super().__init__(*args, **{"options_metavar": _OPTIONS, **kwargs})


class Group(click.Group):
    """A group of such commands."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 — click's own arguments, passed on
        """Take what click takes."""
        super().__init__(*args, **{"options_metavar": _OPTIONS, "subcommand_metavar": _SUBCOMMAND, **kwargs})
