"""Who stands on an attendance list. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.model import Meeting, Unit


def attending(meeting: Meeting | None, unit: Unit) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the people of an attendance list: those of the meeting as the staff table has them, else the staff."""
    if meeting is None or not meeting.people:
        return unit.members
    return tuple(
        next((member for member in unit.members if is_named(member, name)), (("nama", name),))
        for name in meeting.people
    )


def is_named(member: tuple[tuple[str, str], ...], name: str) -> bool:
    """Return whether a member of the staff has this name; case and spacing do not matter."""
    return " ".join(dict(member).get("nama", "").split()).casefold() == " ".join(name.split()).casefold()
