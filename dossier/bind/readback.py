"""Verifies a bundle with pypdf (which did not write it): manifest, pages, stamps, bookmarks, links.

Returns findings; raises nothing for a malformed file.
"""

from __future__ import annotations

import hashlib
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, Destination, DictionaryObject, IndirectObject, StreamObject, TextStringObject

from dossier import wording
from dossier.bind import bundle_seal, manifest, navigation
from dossier.bind.evidence_comparison import compare, difference, few
from dossier.bind.navigation import KEY, SCHEME
from dossier.bind.stamps import expected_texts, shown_texts
from dossier.model import SectionKind
from dossier.progress import Work, unseen
from dossier.typeset.typography import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from pypdf.generic import PdfObject

    from dossier.bind.manifest import Record
    from dossier.model import Finding, Manifest, ManifestEntry
    from dossier.progress import Progress, Step

_BACK: Final = SectionKind.CONTENTS.value
_NOWHERE: Final = "entah ke mana"
_NO_PAGES: Final = tuple(
    f"{kind.value}:" for kind in (SectionKind.COMPONENT, SectionKind.SUPPORTING, SectionKind.QUESTION_MARK)
)


def verify(bundle: Path, evidence_root: Path | None = None, progress: Progress = unseen) -> tuple[Finding, ...]:
    """Compare a bundle with what it says of itself and, where given, with the evidence tree; empty means good.

    The seal finds accidents, not forgery: who rewrites a bundle on purpose can seal it again.
    """
    if not bundle.is_file():
        return (difference("missing", bundle),)
    findings: list[Finding] = []
    written: Record | None = None
    try:
        intact = bundle_seal.is_intact(bundle)
        if intact is not True:
            findings.append(difference("altered" if intact is False else "unsealed", bundle))
        with bundle.open("rb") as stream:
            written = _check_bundle(bundle, stream, findings, progress)
    except OSError as error:
        findings.append(difference("unreadable", bundle, wording.system_reason(error)))
    except Exception as error:  # noqa: BLE001 — a damaged PDF raises errors of every kind, here all mean the same
        findings.append(difference("unreadable", bundle, f"isinya rusak, {type(error).__name__}"))
    if written is not None and evidence_root is not None:
        findings += compare(written, evidence_root, progress)
    return tuple(findings)


def _check_bundle(bundle: Path, stream: BinaryIO, findings: list[Finding], progress: Progress) -> Record | None:
    """Add what differs inside the bundle to `findings`; return its manifest where it has one."""
    reader = PdfReader(stream)
    attached = reader.attachments.get(manifest.FILE_NAME)
    if not attached:
        findings[:] = [difference("foreign", bundle)]
        return None
    try:
        written = manifest.from_json(attached[0])
    except ValueError as error:
        findings.append(difference("bad_manifest", bundle, str(error)))
        return None
    try:
        contents = BundlePages(reader, written.numbers)
        with progress(Work.CHECKING, len(contents.pages)) as step:
            findings += _differences(bundle, contents, written, step)
    except Exception as error:  # noqa: BLE001 — the evidence can be compared even where the pages cannot be read
        findings.append(difference("unreadable", bundle, f"isinya rusak, {type(error).__name__}"))
    return written


class BundlePages:
    """The pages of a bundle and where its object references lead."""

    def __init__(self, reader: PdfReader, numbers: Sequence[int]) -> None:
        """List the pages once, with the number that each has in the dossier: asking pypdf for one costs a search."""
        self.reader = reader
        self.pages = list(reader.pages)
        self._order = numbers
        self._numbers = {
            page.indirect_reference.idnum: self.number_at(position)
            for position, page in enumerate(self.pages)
            if page.indirect_reference is not None
        }

    def number_at(self, position: int) -> int:
        """Return the number of the page at a position counted from 0; one too many counts on."""
        return self._order[position] if position < len(self._order) else position + 1

    def number_of(self, target: object) -> int | None:
        """Return the number of the page that a reference or a destination array leads to."""
        if isinstance(target, ArrayObject):
            target = target[0] if target else None
        return self._numbers.get(target.idnum) if isinstance(target, IndirectObject) else None


