"""Composes one PDF of a mail or archive: letter or title, list of members, then each prepared member."""

from __future__ import annotations

import io
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pikepdf
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import HRFlowable, Paragraph, Spacer

from dossier.convert.container import members
from dossier.convert.pdf import active_content, normalise, signatures
from dossier.convert.run.result import BLANK, Made
from dossier.convert.text import html, plain
from dossier.model import MemberPages
from dossier.typeset import page_setup
from dossier.typeset.cells import TextCell
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerStyle, row
from dossier.typeset.typography import HAIRLINE, REGULAR, RULE, STRONG_LINE, STYLES
from dossier.wording import size_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

    from dossier.convert.container.members import ContainerListing, Letter, Member

_LABEL_WIDTH: Final = 70.0
_LISTED: Final = 12
"""Pieces that the register names one by one."""
_MOST_ROUNDS: Final = 4
_WIDTHS: Final = (0.06, 0.46, 0.12, 0.36)


def compose(source: Path, target: Path, name: str) -> Made:
    """Write what `source` (the listing, with what each piece became) describes; `name` is the evidence file's name."""
    page_setup.prepare_reportlab()
    contents = members.from_json(source.read_text(encoding="ascii"))
    letters = {number: _rendered(_letter(piece.letter)) for number, piece in enumerate(contents.pieces) if piece.letter}
    pages = [_count(letters[n]) if n in letters else piece.pages for n, piece in enumerate(contents.pieces)]
    front = _front(contents, name, pages)
    with ExitStack() as opened, pikepdf.new() as bound:
        parts: list[io.BytesIO | Path] = [io.BytesIO(front)]
        for number, piece in enumerate(contents.pieces):
            if number in letters:
                parts.append(io.BytesIO(letters[number]))
            elif piece.pdf:
                parts.append(Path(piece.pdf))
        hidden, shown = pikepdf.Array(), pikepdf.Array()
        for part in parts:
            _append(bound, opened.enter_context(pikepdf.open(part)), shown, hidden)
        if len(shown) or len(hidden):
            _layers(bound, shown, hidden)
        count = normalise.finish_open(bound, target)
    signed = _signed(contents.pieces)
    return Made(
        pages=count,
        engine=contents.engine,
        notes=(*_notes(contents), *signed),
        flaws=_flaws(contents),
        beside=signed,
        keep=bool(signed),
        members=_members(contents.pieces, pages, _count(front) + 1),
    )


def _members(pieces: Sequence[Member], pages: Sequence[int], first: int) -> tuple[MemberPages, ...]:
    """Return where each member with pages is; the pages of what is in an archive in the archive are its own."""
    found: list[MemberPages] = []
    for piece, count in zip(pieces, pages, strict=True):
        name = members.member_name(piece.name.partition(members.ARROW)[0])
        if count and found and found[-1].name == name and found[-1].first + found[-1].count == first:
            found[-1] = MemberPages(name=name, first=found[-1].first, count=found[-1].count + count)
        elif count:
            found.append(MemberPages(name=name, first=first, count=count))
        first += count
    return tuple(found)


def _append(bound: pikepdf.Pdf, part: pikepdf.Pdf, shown: pikepdf.Array, hidden: pikepdf.Array) -> None:
    """Add the pages of a part; layers that it hides stay hidden."""
    bound.pages.extend(part.pages)
    properties = part.Root.get("/OCProperties")
    if not isinstance(properties, pikepdf.Dictionary):
        return
    default = properties.get("/D", pikepdf.Dictionary())
    off = {item.objgen for item in default.get("/OFF", [])}
    if default.get("/BaseState") == pikepdf.Name.OFF:
        on = {item.objgen for item in default.get("/ON", [])}
        off |= {item.objgen for item in properties.get("/OCGs", [])} - on
    for group in properties.get("/OCGs", []):
        (hidden if group.objgen in off else shown).append(bound.copy_foreign(group))


def _layers(bound: pikepdf.Pdf, shown: pikepdf.Array, hidden: pikepdf.Array) -> None:
    properties = pikepdf.Dictionary(OCGs=pikepdf.Array([*shown, *hidden]))
    properties["/D"] = pikepdf.Dictionary(BaseState=pikepdf.Name.ON, ON=shown, OFF=hidden, Order=pikepdf.Array())
    bound.Root["/OCProperties"] = properties


def _rendered(story: list[Flowable]) -> bytes:
    return page_setup.render(story or [Spacer(0, 1)])


def _count(drawn: bytes) -> int:
    with pikepdf.open(io.BytesIO(drawn)) as opened:
        return len(opened.pages)


def _front(contents: ContainerListing, name: str, pages: Sequence[int]) -> bytes:
    """Draw letter and listing until the page numbers in the listing are true."""
    first = 2
    for _ in range(_MOST_ROUNDS):
        drawn = _rendered([*_head(contents, name), *_listing(contents.pieces, pages, first)])
        after = _count(drawn) + 1
        if after == first:
            break
        first = after
    return drawn


