"""Values shared by all stages: frozen dataclasses with tuples, no I/O.

Imports no other module of the package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path


class DocKind(StrEnum):
    """Kind of paper that a requirement asks for; the values are what people write under `jenis`."""

    APLIKASI = "aplikasi"
    BANNER = "banner"
    BERITA_ACARA = "berita-acara"
    DAFTAR_HADIR = "daftar-hadir"
    DATA = "data"
    DOKUMEN = "dokumen"
    DOKUMENTASI = "dokumentasi"
    FORMULIR = "formulir"
    KARTU_KENDALI = "kartu-kendali"
    LAPORAN = "laporan"
    LEMBAR_MONEV = "lembar-monev"
    MAKLUMAT = "maklumat"
    MATRIKS = "matriks"
    NOTULEN = "notulen"
    PAKTA_INTEGRITAS = "pakta-integritas"
    PENILAIAN_RISIKO = "penilaian-risiko"
    PERENCANAAN = "perencanaan"
    PERJANJIAN_KINERJA = "perjanjian-kinerja"
    PIAGAM = "piagam"
    REKAPITULASI = "rekapitulasi"
    RENCANA_TINDAK_PENGENDALIAN = "rencana-tindak-pengendalian"
    SK = "sk"
    SKP = "skp"
    SOP = "sop"
    SURAT = "surat"
    SURAT_PERNYATAAN = "surat-pernyataan"
    SURVEI = "survei"
    TABEL_TINDAK_LANJUT = "tabel-tindak-lanjut"
    TANGKAPAN_LAYAR = "tangkapan-layar"
    UNDANGAN = "undangan"


class Media(StrEnum):
    """What a file is by its content; the ending of its name decides only where content cannot.

    Extensions add kinds by `named`; going over `Media` gives the built-in ones only.
    """

    AUDIO = "audio"
    BMP = "bmp"
    CSV = "csv"
    DOC = "doc"
    DOC_XML = "doc-xml"
    DOCX = "docx"
    EML = "eml"
    GIF = "gif"
    HEIC = "heic"
    HTML = "html"
    JPEG = "jpeg"
    LINK = "tautan"
    MARKDOWN = "markdown"
    MSG = "msg"
    ODP = "odp"
    ODS = "ods"
    ODT = "odt"
    PDF = "pdf"
    PICTURE = "gambar lain"
    PNG = "png"
    PPT = "ppt"
    PPTX = "pptx"
    RTF = "rtf"
    TEXT = "teks"
    TIFF = "tiff"
    UNKNOWN = "tak dikenal"
    VIDEO = "video"
    WEBP = "webp"
    XLS = "xls"
    XLS_XML = "xls-xml"
    XLSX = "xlsx"
    ZIP = "arsip"

    @classmethod
    def named(cls, name: str) -> Media:
        """Return the kind of this name: one of these, or the kind of an extension, which is known from then on.

        Raises:
            ValueError: it is no name of a kind: a small letter, and up to 30 more, digits, dashes and blanks.
        """
        if name not in cls._value2member_map_ and name not in _OUTSIDE:
            if not _KIND_NAME.fullmatch(name):
                raise ValueError(f"no name of a kind of files: {name!r}")
            kind = str.__new__(cls, name)
            kind._name_ = kind._value_ = name
            _OUTSIDE[name] = kind
        return cls(name)

    @classmethod
    def _missing_(cls, value: object) -> Media | None:
        return _OUTSIDE.get(value) if isinstance(value, str) else None

    def __reduce_ex__(self, _protocol: object) -> tuple[object, tuple[str]]:
        """Make the kind of an extension known in the process that it is sent to."""
        return Media.named, (self.value,)


_OUTSIDE: dict[str, Media] = {}
"""Kinds of extensions by name; each is made once in a process, so that kinds compare by identity."""
_KIND_NAME: Final = re.compile(r"[a-z][a-z0-9 -]{0,30}")


class Rule(StrEnum):
    """What a claim rests on, strongest first; a stronger rule is never overruled by a weaker one."""

    PIN = "pin"
    CODE = "kode"
    PLACE = "tempat"
    WORDS = "kata"
    CONTENT = "isi"


class State(StrEnum):
    """State of one slot of one requirement."""

    PRESENT = "ada"
    MISSING = "belum_ada"
    NOT_YET_DUE = "belum_jatuh_tempo"
    FAULTY = "bermasalah"
    UNCONFIRMED = "perlu_konfirmasi"


class Severity(StrEnum):
    """How much a finding matters: errors stop a plan from loading, warnings and notes never stop anything."""

    ERROR = "galat"
    WARNING = "peringatan"
    NOTE = "catatan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One due time: evidence belongs to it from `start` and is late after `due` (both days included)."""

    label: str
    start: dt.date
    due: dt.date

    @property
    def key(self) -> str:
        """The due month as `YYYY-MM`; unique within one schedule."""
        return f"{self.due:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A *target waktu* as written and the slots it was read as, in order of due date."""

    text: str
    slots: tuple[Slot, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that the *bukti fisik* of an indicator asks for (`butir` in the plan file).

    `person` is who takes care of it (`penanggung_jawab`); empty means whoever has the level above.
    """

    id: str
    label: str
    kind: DocKind = DocKind.DOKUMEN
    aliases: tuple[str, ...] = ()
    optional: bool = False
    link_allowed: bool = False
    once: bool = False
    template: str | None = None
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row of the plan: the four columns word for word, the schedule, and what is asked for."""

    code: str
    statement: str
    steps: str
    evidence_text: str
    schedule: Schedule
    requirements: tuple[Requirement, ...]
    lke: tuple[str, ...] = ()
    note: str = ""
    person: str = ""

    def requirement(self, requirement_id: str) -> Requirement | None:
        """Return the requirement with this id, or None."""
        return next((r for r in self.requirements if r.id == requirement_id), None)

    def slots_of(self, requirement: Requirement) -> tuple[Slot, ...]:
        """Return the slots of one requirement: the schedule's, or a single one that spans them (`sekali`)."""
        slots = self.schedule.slots
        if not requirement.once or len(slots) <= 1:
            return slots
        return (Slot(label="sekali", start=slots[0].start, due=slots[-1].due),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A component (`I.3`) and its indicators."""

    code: str
    title: str
    indicators: tuple[Indicator, ...]
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area of change (`I` … `VI`) and its components."""

    code: str
    title: str
    components: tuple[Component, ...]
    person: str = ""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators of the area in plan order."""
        return tuple(i for c in self.components for i in c.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """Words beside the general knowledge: of an office (`plan/kosakata.yaml`) or of an installed sector pack.

    `terms` are the names of terms with other ways to write them. The others are words for the state of a file that say
    nothing of what is in it (`noise`), words for a kind of paper and no matter (`general`), roles and what surrounds a
    matter (`neutral`), words of daily language (`everyday`), and what stands in every name of this office (`office`).
    """

    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()
    noise: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    office: tuple[str, ...] = ()

    def __add__(self, other: WordList) -> WordList:
        """Return the words of both; where they give a phrase two terms, those of `other` count."""
        both = {own.name: (*getattr(self, own.name), *getattr(other, own.name)) for own in fields(self)}
        return WordList(**both)


NO_WORDS: Final = WordList()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole *rencana aksi* of one year."""

    title: str
    year: int
    predicate: str
    basis: str
    areas: tuple[Area, ...]
    words: WordList = NO_WORDS

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in plan order."""
        return tuple(i for a in self.areas for i in a.indicators)

    def indicator(self, code: str) -> Indicator | None:
        """Return the indicator with this code, or None."""
        return next((i for i in self.indicators if i.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Someone who signs: a role known to the tool (`ketua`, `sekretaris`), the office as printed, name and NIP."""

    role: str
    office: str
    name: str
    nip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The unit's profile as printed on papers; every field is text."""

    name: str
    short_name: str
    secretariat: str
    place: str
    address: str
    letterhead: tuple[str, ...]
    website: str = ""
    email: str = ""
    phone: str = ""
    signatories: tuple[Signatory, ...] = ()
    members: tuple[tuple[tuple[str, str], ...], ...] = ()

    def signatory(self, role: str) -> Signatory | None:
        """Return who signs in this role, or None when the profile names nobody."""
        return next((s for s in self.signatories if s.role == role), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A file of the evidence tree.

    `path` is its name for people and for every output: relative, with `/`, NFC, unique in the tree, printable.
    `disk_path` is the same place as the file system spells it (may hold surrogate escapes). `size` is in bytes.
    `problem` is None or says in Indonesian why the file cannot be read.
    """

    path: str
    disk_path: str
    size: int
    sha256: str
    media: Media
    problem: str | None = None


class ContentSource(StrEnum):
    """Where the text of a file comes from."""

    TEXT = "teks"
    OCR = "ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file says on its first pages: `text` keeps its lines, at most `CONTENT_LIMIT` characters.

    `problem` is None or says in Indonesian why there is no text ("pindaian tanpa lapisan teks", a password …). `turned`
    is by how many degrees clockwise pages had to be turned to be read; 0 where they stood upright.
    """

    text: str
    source: ContentSource = ContentSource.TEXT
    problem: str | None = None
    turned: int = 0


PAGE_BOOKMARKS = "/DossierBookmarks"
"""Private key of a page in a prepared part: bookmarks of the file that lead to it, as arrays of order, level, title."""

CONTENT_LIMIT = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredFile:
    """An entry of the evidence tree that is no evidence (lock file, hidden, empty, link …) and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Everything found in the evidence tree, sorted by path."""

    files: tuple[EvidenceFile, ...]
    ignored: tuple[IgnoredFile, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a person decided about one file: `indicator` None means "not evidence of this plan"."""

    path: str
    indicator: str | None
    requirement: str | None = None
    slot: str | None = None
    line: int = 0


class FaultKind(StrEnum):
    """Why a file that belongs to a requirement does not fill its slot; the values are codes of findings."""

    OTHER_YEAR = "tahun_lain"
    NO_PERIOD = "periode_tidak_terbaca"
    OUTSIDE = "di_luar_slot"
    CONTENT = "isi_dan_nama_berbeda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What keeps a claim from filling a slot, and in words what was read."""

    kind: FaultKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """File ─► requirement (and slot key `YYYY-MM`), the rule it rests on, a score of 0 to 1, the reasons in words.

    `slot` is None only where the requirement has several slots and nothing says which. A claim with a `fault` stands
    but fills nothing. `dated` is the first and last day that the paper says of itself, None where it says none;
    `signed` is the day of its signature, unless the paper says that it is of another time. `near_slot` is the key of
    the slot that a suggestion should name where `slot` is None.
    """

    file: EvidenceFile
    indicator: str
    requirement: str
    slot: str | None
    rule: Rule
    score: float
    reasons: tuple[str, ...]
    fault: Fault | None = None
    dated: tuple[dt.date, dt.date] | None = None
    signed: dt.date | None = None
    near_slot: str | None = None

    @property
    def place(self) -> tuple[str, str, str | None]:
        """Indicator, requirement and slot key."""
        return self.indicator, self.requirement, self.slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """A claim that another file serves in its stead: the same content, or a lesser version of the same paper."""

    claim: Claim
    serving: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousFile:
    """A file with candidates of which none is certain, best first."""

    file: EvidenceFile
    candidates: tuple[Claim, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedFile:
    """A file that nothing places; `near` holds what came closest, best first."""

    file: EvidenceFile
    reason: str
    near: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person should know: what (`code`), about what (`subject`), where, and what to do (`advice`)."""

    code: str
    severity: Severity
    subject: str
    text: str
    advice: str = ""
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Every file of the tree in exactly one of four groups; a claimed file may have several claims.

    `spares` are those of the claims that another file serves in their stead.
    """

    claims: tuple[Claim, ...]
    ambiguous: tuple[AmbiguousFile, ...]
    unplaced: tuple[UnplacedFile, ...]
    ignored: tuple[IgnoredFile, ...]
    findings: tuple[Finding, ...] = ()
    spares: tuple[Spare, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of every entry of the evidence folder, sorted."""
        undecided = {each.file.path for each in self.ambiguous} | {each.file.path for each in self.unplaced}
        return tuple(sorted({*self.claimed_paths, *undecided, *(entry.path for entry in self.ignored)}))

    @property
    def claimed_paths(self) -> tuple[str, ...]:
        """Paths of the claimed files, each once, sorted."""
        return tuple(sorted({c.file.path for c in self.claims}))

    @property
    def serving_claims(self) -> tuple[Claim, ...]:
        """The claims that no other file stands in for, in the order of `claims`."""
        spare = {(each.claim.file.path, *each.claim.place) for each in self.spares}
        return tuple(c for c in self.claims if (c.file.path, *c.place) not in spare)

    @property
    def spare_paths(self) -> dict[str, tuple[str, ...]]:
        """Path of each file that serves nowhere ─► the files that serve in its stead, sorted."""
        serving = {c.file.path for c in self.serving_claims}
        found: dict[str, set[str]] = {}
        for each in self.spares:
            if each.claim.file.path not in serving:
                found.setdefault(each.claim.file.path, set()).add(each.serving)
        return {path: tuple(sorted(found[path])) for path in sorted(found)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCoverage:
    """What is there for one requirement in one slot.

    `unusable` are those of the `files` that fill nothing; `spares` are files that another one serves in the stead of.
    """

    indicator: str
    requirement: Requirement
    slot: Slot
    state: State
    files: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    spares: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the slot is in the gap list's totals: an optional thing that is not there is no gap."""
        return not self.requirement.optional or bool(self.files or self.candidates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Requirement × slot ─► state on one day, in plan order."""

    as_of: dt.date
    slots: tuple[SlotCoverage, ...]

    def counted(self) -> Iterator[SlotCoverage]:
        """Yield the slots that belong in the gap list's totals."""
        return (s for s in self.slots if s.counts)

    def summary(self) -> dict[State, int]:
        """Return how many counted slots are in each state; every state is a key."""
        totals = dict.fromkeys(State, 0)
        for slot in self.counted():
            totals[slot.state] += 1
        return totals

    def of_indicator(self, code: str) -> tuple[SlotCoverage, ...]:
        """Return the slots of one indicator in plan order."""
        return tuple(s for s in self.slots if s.indicator == code)


class SectionKind(StrEnum):
    """What a part of the dossier is."""

    COVER = "sampul"
    LETTER = "pengantar"
    CONTENTS = "daftar-isi"
    AREA = "area"
    COMPONENT = "komponen"
    INDICATOR = "indikator"
    EVIDENCE = "berkas"
    REMARKS = "catatan-tpi"
    GAPS = "kesenjangan"
    UNPLACED = "tanpa-tempat"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the dossier: `key` is unique (`indikator:I.3.1`, `berkas:<path>`), `stamp` is printed on its pages.

    A component has no page of its own: it starts where its first child starts. `level` is the bookmark depth, from 1;
    `remark` is printed beside the stamp.
    """

    kind: SectionKind
    key: str
    title: str
    level: int
    stamp: str
    path: str | None = None
    children: tuple[Section, ...] = ()
    remark: str = ""

    @property
    def printed_stamp(self) -> str:
        """What stands at the foot of its pages."""
        return f"{self.stamp} - {self.remark}" if self.remark else self.stamp

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
class PreparedPart:
    """An evidence file as a clean PDF on disk, or why it could not become one.

    `pdf` is None exactly when `problem` is set; `pages` is then 0. `engine` says what made it; `notes` are
    Indonesian lines for the register (what was removed, repaired or laid out plainly). `flaw` is set where the pages
    were bound but something of the file is lost: it is not good evidence until somebody has looked. `beside` are those
    of the notes that stand beside the file's name too; `signed` says that it carries an electronic signature; `keep`
    that its pages are not the whole of it, so that the original is kept. `remade` says why the part was prepared in
    this run, None where it was kept; `passing` that another run may come to another result; `ours` that our own code
    failed, so that the file may well be sound. `bracketed` are the phrases in square brackets on the pages, squeezed
    (`wording.squeezed`); `addresses` the web addresses where there is nothing else on them.
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

    @property
    def kept_as(self) -> str | None:
        """Where in `build/` the original lies byte for byte; None where the pages are all there is to it."""
        return f"asli/{self.file.sha256[:16]}.{self.file.media.value}" if self.keep else None


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