def _differences(bundle: Path, contents: BundlePages, written: Record, step: Step) -> Iterator[Finding]:
    described = written.manifest
    if len(contents.pages) != len(written.numbers):
        yield difference("page_count", bundle, len(contents.pages), len(written.numbers))
    yield from few(_gaps(described))
    yield from few(_stamps(contents, written, step))
    yield from few(_own_pages(contents, written))
    yield from few(_bookmarks(contents, written))
    yield from few(_links(contents, written))


def _with_pages(described: Manifest) -> Iterator[ManifestEntry]:
    """Yield the entries that have pages; a component only says where its first child starts."""
    return (entry for entry in described.entries if not entry.key.startswith(_NO_PAGES))


def _gaps(described: Manifest) -> Iterator[Finding]:
    expected, before = 1, None
    for entry in _with_pages(described):
        if entry.shares and before is not None and before.first <= entry.pages.first <= entry.pages.last <= before.last:
            continue
        before = entry.pages
        if entry.pages.first != expected or entry.pages.count < 1:
            yield difference("gap", entry.key, entry.pages.first, expected)
        expected = entry.pages.last + 1
    if expected != described.page_count + 1:
        yield difference("gap", "akhir bundel", described.page_count + 1, expected)


def _stamps(contents: BundlePages, written: Record, step: Step) -> Iterator[Finding]:
    described = written.manifest
    stamps = {
        number: entry.stamp
        for entry in _with_pages(described)
        for number in range(entry.pages.first, min(entry.pages.last, described.page_count) + 1)
    }
    back = any(entry.key == _BACK for entry in described.entries)
    for position, page in enumerate(contents.pages):
        number = contents.number_at(position)
        streams = _streams(page)
        found = shown_texts(streams[-1].get_data()) if streams else None
        text = stamps.get(number, "")
        expected = expected_texts(text, number, described.page_count, back=back, volume=written.volume_words)
        if found != expected:
            yield difference(
                "stamp", f"hlm. {number}", number, " · ".join(found) if found else "(tidak ada)", " · ".join(expected)
            )
        step(1)


def _streams(page: DictionaryObject) -> list[StreamObject]:
    content = page.get("/Contents")
    content = content.get_object() if content is not None else None
    items = content if isinstance(content, ArrayObject) else [content]
    resolved = [item.get_object() for item in items if item is not None]
    return [item for item in resolved if isinstance(item, StreamObject)]


def _own_pages(contents: BundlePages, written: Record) -> Iterator[Finding]:
    titles = {
        number: entry.title
        for entry in _with_pages(written.manifest)
        for number in range(entry.pages.first, min(entry.pages.last, written.manifest.page_count) + 1)
    }
    places = {contents.number_at(position): page for position, page in enumerate(contents.pages)}
    for number, expected in sorted(written.own_pages.items()):
        if number not in places:
            continue
        digest = hashlib.sha256()
        # The first stream only opens, the last one is the stamp.
        for stream in _streams(places[number])[1:-1]:
            digest.update(stream.get_data())
        if digest.hexdigest() != expected:
            yield difference("own_page", f"hlm. {number}", number, titles.get(number, ""))


def _bookmarks(contents: BundlePages, written: Record) -> Iterator[Finding]:
    every = list(_flat(contents.reader.outline))
    yield from _inner_bookmarks(contents, written, every)
    found = [(title, node) for title, node in every if node is None or navigation.BOOKMARKS_KEY not in node]
    for bookmark, entry in zip_longest(found, written.manifest.entries):
        if entry is None:
            yield difference("bookmark", bookmark[0], "ada", "tidak ada")
            continue
        title, place = visible(entry.title), _expected(written, entry)
        if bookmark is None:
            yield difference("bookmark", title, "tidak ada", place)
        elif bookmark[0] != title:
            yield difference("bookmark", bookmark[0], "ada di tempat ini", f"{title!r}")
        elif (landing := _landing(contents, bookmark[1])) != place:
            yield difference("bookmark", title, f"menuju {landing}", place)


