"""Converts a PDF of evidence to a clean PDF with the first engine whose result is valid.

    qpdf ─► (pypdf, where qpdf fails) ─► pdfium ─► pages as images ─► placeholder page (made elsewhere)

A result is valid when it has the page count that most readers report and looks as before. Looks are compared where a
file was damaged or something was drawn into its pages; pages that qpdf copies unchanged are not compared
(docs/adr/0014).
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pikepdf

from dossier.convert.pdf import engines, render, signatures
from dossier.convert.pdf import normalise as pdf
from dossier.convert.pdf.engines import PDFIUM, PYPDF, QPDF, Original, Way, listed
from dossier.convert.pdf.render import NotShownError, Shown, different_pages
from dossier.convert.pdf.streams import Mended, complained
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from dossier.convert.pdf.normalise import Cleaned

MOST_COMPARED: Final = 120
"""Pages of one file that are drawn twice for comparison; more are sampled evenly, and the register says so."""
MOST_PICTURES: Final = 300
"""Pages that may become pictures: more would pass the time limit of a file."""
AS_PICTURES: Final = "pdfium, halaman sebagai gambar"

_MAJORITY: Final = 2
_UNSEEN: Final = "penampil PDF macet atau berhenti mendadak pada berkas ini; tampilannya tidak dibandingkan, periksa"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """What one way made: the clean PDF, and what has to be known to judge it."""

    way: Way
    pdf: Path
    cleaned: Cleaned
    notes: tuple[str, ...]
    warned: bool
    blank: bool
    lost: str = ""
    compared: int = 0
    different: tuple[int, ...] = ()

    @property
    def pages(self) -> int:
        """The number of pages of the result."""
        return self.cleaned.pages

    @property
    def mended(self) -> Mended:
        """What was done to damaged data."""
        return self.cleaned.mended

    @property
    def emptied(self) -> bool:
        """Whether all pages of the result are blank."""
        return self.blank and self.lost.startswith(engines.EMPTIED)


@dataclass(slots=True)
class _Chain:
    """One file on its way: what readers say of it, and what has been tried; `careful` where it crashed a child."""

    original: Original
    folder: Path
    careful: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    attempts: list[_Attempt] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    @property
    def right(self) -> int | None:
        """The number of pages that most readers find, or that one finds alone; None where they disagree."""
        votes = Counter(self.counts.values()).most_common(2)
        if len(votes) == 1 or (votes and votes[0][1] > votes[1][1]):
            return votes[0][0]
        return None

    @property
    def expected(self) -> int:
        """The number of pages to reach: where readers disagree, the most that one of them finds."""
        return self.right or max(self.counts.values(), default=0)


def convert(source: Path, target: Path, password: str = "") -> Made:
    """Write the clean form of a PDF file.

    Args:
        source: the file; it is only read.
        target: where the clean form goes.
        password: what opens it, where it needs one.

    Raises:
        CannotConvertError: it needs a password, has no page, is beyond repair or is a bomb.
    """
    return _converted(source, target, password, show=True)


def convert_unseen(source: Path, target: Path, password: str = "") -> Made:
    """Convert without pdfium, for a file that crashed it; looks cannot be compared then, which is a flaw.

    Raises:
        CannotConvertError: as `convert` does.
    """
    made = _converted(source, target, password, show=False)
    return replace(made, flaws=(*made.flaws, _UNSEEN), beside=(*made.beside, _UNSEEN))


def _converted(source: Path, target: Path, password: str, *, show: bool) -> Made:
    pdf.data_is_pdf(source)
    with ExitStack() as opened:
        folder = Path(opened.enter_context(TemporaryDirectory(dir=target.parent)))
        shown = None
        if show:
            with suppress(NotShownError):
                shown = opened.enter_context(Shown(source, password or None))
        original = Original(source=source, password=password, shown=shown)
        chain = _Chain(original=original, folder=folder, careful=not show)
        _count(chain)
        made = _tried(chain) or _as_pictures(chain) or _best(chain)
        if made is None:
            raise CannotConvertError(pdf.EMPTY if set(chain.counts.values()) == {0} else engines.BROKEN)
        made[1].replace(target)
        return made[0]


def _count(chain: _Chain) -> None:
    """Ask the readers that do not take part in the first way."""
    if (pages := engines.counted_by_pypdf(chain.original)) is not None:
        chain.counts["pypdf"] = pages
    if chain.original.shown is not None:
        chain.counts["pdfium"] = chain.original.shown.pages


def _tried(chain: _Chain) -> tuple[Made, Path] | None:
    for way in (QPDF, PYPDF, PDFIUM):
        if way is PYPDF and any(attempt.pages == chain.expected for attempt in chain.attempts):
            continue  # it copies the same objects as qpdf; where those differ, pypdf's do too
        attempt = _attempt(chain, way)
        if attempt is not None and _holds(chain, attempt):
            return _made(chain, attempt), attempt.pdf
    return None


def _attempt(chain: _Chain, way: Way) -> _Attempt | None:
    """Go one way and note how far it led; None where it ended."""
    target = chain.folder / f"{way.name}-bersih.pdf"
    try:
        with ExitStack() as opened:
            document = way.open(chain.original, opened, chain.folder)
            pages = len(document.pages)
            if way is QPDF:
                chain.counts["qpdf"] = pages
            warned = complained(document)
            lost = engines.lost(document, chain.original, warned=warned) if way is QPDF else ""
            blank = len(engines.without_content(document)) == pages
            unlocked = document.is_encrypted
            cleaned = pdf.clean(document, target, foreign=True, look=_look(chain, pages))
    except CannotConvertError:
        raise
    except Exception as error:  # noqa: BLE001 — any failure of one engine sends the file to the next
        chain.steps.append(f"{way.name} tidak dapat mengolahnya ({type(error).__name__})")
        return None
    notes = ("pembatasan (kata sandi pemilik) dilepas pada salinan yang diikat",) if unlocked else ()
    attempt = _Attempt(
        way=way,
        pdf=target,
        cleaned=cleaned,
        notes=(*notes, *cleaned.notes),
        warned=warned or cleaned.mended.complained,
        blank=blank,
        lost=lost,
    )
    attempt = _compared(chain, attempt)
    chain.attempts.append(attempt)
    return attempt


def _look(chain: _Chain, pages: int) -> Callable[[int], Image.Image | None] | None:
    """Return what draws the pages of the file as it came, where a viewer finds the same number of them."""
    shown = chain.original.shown
    return shown.small if shown is not None and shown.pages == pages else None


def _compared(chain: _Chain, attempt: _Attempt) -> _Attempt:
    """Compare the looks of an attempt with the file's, where they may have changed."""
    shown = chain.original.shown
    numbers = _to_compare(chain, attempt)
    if shown is None or not numbers or attempt.pages != shown.pages:
        return attempt
    try:
        with Shown(attempt.pdf) as after:
            different = different_pages(shown, after, numbers)
    except NotShownError:
        different = numbers
    found = tuple(sorted({*different, *attempt.mended.undrawable}))
    return replace(attempt, compared=len(numbers), different=found)