def _head(contents: ContainerListing, name: str) -> list[Flowable]:
    if contents.letter is not None:
        return _letter(contents.letter, contents.engine, name)
    return plain.heading(f"ISI {contents.engine}".upper(), name, air=10)


def _letter(letter: Letter | None, engine: str = "surat elektronik", name: str = "") -> list[Flowable]:
    """Return a mail as it is read: subject, headers, body."""
    if letter is None:
        return []
    headers = dict(letter.headers)
    title = headers.pop("Perihal", "") or name or "(tanpa perihal)"
    story = plain.heading(engine.upper(), title, style=STYLES.heading, air=6)
    for label, value in headers.items():
        style = ParagraphStyle("kepala", STYLES.body, leftIndent=_LABEL_WIDTH, bulletFontName=REGULAR)
        story.append(Paragraph(page_setup.plain(value), style, bulletText=label))
    story.append(HRFlowable(width="100%", thickness=HAIRLINE, color=RULE, spaceBefore=6, spaceAfter=10))
    body, _ = html.flowables(letter.html) if letter.html else ([], ())
    if not body and letter.text.strip():
        body, _ = plain.lay_out(letter.text)
    story += body or [Paragraph("(surat tanpa isi)", STYLES.note_italic)]
    return [*story, *plain.remarks(letter.notes)]


def _listing(pieces: Sequence[Member], pages: Sequence[int], first: int) -> list[Flowable]:
    if not pieces:
        return []
    texts = []
    for number, (piece, count) in enumerate(zip(pieces, pages, strict=True), start=1):
        where = _where(piece, first, count)
        first += count
        texts.append((str(number), piece.name, size_label(piece.size) if piece.size else "", where))
    width = page_setup.PORTRAIT[0] - 2 * page_setup.MARGIN - page_setup.FRAME_PADDING
    page = page_setup.PORTRAIT[1] - 2 * page_setup.MARGIN - page_setup.FRAME_PADDING
    names = (TextCell(word, STYLES.small_bold) for word in ("No", "Nama", "Ukuran", "Halaman pada berkas ini"))
    table = Ledger(
        [width * share for share in _WIDTHS],
        [row(*(TextCell(page_setup.shown(text), STYLES.small) for text in each), above=3, below=3) for each in texts],
        header=row(*names, rule=STRONG_LINE, above=3, below=3),
        closed=HAIRLINE,
        style=LedgerStyle(left=2.0, right=6.0, flush=False, page=page),
    )
    return [Spacer(0, 10), Paragraph(f"Isi: {len(pieces)} berkas", STYLES.subheading), table]


def _where(piece: Member, first: int, count: int) -> str:
    """Say on which pages a piece is, or why it is on none."""
    if piece.trouble:
        return f"TIDAK TERIKAT: {piece.trouble}"
    if not count:
        return piece.remark
    place = f"hlm. {first}" if count == 1 else f"hlm. {first}–{first + count - 1}"
    return "; ".join((place, *piece.notes))


def _notes(contents: ContainerListing) -> tuple[str, ...]:
    pieces = contents.pieces
    notes = [*contents.notes, *(contents.letter.notes if contents.letter else ())]
    if pieces:
        bound = sum(bool(piece.pdf or piece.letter) for piece in pieces)
        names = ", ".join(piece.name for piece in pieces[:_LISTED])
        more = f", dan {len(pieces) - _LISTED} lainnya" if len(pieces) > _LISTED else ""
        notes.append(f"memuat {len(pieces)} berkas, {bound} di antaranya tercetak: {names}{more}")
    return tuple(notes)


def _signed(pieces: Sequence[Member]) -> tuple[str, ...]:
    """Return what is said of the electronic signatures of the members, which are valid in the original only."""
    return tuple(
        f"{piece.name}: {note}"
        for piece in pieces
        for note in piece.notes
        if note == active_content.SIGNED or note.startswith(signatures.SUBJECT)
    )


def _flaws(contents: ContainerListing) -> tuple[str, ...]:
    """Say what of the pieces is lost; a blank one (the spacer of a signature) is a loss only where all are blank."""
    pieces = contents.pieces
    if pieces and contents.letter is None and all(piece.flaw == BLANK for piece in pieces):
        return (BLANK,)
    lost = [f"{piece.name} ({piece.trouble})" for piece in pieces if piece.trouble]
    flawed = [f"{piece.name}: {piece.flaw}" for piece in pieces if piece.flaw and piece.flaw != BLANK]
    if not lost:
        return tuple(flawed[:_LISTED])
    more = f"; dan {len(lost) - _LISTED} lainnya" if len(lost) > _LISTED else ""
    told = f"{len(lost)} dari {len(pieces)} isinya tidak dapat diikat: {'; '.join(lost[:_LISTED])}{more}"
    return (told, *flawed[:_LISTED])
