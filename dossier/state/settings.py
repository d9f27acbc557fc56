"""What a person asked a build for; values only."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The day of assessment and the form of the bundle.

    `ocr` asks to read pictures of text; `max_size` is the largest a volume or a portal file may be, in bytes; `portal`
    asks for one PDF an indicator; `downsample` is the resolution in dots an inch above which pictures are made
    smaller. None asks for nothing. `what_if` says that `as_of` is another day than today, as only the door knows that
    read the clock: such a build shows what would be, and is no part of the history.
    """

    as_of: dt.date
    office: str = "auto"
    ocr: bool = False
    max_size: int | None = None
    portal: bool = False
    downsample: int | None = None
    what_if: bool = False

    def shape(self) -> dict[str, object]:
        """Return the settings as JSON has them."""
        return asdict(self) | {"as_of": self.as_of.isoformat()}