def _to_compare(chain: _Chain, attempt: _Attempt) -> list[int]:
    """Return the pages (from 1) whose looks may have changed; a sample where all may."""
    mended = (*attempt.mended.lost, *attempt.mended.rewritten)
    anew = attempt.cleaned.stripped.redrawn or attempt.way is not QPDF
    if anew or attempt.warned or len(set(chain.counts.values())) > 1:
        return sorted({*_sampled(attempt.pages), *mended[:MOST_COMPARED]})
    return sorted(mended[:MOST_COMPARED])


def _sampled(pages: int) -> list[int]:
    if pages <= MOST_COMPARED:
        return list(range(1, pages + 1))
    return sorted({1 + round(step * (pages - 1) / (MOST_COMPARED - 1)) for step in range(MOST_COMPARED)})


def _holds(chain: _Chain, attempt: _Attempt) -> bool:
    """Return whether an attempt needs no further way."""
    if attempt.emptied:
        return False
    if attempt.pages != chain.expected:
        chain.steps.append(f"{attempt.way.name} membaca {attempt.pages} halaman, pembaca lain {chain.expected}")
        return False
    if attempt.different:
        changed = listed(list(attempt.different))
        if set(attempt.different) <= set(attempt.mended.undrawable):
            chain.steps.append(f"gambar di halaman {changed} rusak")
            return False
        chain.steps.append(f"tampilan halaman {changed} berubah sesudah diolah {attempt.way.name}")
        return False
    return True


def _made(chain: _Chain, attempt: _Attempt) -> Made:
    """Return what is said of an attempt that is taken."""
    engine = attempt.way.name if attempt.way is QPDF else f"qpdf sesudah ditulis ulang oleh {attempt.way.name}"
    flaws = _flaws(chain, attempt)
    steps = (*_steps(chain, attempt), *_rewritten(attempt))
    if not steps and attempt.warned and not flaws:
        steps = ("struktur berkas diperbaiki saat dibaca",)
    return _told(chain, Made(pages=attempt.pages, engine=engine, flaws=flaws), steps)


def _told(chain: _Chain, made: Made, steps: tuple[str, ...]) -> Made:
    """Add what the first way saw in the file as it came: a later one may have dropped what acts in it."""
    if not chain.attempts:
        return replace(made, notes=steps, beside=steps)
    first = chain.attempts[0]
    stripped = first.cleaned.stripped
    signed = _signatures(chain) if stripped.signed else ()
    return replace(
        made,
        notes=(*first.notes, *signed, *steps),
        beside=(*stripped.only_there, *signed, *(steps if chain.steps else ())),
        signed=stripped.signed,
        keep=bool(stripped.only_there),
    )


def _signatures(chain: _Chain) -> tuple[str, ...]:
    """Return what the signatures of the file say; a file that crashed a child is not opened by one more reader."""
    if chain.careful:
        return (signatures.UNREADABLE,)
    return signatures.read(chain.original.source, chain.original.password)


