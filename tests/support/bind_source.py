"""A large and lifelike input of the binding: six areas, 71 indicators, every state, files of every fate."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pypdf import PdfReader

from dossier.audit.assessment import Assessment
from dossier.audit.status import status_of
from dossier.bind.page_order import BindInput
from dossier.model import (
    AmbiguousFile,
    Area,
    Claim,
    Component,
    Coverage,
    EvidenceFile,
    Finding,
    IgnoredFile,
    Indicator,
    Matching,
    Media,
    PageRange,
    Plan,
    PreparedPart,
    QuestionLink,
    Requirement,
    Rule,
    Scan,
    Schedule,
    Severity,
    Signatory,
    Slot,
    SlotCoverage,
    State,
    Unit,
    UnplacedFile,
)
from dossier.outline import outline
from dossier.scoring import score_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdf import PageObject

    from dossier.bind.page_order import OwnPages

AS_OF: Final = dt.date(2025, 7, 1)
MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

_AREAS: Final = (
    ("Manajemen Perubahan", ("Penyusunan Tim Kerja", "Rencana Pembangunan Zona Integritas",
                             "Pemantauan dan Evaluasi Pembangunan WBK/WBBM", "Perubahan Pola Pikir dan Budaya Kerja")),
    ("Penataan Tatalaksana", ("Prosedur Operasional Tetap (SOP) Kegiatan Utama", "E-Office",
                              "Keterbukaan Informasi Publik")),
    ("Penataan Sistem Manajemen Sumber Daya Manusia Aparatur", (
        "Perencanaan Kebutuhan Pegawai sesuai dengan Kebutuhan Organisasi", "Pola Mutasi Internal",
        "Pengembangan Pegawai Berbasis Kompetensi", "Penetapan Kinerja Individu",
        "Penegakan Aturan Disiplin/Kode Etik/Kode Perilaku Pegawai", "Sistem Informasi Kepegawaian")),
    ("Penguatan Akuntabilitas", ("Keterlibatan Pimpinan", "Pengelolaan Akuntabilitas Kinerja")),
    ("Penguatan Pengawasan", ("Pengendalian Gratifikasi", "Penerapan SPIP", "Pengaduan Masyarakat",
                              "Whistle-Blowing System", "Penanganan Benturan Kepentingan")),
    ("Peningkatan Kualitas Pelayanan Publik", ("Standar Pelayanan", "Budaya Pelayanan Prima",
                                               "Penilaian Kepuasan terhadap Pelayanan")),
)  # fmt: skip
_STEPS: Final = (
    "1. Membentuk tim kerja untuk melakukan pembangunan Zona Integritas menuju WBK/WBBM dengan melibatkan seluruh "
    "subbagian di lingkungan Sekretariat KPU Provinsi Jambi\n"
    "2. Menyusun mekanisme pemilihan anggota tim secara prosedural, terbuka, dan dapat dipertanggungjawabkan\n"
    "3. Melakukan monitoring dan evaluasi atas pelaksanaan rencana aksi secara berkala, serta menindaklanjuti "
    "rekomendasi yang dihasilkan dari rapat evaluasi sebelumnya"
)
_KINDS: Final = ("Undangan rapat", "Daftar hadir", "Lembar monev ZI", "Bukti pelaksanaan dan tindak lanjut", "Notulen")


def _slots(months: Sequence[int]) -> tuple[Slot, ...]:
    ends = [dt.date(2025 + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1) for month in months]
    return tuple(Slot(label=MONTHS[end.month - 1], start=end.replace(day=1), due=end) for end in ends)


_RHYTHMS: Final = ((3,), (2, 4, 6, 8, 10, 12), tuple(range(1, 13)), (1,), (3, 6, 9, 12), (6,), (1, 2), (12,))


def _indicator(code: str, number: int) -> Indicator:
    months = _RHYTHMS[number % len(_RHYTHMS)]
    labels = [_KINDS[(number + step) % len(_KINDS)] for step in range(1 + number % 4)]
    requirements = tuple(
        Requirement(
            id="abcdefgh"[index],
            label=label if index else f"{label} tentang pelaksanaan rencana aksi pembangunan Zona Integritas",
            optional=number % 9 == 0 and index == 1,
            once=number % 7 == 0 and index == 1,
            link_allowed=number % 11 == 0 and index == 0,
        )
        for index, label in enumerate(labels)
    )
    statement = "Tim Kerja yang terbentuk telah melaksanakan pemantauan dan evaluasi pembangunan Zona Integritas"
    if number % 3 == 0:
        statement += (
            " menuju WBK/WBBM sesuai dengan target waktu dalam rencana kerja, dan seluruh hasilnya disampaikan "
            "kepada pimpinan unit kerja untuk ditindaklanjuti"
        )
    return Indicator(
        code=code,
        statement=statement,
        steps=_STEPS if number % 4 else "Melaksanakan rapat evaluasi secara berkala.",
        evidence_text=", ".join(labels),
        schedule=Schedule(text=", ".join(MONTHS[month - 1] for month in months), slots=_slots(months)),
        requirements=requirements,
        questions=(QuestionLink(key="A.1.I.iii.a"),) if number % 5 == 0 else (),
        note="Sumber menulis “Juni 2022”; dibaca sebagai Juni 2025." if number == 8 else "",
    )


def _areas(indicators: int) -> Iterator[Area]:
    components = [(a, c) for a, (_, titles) in enumerate(_AREAS) for c in range(len(titles))]
    share = [indicators // len(components) + (n < indicators % len(components)) for n in range(len(components))]
    number = 0
    for area_index, (title, titles) in enumerate(_AREAS):
        roman = ("I", "II", "III", "IV", "V", "VI")[area_index]
        made = []
        for component_index, component_title in enumerate(titles):
            code = f"{roman}.{component_index + 1}"
            count = share[components.index((area_index, component_index))]
            made.append(
                Component(
                    code=code,
                    title=component_title,
                    indicators=tuple(_indicator(f"{code}.{i + 1}", number + i) for i in range(count)),
                )
            )
            number += count
        yield Area(code=roman, title=title, components=tuple(made))


def large_plan(indicators: int = 71) -> Plan:
    """Return a plan of six areas and this many indicators."""
    return Plan(
        title="Rencana Aksi Pembangunan Zona Integritas KPU Provinsi Jambi",
        year=2025,
        predicate="WBK",
        basis="Keputusan KPU Provinsi Jambi Nomor 4 Tahun 2025",
        areas=tuple(_areas(indicators)),
    )


def some_unit() -> Unit:
    """Return a unit whose secretary is known and whose number is not."""
    return Unit(
        name="Komisi Pemilihan Umum Provinsi Jambi",
        short_name="KPU Provinsi Jambi",
        secretariat="Sekretariat KPU Provinsi Jambi",
        place="Jambi",
        address="Jalan Contoh Nomor 1, Jambi",
        letterhead=("KOMISI PEMILIHAN UMUM", "PROVINSI JAMBI"),
        website="https://contoh.example",
        signatories=(Signatory(role="sekretaris", office="Sekretaris", name="Pegawai Satu"),),
    )


def evidence(path: str, number: int, media: Media = Media.PDF) -> EvidenceFile:
    """Return a file with a made-up hash and size."""
    digest = sha256(f"{number}".encode()).hexdigest()
    return EvidenceFile(path=path, disk_path=path, size=20_000 + 4_711 * number, sha256=digest, media=media)


HOSTILE_NAMES: Final = (
    "<img src='/etc/passwd'/><b>tebal</b> & <font size=90>besar.pdf",
    "baris\nbaru\tdan\x1b[31m warna.pdf",
    "kanan\u202egpj.fdp",
    "senyum \U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 中文 العربية.pdf",
    "rusak⟨U+DCFF⟩.pdf",
    "a" * 236 + ".pdf",
    "\u0301\u0301\u0301e\u0301" * 20 + ".pdf",
    "(kurung) \\ garis % persen #tagar {kurawal}.pdf",
    "-",
)


def _state(indicator: int, slot: Slot, step: int) -> State:
    if slot.until > AS_OF:
        return State.NOT_YET_DUE
    cycle = (indicator * 5 + step * 3 + slot.until.month) % 11
    if cycle < 5:
        return State.PRESENT
    return {5: State.FAULTY, 6: State.UNCONFIRMED}.get(cycle, State.MISSING)


class _Builder:
    """Walks the plan once and makes files, claims and coverage that agree with each other."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.files: list[EvidenceFile] = []
        self.claims: list[Claim] = []
        self.slots: list[SlotCoverage] = []
        self.ambiguous: list[AmbiguousFile] = []
        for number, indicator in enumerate(plan.indicators):
            self._indicator(number, indicator)

    def _indicator(self, number: int, indicator: Indicator) -> None:
        for step, requirement in enumerate(indicator.requirements):
            for slot in indicator.slots_of(requirement):
                state = State.MISSING if requirement.optional else _state(number, slot, step)
                self.slots.append(self._coverage(indicator, requirement, slot, state))

    def _claim(self, file: EvidenceFile, indicator: Indicator, requirement: Requirement, slot: Slot) -> Claim:
        return Claim(
            file=file, indicator=indicator.code, requirement=requirement.id, slot=slot.key, rule=Rule.CODE, score=1.0,
            reasons=(f"kode {indicator.code} pada nama map", f"bulan {slot.label} pada nama berkas"),
        )  # fmt: skip

    def _new(self, indicator: Indicator, requirement: Requirement, slot: Slot) -> EvidenceFile:
        name = f"{indicator.code} {requirement.label[:40]} {slot.label} 2025.pdf"
        file = evidence(f"{indicator.code.split('.')[0]}/{indicator.code}/{name}", len(self.files))
        if not any(each.path == file.path for each in self.files):
            self.files.append(file)
        return file

    def _coverage(self, indicator: Indicator, requirement: Requirement, slot: Slot, state: State) -> SlotCoverage:
        files: tuple[str, ...] = ()
        candidates: tuple[str, ...] = ()
        findings: tuple[Finding, ...] = ()
        if state is State.PRESENT and self.files and len(self.slots) % 13 == 0:
            again = self.files[len(self.slots) % len(self.files)]
            if again.path in {claim.file.path for claim in self.claims}:
                self.claims.append(self._claim(again, indicator, requirement, slot))
                files = (again.path,)
        if state in {State.PRESENT, State.FAULTY} and not files:
            file = self._new(indicator, requirement, slot)
            self.claims.append(self._claim(file, indicator, requirement, slot))
            files = (file.path,)
        if state is State.FAULTY:
            findings = (
                Finding(
                    code="berkas-rusak", severity=Severity.WARNING, subject=files[0], path=files[0],
                    text="Berkas PDF terpotong: tidak ada pembaca yang dapat membukanya.",
                    advice="Pindai ulang naskahnya dan simpan dengan nama yang sama.",
                ),
            )  # fmt: skip
        if state is State.UNCONFIRMED:
            file = self._new(indicator, requirement, slot)
            claim = self._claim(file, indicator, requirement, slot)
            self.ambiguous.append(
                AmbiguousFile(
                    file=file, candidates=(claim,), reason="Dua butir sama-sama cocok dengan nama berkas ini."
                )
            )
            candidates = (file.path,)
        return SlotCoverage(
            indicator=indicator.code, requirement=requirement, slot=slot, state=state,
            files=files, candidates=candidates, findings=findings,
        )  # fmt: skip


