"""Finds citations of revoked regulations in a legal basis; which ones are revoked is data (`peraturan.csv`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dossier import knowledge

_NUMBER = (
    r"(?:\s+republik\s+indonesia)?\s*(?:nomor|no\.?)?\s*:?\s*(?P<number>\d{1,3})\s*(?:tahun|th\.?|/)\s*(?P<year>\d{4})"
)
_KINDS = {
    # As in: Permen PAN-RB No. 52/2014; Peraturan Menteri Pendayagunaan … Reformasi Birokasi Nomor : 52 Tahun 2014
    "PermenPANRB": re.compile(
        r"\b(?:permen|peraturan\s+menteri)\s*"
        r"(?:pan\W*(?:dan\s+)?rb|pendayagunaan\s+aparatur\s+negara\s+dan\s+reformasi\s+birok\w+)" + _NUMBER,
        re.IGNORECASE,
    ),
    # As in: PP 53/2010; Peraturan Pemerintah Nomor 53 Tahun 2010
    "PP": re.compile(r"\b(?:pp|peraturan\s+pemerintah)\b" + _NUMBER, re.IGNORECASE),
}
_REVOKING = re.compile(
    r"\b(?:mencabut|pencabutan|menggantikan)\b", re.IGNORECASE
)  # "… yang mencabut PermenPANRB 52/2014"


@dataclass(frozen=True, slots=True)
class Revoked:
    """A regulation that is no longer in force, what took its place, and where that is written."""

    kind: str
    number: int
    year: int
    successor: str
    source: str

    @property
    def name(self) -> str:
        """The short name, as in `PermenPANRB Nomor 52 Tahun 2014`."""
        return f"{self.kind} Nomor {self.number} Tahun {self.year}"


@cache
def revoked_regulations() -> tuple[Revoked, ...]:
    """Return the table of revoked regulations that comes with the package."""
    return tuple(
        Revoked(
            kind=row["jenis"],
            number=int(row["nomor"]),
            year=int(row["tahun"]),
            successor=row["pengganti"],
            source=row["sumber"],
        )
        for row in knowledge.rows("peraturan.csv")
        if row["dicabut"]
    )


def cited_as_basis(text: str) -> tuple[Revoked, ...]:
    """Return the revoked regulations that a legal basis rests on, in table order; not those it says it revokes."""
    repeal = _REVOKING.search(text)
    basis = text[: repeal.start()] if repeal else text
    cited = {
        (kind, int(found["number"]), int(found["year"])) for kind, rx in _KINDS.items() for found in rx.finditer(basis)
    }
    return tuple(r for r in revoked_regulations() if (r.kind, r.number, r.year) in cited)
