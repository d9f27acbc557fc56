"""Where the page may lead: evidence that a browser shows without running it, pages of the dossier, http and https."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dossier.model import Media

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.reports.page.page_source import PageLink, PageSource

# Endings that browsers show as they are or hand to another program. A browser goes by the ending of a local file, and
# runs what it takes for a web page: those, and whatever it would have to guess, are opened in the dossier only.
_SHOWN_OR_HANDED_ON: Final = frozenset(
    {
        *("pdf", "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt", "pptx", "odt", "ods", "odp", "rtf", "csv", "txt"),
        *("jpg", "jpeg", "png", "gif", "bmp", "webp", "heic", "tif", "tiff"),
        *("zip", "rar", "7z", "eml", "msg", "mp3", "m4a", "wav", "mp4", "mov"),
    }
)
_RUN_BY_BROWSERS: Final = frozenset({Media.HTML.value, Media.UNKNOWN.value})
# "https://example.go.id/a?b=1": up to white space, quotes or brackets; a stop at its end belongs to the sentence.
_WEB: Final = re.compile(r"https?://[^\s<>\"'“”‘’()\[\]{}]+", re.IGNORECASE)
_STOPS: Final = ".,;:!?"


def evidence_address(source: PageSource, path: str, media: str) -> str | None:
    """Return the address of an evidence file from the page, or None where a browser might run it."""
    name = source.disk_paths.get(path)
    ending = path.rpartition("/")[2].rpartition(".")[2].casefold()
    if name is None or media in _RUN_BY_BROWSERS or ending not in _SHOWN_OR_HANDED_ON:
        return None
    return _address(f"{source.evidence}/{name}")


def dossier_address(source: PageSource, place: PageLink) -> str:
    """Return the address of a page of the dossier."""
    return f"{_address(f'{source.bundles}/{place.file}')}#page={place.position}"


def _address(path: str) -> str:
    """Return a path as an address, byte for byte: a name that is no UTF-8 leads to its file too."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def with_web_links(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the pieces of a text, each with its web address, or None where it is plain text."""
    end = 0
    for found in _WEB.finditer(text):
        address = found[0].rstrip(_STOPS)
        if found.start() > end:
            yield text[end : found.start()], None
        yield address, address
        end = found.start() + len(address)
    if end < len(text):
        yield text[end:], None