def bind_source(indicators: int = 71, *, names: Sequence[str] = HOSTILE_NAMES, plan: Plan | None = None) -> BindInput:
    """Return an input in which everything agrees: no file is in two groups and each failing part says why.

    Args:
        indicators: How many indicators the made-up plan has.
        names: Names of files that nothing places.
        plan: A plan to use instead of the made-up one.
    """
    plan = plan or large_plan(indicators)
    built = _Builder(plan)
    loose = [evidence(f"Lain-lain/{name}", 5_000 + number) for number, name in enumerate(names)]
    unplaced = tuple(
        UnplacedFile(
            file=file, reason="Tidak ada kode, map, atau kata yang dikenali.\udcff", near=tuple(built.claims[:2])
        )
        for file in loose
    )
    ignored = (
        IgnoredFile(path="I/~$undangan.docx", reason="berkas kunci Office"),
        IgnoredFile(path="Thumbs.db", reason="berkas sistem Windows"),
    )
    matching = Matching(
        claims=tuple(built.claims), ambiguous=tuple(built.ambiguous), unplaced=unplaced, ignored=ignored
    )
    files = tuple(sorted([*built.files, *loose], key=lambda file: file.path))
    parts = tuple(_part(file, number) for number, file in enumerate(files))
    coverage = Coverage(as_of=AS_OF, slots=tuple(built.slots))
    assessment = Assessment(
        plan=plan,
        unit=some_unit(),
        scan=Scan(files=files, ignored=ignored),
        matching=matching,
        parts=parts,
        coverage=coverage,
        score=score_of(),
        status=status_of(plan, coverage),
    )
    return BindInput(assessment=assessment, outline=outline(plan, coverage, matching))


