"""What a page says to its reader: states in words, and texts without what only the unit's staff can act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.audit.legend import state_label
from dossier.model import Audience, State

if TYPE_CHECKING:
    from collections.abc import Iterable

_STATES: Final = {State.FAULTY: "ada, bercatatan", State.UNCONFIRMED: "belum dipastikan"}
"""States whose usual word is one of the tool's; the others are said alike to everybody."""

_TOOL: Final = re.compile(
    r"`|--[a-z]{2}|\.ya?ml\b|\b(?:plan|build|evidence|naskah)/|\bpins?\b|\bmake [a-z]+"
    r"|\bdossier (?:build|verify|clean|scan|match|gaps|render|plan|doctor|init|explain|adopt|templates)\b",
    re.IGNORECASE,
)
"""Names a command, an option, a settings file or a folder of the tool: "--ocr", "plan/sandi.yaml"."""
_VERBS: Final = (
    r"awali|bandingkan|beri|betulkan|bila|boleh|buka|cetak|cukup|ekspor|ekstrak|ganti|hapus|hubungi|ikuti"
    r"|jalankan|jika|kecilkan|keluarkan|kembalikan|ketik|kirim|kurangi|lengkapi|lihat|minta|mintakan|mintalah"
    r"|nyatakan|pakai|pasang|pastikan|pecah|perbaiki|perbarui|periksa|pilih|pindahkan|pindai|pisahkan|pulihkan"
    r"|putar|ratakan|salin|samakan|satukan|sebut|sepakati|sertakan|siapkan|simpan|susun|tambahkan|tampilkan"
    r"|taruh|tetapkan|tulis|tunggu|turunkan|tutup|ubah|ulangi|unduh|unggah"
    r"|isi(?= (?:di|dengan|jumlah|semuanya|sesudah|tempat)\b)|isi(?=,)"
)
_OPENS: Final = rf"(?:atau |lalu |sebaiknya |harap |mohon )?(?:{_VERBS})\b"
_ADVICE: Final = re.compile(_OPENS, re.IGNORECASE)
"""How a clause begins that says what to do."""
_CLAUSES: Final = re.compile(rf";\s+|(?<=[.!?])\s+(?=[A-ZÀ-Ý“])|,\s+(?={_OPENS})")
"""Where a text is taken apart: "…rusak; simpan ulang", "…kosong. Isi di Word.", "…yang diikat, periksa aslinya"."""
_QUOTED: Final = re.compile(r"“[^”]*”")
_HIDDEN: Final = re.compile(r"“(\d+)”")
_TERMS: Final = {"butir": "rincian bukti", "butirnya": "rinciannya", "slot": "waktu", "bermasalah": "bercatatan"}
_TERM: Final = re.compile(rf"\b(?:{'|'.join(_TERMS)})\b")
"""Words that only those know who work with the tool, and what the others are told."""


def state_word(audience: Audience, state: State) -> str:
    """Return a state as this reader knows it."""
    return state_label(state) if audience.advises else _STATES.get(state, state_label(state))


def told(audience: Audience, text: str) -> str:
    """Return a text about a file as this reader gets it: for all but staff without advice and names of the tool.

    Returns:
        The clauses that state something, "" where none does.
    """
    if audience.advises:
        return text
    quotations: list[str] = []
    hidden = _QUOTED.sub(lambda found: _hide(found[0], quotations), text)
    kept = [clause for clause in _CLAUSES.split(hidden) if clause and not _TOOL.search(clause)]
    stated = "; ".join(clause.rstrip(".") for clause in kept if not _ADVICE.match(clause))
    stated = _TERM.sub(lambda found: _TERMS[found[0]], stated)
    return _HIDDEN.sub(lambda found: quotations[int(found[1])], stated)


def _hide(quotation: str, quotations: list[str]) -> str:
    """Keep a quotation, mostly the name of a file, and return what stands for it: nothing in it is ours."""
    quotations.append(quotation)
    return f"“{len(quotations) - 1}”"


def all_told(audience: Audience, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that leave something to say to this reader, each once."""
    return tuple(dict.fromkeys(text for text in (told(audience, each) for each in texts) if text))