def _inner_bookmarks(
    contents: BundlePages, written: Record, found: Iterable[tuple[str, DictionaryObject | None]]
) -> Iterator[Finding]:
    """Check that the bookmarks that came with a file land on its pages."""
    entries = {entry.key: entry for entry in written.manifest.entries}
    for title, node in found:
        if node is None or navigation.BOOKMARKS_KEY not in node:
            continue
        entry = entries.get(str(node[navigation.BOOKMARKS_KEY]))
        number = contents.number_of(_resolved(node.get("/Dest")))
        if entry is None or number is None or not entry.pages.first <= number <= entry.pages.last:
            yield difference("bookmark", title, f"menuju {_landing(contents, node)}", _expected(written, entry))


def _expected(written: Record, entry: ManifestEntry | None) -> str:
    """Return where a jump to a section must land, in the words of `_landing`."""
    if entry is None:
        return _NOWHERE
    file = written.file_of(entry)
    return f"{file} " * bool(file) + f"hlm. {entry.pages.first}"


def _landing(contents: BundlePages, holder: DictionaryObject | None) -> str:
    """Return where a bookmark or a link lands: a page of this file, or a named place in another one."""
    if holder is None:
        return _NOWHERE
    action = _resolved(holder.get("/A"))
    if isinstance(action, DictionaryObject) and action.get("/S") == "/GoToR":
        name = str(_resolved(action.get("/D")))
        return f"{_resolved(action.get('/F'))} {name.replace('hlm.', 'hlm. ', 1)}"
    target = action.get("/D") if isinstance(action, DictionaryObject) else holder.get("/Dest")
    number = contents.number_of(_resolved(target))
    return _NOWHERE if number is None else f"hlm. {number}"


def _flat(outline: Iterable[object]) -> Iterator[tuple[str, DictionaryObject | None]]:
    """Yield title and object of every bookmark in order."""
    waiting = [iter(outline)]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
        elif isinstance(item, list):
            waiting.append(iter(item))
        elif isinstance(item, DictionaryObject):
            node = item.node if isinstance(item, Destination) else None
            yield str(item.get("/Title", "")), node


def _links(contents: BundlePages, written: Record) -> Iterator[Finding]:
    """Check every link that we made: those in drawn pages and the way back at the foot of each page."""
    entries = {entry.key: entry for entry in written.manifest.entries}
    for position, page in enumerate(contents.pages):
        number, returns = contents.number_at(position), False
        for annotation in _annotations(page):
            action = _resolved(annotation.get("/A"))
            key = annotation.get(KEY)
            if isinstance(action, DictionaryObject) and str(action.get("/URI", "")).startswith(SCHEME):
                yield difference(
                    "link", f"hlm. {number}", str(action["/URI"]), "tidak menuju halaman", "sebuah halaman"
                )
            if not isinstance(key, TextStringObject):
                continue
            returns = returns or str(key) == _BACK
            landing, expected = _landing(contents, annotation), _expected(written, entries.get(str(key)))
            if landing == _NOWHERE or landing != expected:
                yield difference("link", f"hlm. {number}", str(key), f"menuju {landing}", expected)
        if _BACK in entries and not returns:
            yield difference("link", f"hlm. {number}", _BACK, "tidak ada", _expected(written, entries[_BACK]))


def _annotations(page: DictionaryObject) -> Iterator[DictionaryObject]:
    found = _resolved(page.get("/Annots"))
    for item in found if isinstance(found, ArrayObject) else ():
        annotation = _resolved(item)
        if isinstance(annotation, DictionaryObject):
            yield annotation


def _resolved(value: PdfObject | None) -> PdfObject | None:
    return value.get_object() if value is not None else None