def with_assessed(source: BindInput, **fields: Any) -> BindInput:  # noqa: ANN401 — the fields of an Assessment
    """Return the input with other values of the assessment; the status follows the plan and the coverage."""
    changed = replace(source.assessment, **fields)
    if "status" not in fields:
        changed = replace(changed, status=status_of(changed.plan, changed.coverage))
    return replace(source, assessment=changed)


def _part(file: EvidenceFile, number: int) -> PreparedPart:
    if number % 17 == 5:
        problem = "Berkas dikunci dengan kata sandi sehingga tidak dapat dibuka."
        return PreparedPart(file=file, pdf=None, pages=0, engine="pikepdf", problem=problem)
    notes = ("1 lampiran tersemat tidak ikut dibundel",) if number % 10 == 0 else ()
    return PreparedPart(file=file, pdf=Path("tidak-dibaca.pdf"), pages=1 + number % 4, engine="pikepdf", notes=notes)


def some_pages(source: BindInput, *, first: int = 1, step: int = 2) -> dict[str, PageRange]:
    """Return a page range for each section, rising in steps: numbers to print, not those of a real bundle."""
    return {
        section.key: PageRange(first=first + number * step, count=step)
        for number, section in enumerate(source.outline.walk())
    }


def drawn_pages(own: OwnPages) -> tuple[PageObject, ...]:
    """Return our own pages as pypdf reads them, counted through."""
    return tuple(page for pdf in own.pdfs for page in PdfReader(BytesIO(pdf)).pages)
