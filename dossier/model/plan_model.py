"""Values of the plan and of the unit: what is asked for, by when, and who signs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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


UNDATED: Final = "tanpa-tanggal"
"""Key of the one slot of what has no due date."""
NO_DUE_TIME: Final = "tanpa jatuh tempo"
DUE_TIME_OPEN: Final = "belum ada jatuh tempo"
"""Labels of such a slot: papers that fall due at no certain time, and a due time that nobody has written yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One due time: evidence belongs to it from `start` and is late after `due` (both days included).

    `due` is None where nothing says by when: such a slot is never late, and `start` is the first day of the
    plan's year.
    """

    label: str
    start: dt.date
    due: dt.date | None

    @property
    def key(self) -> str:
        """The due month as `YYYY-MM`, `UNDATED` without one; unique within one schedule."""
        return UNDATED if self.due is None else self.due.isoformat()[:7]

    @property
    def until(self) -> dt.date:
        """The last day that its evidence is of: the due date, without one the last day of the year."""
        return dt.date(self.start.year, 12, 31) if self.due is None else self.due

    @property
    def order(self) -> tuple[bool, dt.date, dt.date]:
        """Sort key: by due date, what has none last."""
        return self.due is None, self.until, self.start

    def is_late(self, as_of: dt.date) -> bool:
        """Return whether its due date has passed on this day."""
        return self.due is not None and self.due < as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A *target waktu* as written and the slots it was read as, in order of due date.

    `doubt` says in Indonesian what a person has to decide about it; empty where it is clear.
    """

    text: str
    slots: tuple[Slot, ...]
    note: str = ""
    doubt: str = ""

    @classmethod
    def undated(cls, text: str, year: int, label: str = DUE_TIME_OPEN) -> Schedule:
        """Return the schedule of what has no due date, or none that can be read: one slot over the plan's year."""
        return cls(text=text, slots=(Slot(label=label, start=dt.date(year, 1, 1), due=None),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that the *bukti fisik* of an indicator asks for (`butir` in the plan file).

    `schedule` is its own due time (`jadwal`, or words in its name), None where that of the indicator counts.
    `person` is who takes care of it (`penanggung_jawab`); empty means whoever has the level above.
    `others` are columns of the unit that nothing here uses (`lain`), name and text.
    """

    id: str
    label: str
    kind: DocKind = DocKind.DOKUMEN
    aliases: tuple[str, ...] = ()
    optional: bool = False
    link_allowed: bool = False
    once: bool = False
    template: str | None = None
    schedule: Schedule | None = None
    person: str = ""
    others: tuple[tuple[str, str], ...] = ()


class QuestionRole(StrEnum):
    """How far the evidence of an indicator answers a question of the evaluation sheet."""

    ANSWERS = "menjawab"
    PARTLY = "sebagian"
    SUPPORTS = "menopang"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLink:
    """One entry of an indicator's `lke`: a question of the evaluation sheet, and what of the row is its evidence.

    `requirements` are the ids of the requirements that serve it; empty means all of them.
    """

    key: str
    role: QuestionRole = QuestionRole.ANSWERS
    requirements: tuple[str, ...] = ()

    def asks_for(self, requirement_id: str) -> bool:
        """Return whether this requirement is evidence of the question."""
        return not self.requirements or requirement_id in self.requirements


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row of the plan: the four columns word for word, the schedule, and what is asked for."""

    code: str
    statement: str
    steps: str
    evidence_text: str
    schedule: Schedule
    requirements: tuple[Requirement, ...]
    questions: tuple[QuestionLink, ...] = ()
    note: str = ""
    person: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @property
    def lke(self) -> tuple[str, ...]:
        """The keys of the questions that it answers, whole or in part; not of those that it only supports."""
        return tuple(link.key for link in self.questions if link.role is not QuestionRole.SUPPORTS)

    def requirement(self, requirement_id: str | None) -> Requirement | None:
        """Return the requirement with this id; None where it has none such, or none is named."""
        return next((r for r in self.requirements if r.id == requirement_id), None)

    def slots_of(self, requirement: Requirement) -> tuple[Slot, ...]:
        """Return the slots of one requirement: its own, else the row's; a single one that spans them for `sekali`."""
        slots = (requirement.schedule or self.schedule).slots
        if not requirement.once or len(slots) <= 1:
            return slots
        return (Slot(label="sekali", start=slots[0].start, due=slots[-1].due),)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of all its requirements, each key once, by due date; named as in the row where that has them."""
        found = {slot.key: slot for r in reversed(self.requirements) for slot in reversed(self.slots_of(r))}
        found |= {slot.key: slot for slot in self.schedule.slots if slot.key in found}
        return tuple(sorted(found.values(), key=lambda slot: slot.order))


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
    """The whole *rencana aksi* of one year; `predicate` and `basis` may be empty."""

    title: str
    year: int
    predicate: str
    basis: str
    areas: tuple[Area, ...]
    words: WordList = NO_WORDS

    @property
    def aim(self) -> str:
        """The predicate; both where nobody has said which."""
        return self.predicate or "WBK/WBBM"

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in plan order."""
        return tuple(i for a in self.areas for i in a.indicators)

    def indicator(self, code: str) -> Indicator | None:
        """Return the indicator with this code, or None."""
        return next((i for i in self.indicators if i.code == code), None)


_ADMINISTRATOR: Final = "sekretaris"
"""The role of who runs the administration of a unit that has a secretariat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Someone who signs: a role (`kepala`, `sekretaris`), the office as printed, name and NIP.

    `has_nip` is False for someone who has none: no line for it is printed. Otherwise an empty one is to be filled.
    """

    role: str
    office: str
    name: str
    nip: str = ""
    has_nip: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLayout:
    """The sheet and margins that a unit sets for all its papers; what it leaves open stays as the template has it.

    Attributes:
        sheet: the upright sheet of letters and forms, width and height in millimetres; None is the template's own.
        decree_sheet: the same of decrees.
        margins: side (`top`, `bottom`, `left`, `right` of the sheet as it is read) and width in millimetres.
    """

    sheet: tuple[float, float] | None = None
    decree_sheet: tuple[float, float] | None = None
    margins: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The unit's profile as printed on papers; every field is text.

    `code`, `level` and `parent` tell it apart from the other units of its institution; no paper prints them.

    Attributes:
        leader_role: role of who leads the unit; empty takes the first signatory that is no `sekretaris`.
        letter_role: role of who signs letters and reports; empty is the `sekretaris`, else who leads.
        certifier_role: role of who certifies copies of decrees; empty is the first signatory who does not lead.
        decree_organ: what stands after KEPUTUSAN in a decree's title; empty is the office of who leads.
        decree_meeting: the meeting that decrees of this unit rest on, as "rapat pleno"; empty is none.
        legal_basis: what the unit cites in every decree beside the general regulations.
        logo: the picture of the letterhead, a file beside the profile.
        logo_place: `kiri` or `tengah`.
        paper_layout: the sheet and margins of its papers.
    """

    name: str
    short_name: str
    secretariat: str
    place: str
    address: str
    letterhead: tuple[str, ...]
    website: str = ""
    email: str = ""
    phone: str = ""
    code: str = ""
    level: str = ""
    parent: str = ""
    signatories: tuple[Signatory, ...] = ()
    members: tuple[tuple[tuple[str, str], ...], ...] = ()
    leader_role: str = ""
    letter_role: str = ""
    certifier_role: str = ""
    decree_organ: str = ""
    decree_meeting: str = ""
    legal_basis: tuple[str, ...] = ()
    logo: Path | None = None
    logo_place: str = ""
    paper_layout: PaperLayout = PaperLayout()

    def signatory(self, role: str) -> Signatory | None:
        """Return who signs in this role, or None when the profile names nobody."""
        return next((s for s in self.signatories if s.role == role), None)

    @property
    def leader(self) -> Signatory | None:
        """Who leads the unit, or None when the profile names nobody."""
        if self.leader_role:
            return self.signatory(self.leader_role)
        own = (each for each in self.signatories if each.role != _ADMINISTRATOR)
        return next(own, self.signatory(_ADMINISTRATOR))

    @property
    def letter_signatory(self) -> Signatory | None:
        """Who signs letters and reports, or None when the profile names nobody."""
        return self.signatory(self.letter_role or _ADMINISTRATOR) or (None if self.letter_role else self.leader)

    @property
    def certifier(self) -> Signatory | None:
        """Who certifies copies of decrees, or None when the profile names nobody but the leader."""
        if self.certifier_role:
            return self.signatory(self.certifier_role)
        leader, letters = self.leader, self.letter_signatory
        others = (each for each in self.signatories if each is not leader)
        return letters if letters is not leader else next(others, None)