def _steps(chain: _Chain, attempt: _Attempt) -> tuple[str, ...]:
    """Say which ways were tried in vain, and how far the result was compared with the file."""
    if not chain.steps:
        return ()
    said = "; ".join(chain.steps)
    if not attempt.compared or attempt.different:
        return (said,)
    some = "" if attempt.compared == attempt.pages else f" {attempt.compared} dari {attempt.pages} halaman"
    return (said, f"tampilan{some} sama dengan aslinya")


def _rewritten(attempt: _Attempt) -> tuple[str, ...]:
    """Say on which pages something was written anew without a loss."""
    pages = attempt.mended.rewritten
    return (f"cara tulis isi halaman {listed(list(pages))} diperbaiki",) if pages else ()


def _flaws(chain: _Chain, attempt: _Attempt) -> tuple[str, ...]:
    """Say what a person has to look at before the file counts as evidence."""
    spoiled = next((tried.mended.lost for tried in chain.attempts if tried.mended.lost), ())
    if not spoiled:
        return _whole_flaws(chain, attempt)
    said = f"data isi halaman {listed(list(spoiled))} rusak; diikat sejauh terbaca, bandingkan dengan berkas asli"
    return (*_whole_flaws(chain, attempt), said)


def _whole_flaws(chain: _Chain, attempt: _Attempt) -> tuple[str, ...]:
    """Say what is lost of a file as a whole: pages, or the agreement of the readers."""
    lost = next((tried.lost for tried in chain.attempts if tried.lost), "")
    if lost and not (attempt.way is PDFIUM and attempt.compared and lost.startswith(engines.EMPTIED)):
        return (lost,)
    if chain.right is None:
        told = ", ".join(f"{reader} {pages}" for reader, pages in sorted(chain.counts.items()))
        return (f"pembaca PDF tidak sepakat tentang jumlah halaman ({told}); periksa kelengkapannya",)
    if attempt.pages != chain.right:
        return (f"terbaca {attempt.pages} halaman, seharusnya {chain.right}; periksa kelengkapannya",)
    sure = attempt.compared and not attempt.different and len(chain.counts) >= _MAJORITY
    if attempt.way is not QPDF and not sure:
        return ("tidak semua pembaca PDF dapat membukanya; ditulis ulang sebelum diikat, periksa kelengkapannya",)
    return ()


def _as_pictures(chain: _Chain) -> tuple[Made, Path] | None:
    """Let pdfium's pictures stand for the pages that look different, or for all where no way led to the right pages."""
    shown = chain.original.shown
    if shown is None:
        return None
    fitting = [a for a in chain.attempts if a.pages == chain.expected and a.compared and not a.emptied]
    target = chain.folder / "gambar.pdf"
    if fitting:
        best = min(fitting, key=lambda attempt: len(attempt.different))
        if len(best.different) > MOST_PICTURES:
            return None
        with pikepdf.open(best.pdf) as document:
            failed = render.replace_pages(document, shown, best.different)
            pages = pdf.finish_open(document, target)
        chain.steps.append(_pictured([number for number in best.different if number not in failed], pages))
        made = _made(chain, replace(best, different=tuple(failed)))
        return replace(made, engine=f"{made.engine}; {AS_PICTURES}"), target
    if shown.pages != chain.expected or shown.pages > MOST_PICTURES:
        return None
    return _all_pictures(chain, shown, target)


def _all_pictures(chain: _Chain, shown: Shown, target: Path) -> tuple[Made, Path] | None:
    with pikepdf.new() as document:
        drawn = render.append_pages(document, shown)
        if not drawn:
            return None
        pages = pdf.finish_open(document, target)
    chain.steps.append(_pictured(drawn, pages))
    missing = [number for number in range(1, pages + 1) if number not in drawn]
    flaws = list(_flaws(chain, chain.attempts[0])) if chain.attempts else []
    if missing:
        flaws.insert(0, f"halaman {listed(missing)} tidak dapat digambar; periksa dengan berkas asli")
    if len(chain.counts) < _MAJORITY and not flaws:
        flaws.append("hanya satu pembaca PDF yang dapat membuka berkas ini; periksa kelengkapannya")
    made = Made(pages=pages, engine=AS_PICTURES, flaws=tuple(flaws))
    return _told(chain, made, ("; ".join(chain.steps),)), target


def _pictured(numbers: list[int], pages: int) -> str:
    which = "semua halaman" if len(numbers) == pages else f"halaman {listed(numbers)}"
    return f"{which} dijadikan gambar {render.DPI} dpi seperti tampilan aslinya; teksnya tidak dapat dicari"


def _best(chain: _Chain) -> tuple[Made, Path] | None:
    """Return the attempt that comes nearest, with its flaws; none that is blank where something was lost."""
    left = [attempt for attempt in chain.attempts if not attempt.emptied]
    if not left:
        return None
    best = max(left, key=lambda attempt: (attempt.pages == chain.expected, -len(attempt.different), attempt.pages))
    made = _made(chain, best)
    if best.different and not made.flaws:
        changed = listed(list(best.different))
        made = replace(made, flaws=(f"tampilan halaman {changed} berubah; periksa dengan berkas asli",))
    return made, best.pdf
