"""Values of the finished dossier: its sections, the parts made ready for it, and its manifest."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossier.model.audience import Audience
from dossier.model.evidence_model import Media

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.model.evidence_model import EvidenceFile


PAGE_BOOKMARKS = "/DossierBookmarks"
"""Private key of a page in a prepared part: bookmarks of the file that lead to it, as arrays of order, level, title."""


class SectionKind(StrEnum):
    """What a part of the dossier is."""

    COVER = "sampul"
    LEADER = "lembar-pimpinan"
    LETTER = "pengantar"
    CHANGES = "perubahan"
    CONTENTS = "daftar-isi"
    SELF_ASSESSMENT = "penilaian-mandiri"
    AREA = "area"
    COMPONENT = "komponen"
    INDICATOR = "indikator"
    SUPPORTING = "pendukung"
    EVIDENCE = "berkas"
    MEMBER = "anggota"
    BEYOND = "di-luar-rencana"
    QUESTION = "pertanyaan"
    ASSESSED = "selisih-tpi"
    REMARKS = "catatan-tpi"
    MONITORING = "lembar-monev"
    GAPS = "kesenjangan"
    WITHOUT = "tanpa-bukti"
    UNPLACED = "tanpa-tempat"
    QUESTION_INDEX = "indeks-lke"
    QUESTION_MARK = "lke"
    REGISTER = "register"
    PAPERS = "naskah"
    PAPER = "lembar-naskah"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the dossier: `key` is unique (`indikator:I.3.1`, `berkas:<path>`), `stamp` is printed on its pages.

    `served` says for what of its indicator a file is (its requirements and months), `label` stands for its name in the
    stamp, `caption` is printed above it. A component, and what holds the supporting evidence of an indicator, has no
    page of its own: it starts where its first child starts. `level` is the bookmark depth, from 1; `remark` is printed
    beside the stamp. A member of an archive is on some of the pages of the file that it is a child of: `within` says on
    which. What `follows` may begin on the page of the section before it, where there is room for all of it.
    `leads_to` is the key of another section whose pages a bookmark stands for; it has none itself.
    """

    kind: SectionKind
    key: str
    title: str
    level: int
    stamp: str
    path: str | None = None
    children: tuple[Section, ...] = ()
    remark: str = ""
    within: MemberPages | None = None
    follows: bool = False
    served: str = ""
    label: str = ""
    caption: str = ""
    leads_to: str = ""

    @property
    def has_pages(self) -> bool:
        """Whether it has pages; if not, it starts where its first child starts."""
        return self.kind not in {SectionKind.COMPONENT, SectionKind.SUPPORTING, SectionKind.QUESTION_MARK}

    @property
    def evidence(self) -> tuple[Section, ...]:
        """The files below it, in page order."""
        return tuple(section for section in self.walk() if section.path is not None)

    @property
    def printed_stamp(self) -> str:
        """What stands at the foot of its pages."""
        code = f"{self.stamp} {self.served}" if self.served else self.stamp
        label = " · ".join(filter(None, (code, self.label, self.remark)))
        return f"{label}\n{self.caption}" if self.caption else label

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in page order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The dossier's sections in page order."""

    sections: tuple[Section, ...]

    def walk(self) -> Iterator[Section]:
        """Yield every section in page order."""
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPages:
    """The pages of one member in the part of its archive or mail: `first` counts from 1."""

    name: str
    first: int
    count: int


_PACKED: Final = frozenset({"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPart:
    """An evidence file as a clean PDF on disk, or why it could not become one.

    `pdf` is None exactly when `problem` is set; `pages` is then 0. `engine` says what made it; `notes` are
    Indonesian lines for the register (what was removed, repaired or laid out plainly). `flaw` is set where the pages
    were bound but something of the file is lost: it is not good evidence until somebody has looked. `beside` are those
    of the notes that stand beside the file's name too; `signed` says that it carries an electronic signature; `keep`
    that its pages are not the whole of it, so that the original is kept. `remade` says why the part was prepared in
    this run, None where it was kept; `passing` that another run may come to another result; `ours` that our own code
    failed, so that the file may well be sound. `bracketed` are the phrases in square brackets on the pages, squeezed
    (`wording.squeezed`); `addresses` the web addresses where there is nothing else on them; `members` say where in an
    archive or a mail each member is that has pages, in their order.
    """

    file: EvidenceFile
    pdf: Path | None
    pages: int
    engine: str
    notes: tuple[str, ...] = ()
    problem: str | None = None
    flaw: str | None = None
    beside: tuple[str, ...] = ()
    signed: bool = False
    keep: bool = False
    remade: str | None = field(default=None, compare=False)
    passing: bool = False
    ours: bool = False
    bracketed: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    members: tuple[MemberPages, ...] = ()

    @property
    def kept_as(self) -> str | None:
        """Where in `build/` the original lies byte for byte; None where the pages are all there is to it."""
        return f"asli/{self.file.sha256[:16]}.{self._ending}" if self.keep else None

    @property
    def _ending(self) -> str:
        """The ending of the copy: the kind's, and the file's own where the kind is packed in several ways."""
        own = self.file.path.rpartition(".")[2].casefold()
        return own if self.file.media is Media.ZIP and own in _PACKED else self.file.media.value


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPages:
    """A paper still to be made, as pages: of a requirement of an indicator (`code`), for its first open period.

    `key` is that of its section, `name` its name without the code, `also` are the other periods that want the same.
    """

    key: str
    code: str
    requirement: str
    name: str
    also: tuple[str, ...]
    part: PreparedPart


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSheet:
    """Photos that share one page: their paths in order, and the PDF with that page."""

    paths: tuple[str, ...]
    pdf: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRange:
    """Pages of the finished bundle, counted from 1; `count` is at least 1."""

    first: int
    count: int

    @property
    def last(self) -> int:
        """The last page of the range."""
        return self.first + self.count - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEntry:
    """Where one section is in the bundle and, for evidence, which bytes it was made from.

    `shares` says that it is on the same page as the entry before: photos on one sheet.
    """

    key: str
    title: str
    stamp: str
    pages: PageRange
    path: str | None = None
    sha256: str | None = None
    media: str | None = None
    size: int | None = None
    engine: str | None = None
    shares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the bundle says of itself: embedded in the PDF, checked by `dossier verify`."""

    title: str
    as_of: dt.date
    page_count: int
    entries: tuple[ManifestEntry, ...]
    audience: Audience = Audience.TPI
