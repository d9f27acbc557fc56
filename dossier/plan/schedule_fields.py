"""Reads due times from plan files: of a row (`target_waktu`, `jadwal`), and of a *butir* (`jadwal`, or its name).

What cannot be read is a warning; what it is about gets a slot without a date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier import schedule
from dossier.model import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.model import Requirement
    from dossier.plan.yaml_fields import Fields

_ROW_ADVICE = (
    "Salin target_waktu apa adanya, lalu tulis waktu yang dimaksud di “jadwal:” (mis. jadwal: {example}) dan alasannya "
    "di “catatan:”. Sementara itu bukti ini tanpa tanggal: tidak pernah dihitung lewat waktu."
)
_ITEM_ADVICE = "Tulis mis. jadwal: {example}. Sementara itu butir ini tanpa tanggal: tidak pernah dihitung lewat waktu."
_EXAMPLE = "Juni 2025"


@dataclass(frozen=True, slots=True)
class RowTime:
    """The due time of a row as it is being read: `written` is what counts of it, `fault` why that gives no date."""

    written: str
    key: str
    year: int
    plain: Schedule
    fault: schedule.ScheduleError | None = None
    decided: bool = False

    def of_item(self, item: Fields, label: str) -> Schedule | None:
        """Return the due time that a *butir* has of its own, by `jadwal` or in brackets in its name; None without."""
        written = item.raw_text("jadwal").strip()
        if written:
            return self._decided(item, written)
        try:
            return schedule.in_words(label, self.year, self.plain if self.fault is None else None)
        except schedule.ScheduleError as error:
            _warn(
                item,
                "waktu_meragukan",
                "nama",
                f"{item.subject}: {_why(error)}",
                "Tulis waktunya di “jadwal:” butir itu.",
            )
            return None

    def _decided(self, item: Fields, written: str) -> Schedule:
        try:
            return replace(schedule.parse(written, self.year), text=item.text("jadwal"))
        except schedule.ScheduleError as error:
            text = f"{item.subject}: jadwal butir “{item.text('jadwal')}” tidak terbaca: {_why(error)}"
            _warn(item, "waktu_tak_terbaca", "jadwal", text, _ITEM_ADVICE.format(example=error.proposal or _EXAMPLE))
            return Schedule.undated(item.text("jadwal"), self.year)

    def settled(self, fields: Fields, evidence_text: str, requirements: Iterable[Requirement]) -> Schedule:
        """Return the due time of the row, and warn where it leaves something open.

        Repetition in the evidence text divides it, unless the *butir* say their own times or a person wrote `jadwal`.
        """
        own = [each.schedule is not None for each in requirements]
        if self.fault is not None:
            if not all(own):
                self._warn_of_fault(fields)
            return self.plain
        if self.decided or any(own):
            return self.plain
        parsed = schedule.parse(self.written, self.year, evidence_text=evidence_text)
        if parsed.doubt:
            advice = "Tulis waktu tiap butir di “jadwal:” butirnya."
            _warn(fields, "waktu_meragukan", "bukti_fisik", f"{fields.subject}: {parsed.doubt}.", advice)
        return replace(parsed, text=self.plain.text)

    def _warn_of_fault(self, fields: Fields) -> None:
        code, written = fields.subject, " ".join(self.written.split())
        advice = _ROW_ADVICE.format(example=(self.fault and self.fault.proposal) or _EXAMPLE)
        if self.fault is not None and any(letter.isalnum() for letter in written):
            text = f"{code}: belum ada jatuh tempo; {self.key} “{written}” tidak terbaca: {_why(self.fault)}"
            _warn(fields, "waktu_tak_terbaca", self.key, text, advice)
        elif not fields.has(self.key) or fields.holds_text(self.key):
            text = f"{code}: belum ada jatuh tempo; target_waktu kosong."
            _warn(fields, "waktu_belum_ada", self.key, text, advice)


def read_row_time(fields: Fields, columns: Mapping[str, str], year: int) -> RowTime:
    """Read `jadwal` where a person wrote one, else the decree's own words."""
    decided = fields.raw_text("jadwal").strip()
    key = "jadwal" if decided else "target_waktu"
    if decided and not fields.text("catatan"):
        why = f"{fields.subject}: “jadwal” mengganti target waktu keputusan tanpa penjelasan."
        _warn(fields, "jadwal_tanpa_catatan", "jadwal", why, "Tambahkan “catatan:” yang menyebut alasannya.")
    written = decided or (fields.raw_text("target_waktu").strip() if fields.holds_text("target_waktu") else "")
    try:
        plain, fault = replace(schedule.parse(written, year), text=columns["target_waktu"]), None
    except schedule.ScheduleError as error:
        plain, fault = Schedule.undated(columns["target_waktu"], year), error
    return RowTime(written=written, key=key, year=year, plain=plain, fault=fault, decided=bool(decided))


def _why(error: schedule.ScheduleError) -> str:
    return str(error).removeprefix("target waktu tidak terbaca: ")


def _warn(fields: Fields, code: str, key: str, text: str, advice: str) -> None:
    fields.problems.warning(code, fields.line(key), text, advice, fields.subject)
