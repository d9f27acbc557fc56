"""Papers of an evidence text ─► butir: kind, name, period, whether optional, whether a link serves. Pure.

A name of general words only ("SK", "Dokumentasi") is completed from the step, the sentence or the component.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier import knowledge, schedule
from dossier.importing.draft import DraftItem
from dossier.importing.evidence_lines import OPENERS
from dossier.importing.evidence_split import split_evidence
from dossier.importing.paper_kinds import PLAIN_KIND, is_kind_alone, kind_of
from dossier.importing.row_numbers import letter_of, read_number
from dossier.knowledge import word_list
from dossier.knowledge.vocabulary import tokens, vocabulary_of
from dossier.matching.papers import papers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.importing.draft import DraftComponent, DraftIndicator
    from dossier.importing.evidence_split import EvidencePiece

LONGEST_NAME: Final = 90
MEETING: Final = frozenset({"undangan", "daftar-hadir", "notulen", "dokumentasi", "berita-acara"})
_ONCE_PERIODS: Final = frozenset({"tahunan", "sekali"})

_OPTIONAL: Final = re.compile(r"\b(?:jika ada|bila ada|apabila|bila|jika|kalau ada|opsional)\b", re.IGNORECASE)
# "(seperti X, atau inovasi lain jika ada)": what may be missing is an example, not the paper.
_EXAMPLES: Final = re.compile(r"\((?:[^()]*[,:=][^()]*|(?:seperti|misal\w*|contoh\w*|mis\.)[^()]*)\)", re.IGNORECASE)
_LINK: Final = re.compile(
    r"\b(?:tautan|link|website|laman web|unggahan|url|media sosial|medsos)\b|https?://", re.IGNORECASE
)
_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)")
_CONTENTS: Final = re.compile(r"\s*[,:]?\s*" + OPENERS + r".*", re.IGNORECASE | re.DOTALL)
_CLAUSE: Final = re.compile(
    r"\s*,?\s+(?:yang|dimana|di mana|dapat dibuat|jika ada|bila ada|apabila|bila|jika|sebagaimana|beserta lampiran\w*)"
    r"\b.*",
    re.IGNORECASE | re.DOTALL,
)
_OWN_TIME: Final = re.compile(
    r"\s*,?\s*\b((?:setiap|tiap|per)\s+(?:\d+\s+)?(?:bulan|triwulan|semester|tahun)(?:\s+sekali)?"
    r"|bulanan|triwulanan|semesteran|tahunan|\d\s+bulan(?:an|\s+sekali))\b\s*$",
    re.IGNORECASE,
)
# "Laporan monitoring triwulanan pembangunan ZI"
_RHYTHM: Final = re.compile(r"\b(?:bulanan|triwulanan|semesteran|tahunan)\b", re.IGNORECASE)
_SAMPLING: Final = re.compile(r"\bsampling\s*:?\s*(?:bulan\s+)?(.+)$", re.IGNORECASE)
_STEP_TIME: Final = re.compile(
    r"\s*\b(?:setiap|tiap|per)\s+(?:\d+\s+)?(?:hari|minggu|bulan|triwulan|semester|tahun)(?:\s+sekali)?\b.*"
    r"|\s+secara\s+(?:berkala|rutin|periodik)\b.*",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"^(?:apakah|unit kerja|unit|satuan kerja|satker|instansi|pimpinan|seluruh|setiap|telah|sudah|terdapat|adanya|ada|"
    r"tersedia(?:nya)?|dilakukan(?:nya)?|dilaksanakan(?:nya)?|memiliki|mempunyai|melakukan|melaksanakan|tersusunnya|terlaksananya|"
    r"dalam (?:rangka|hal|melakukan|menyusun|melaksanakan))\s+",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"\s+(?:telah|sudah|akan|harus|dapat|dilakukan|dilaksanakan|ditetapkan|ditindaklanjuti|dievaluasi|dimonitor|disusun|"
    r"dipilih|disosialisasikan|diterapkan|dikomunikasikan|berjalan|mengacu|memakai|sesuai|oleh|secara|untuk|dalam|dengan|"
    r"berdasarkan|melalui|agar|guna|yang|adalah|merupakan|terhadap|di|pada)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NOUNS: Final = {row["kerja"]: row["benda"] for row in knowledge.rows("kata_kerja.csv")}
_EVENT: Final = re.compile(
    r"\b(?:rapat|sosialisasi|internalisasi|bimtek|bimbingan teknis|pelatihan|workshop|apel|pembinaan|monev|evaluasi"
    r"|pemilihan|penetapan|koordinasi)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_MOST_WORDS: Final = 8
_SHORT: Final = 4
_DASHES: Final = "-–•· "
# "Rapat" alone says no more than "Notulen" does.
_ANY_PAPER: Final = frozenset(word_list("istilah_wujud"))


def items_of(indicator: DraftIndicator, component: DraftComponent, area: str, year: int) -> list[DraftItem]:
    """Return the butir of an indicator.

    Args:
        indicator: Its columns are read already.
        component: Its component, whose title completes names.
        area: Roman number of the area.
        year: Of the plan; times are read against it.
    """
    pieces = split_evidence(indicator.evidence)
    if not pieces:
        return [_asked(indicator, component)]
    items = [_item(piece, indicator, component, year) for piece in pieces]
    items = _distinct([_voted(item, area) for item in items])
    if any(item.schedule for item in items):
        items = [item if item.schedule else replace(item, once=True) for item in items]
    elif indicator.lke:
        items = [_paced(item, indicator.lke) for item in items]
    return [replace(item, id=letter_of(number)) for number, item in enumerate(items, start=1)]


def asks_for_figure(indicator: DraftIndicator) -> bool:
    """Whether a sentence asks for a figure and not for papers: "- Jumlah agen perubahan"."""
    return kind_of(indicator.statement.strip().lstrip(_DASHES)) == "data"


def _asked(indicator: DraftIndicator, component: DraftComponent) -> DraftItem:
    """Return the butir of an indicator that names no evidence: a number where it asks for one."""
    sentence = indicator.statement.strip().lstrip(_DASHES).strip()
    is_data = asks_for_figure(indicator)
    name = _cut(_capital(sentence)) if is_data else _cut(f"Bukti {_phrase(sentence) or component.title}")
    return DraftItem(
        id="a", name=name, kind="data" if is_data else PLAIN_KIND, doubt="bukti fisik kosong; tentukan buktinya"
    )


def _item(piece: EvidencePiece, indicator: DraftIndicator, component: DraftComponent, year: int) -> DraftItem:
    text = piece.text
    own_time = _own_time(text, year)
    name, aliases = _name(text)
    kind = kind_of(text)
    completed = name
    if is_general(name):
        completed = _completed(name, kind, piece.above, indicator, component)
    doubt = piece.doubt
    if completed != name:
        doubt = doubt or f"“{name}” hanya kata umum; dilengkapi menjadi “{completed}”"
    return DraftItem(
        name=_cut(_capital(completed)),
        kind=kind or PLAIN_KIND,
        source=text,
        aliases=tuple(alias for alias in aliases if not is_general(alias)),
        optional=bool(_OPTIONAL.search(_EXAMPLES.sub("", text))),
        link=bool(_LINK.search(text)),
        schedule=own_time,
        doubt=doubt,
    )


def _own_time(text: str, year: int) -> str:
    """Return the time that stands at the end of a paper's words or in its brackets, where it can be read."""
    plain = _CONTENTS.sub("", text) if not _SAMPLING.search(text) else text
    candidates = [match[1] for match in _BRACKETS.finditer(plain)]
    if ending := _OWN_TIME.search(_BRACKETS.sub("", plain)):
        candidates.append(ending[1])
    if kind_of(text) == "laporan" and (rhythm := _RHYTHM.search(_BRACKETS.sub("", _CLAUSE.sub("", plain)))):
        candidates.append(rhythm[0])
    if sample := _SAMPLING.search(plain):
        candidates.append(sample[1].strip(" ()"))
    return next((each.strip() for each in candidates if is_time(each, year)), "")


def is_time(text: str, year: int) -> bool:
    """Whether a text as a whole can be read as a due time."""
    if not re.search(r"[A-Za-z]{3}", text) or "/" in text:
        return False
    try:
        return bool(schedule.parse(text.strip(), year or 2024).slots)
    except schedule.ScheduleError:
        return False


def _name(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the head noun of a paper's words, and the sides of a "/" or "atau" in it as other ways to call it."""
    name = re.sub(r"\s*\([^()]*$", "", _cut_at(_CONTENTS, text))
    name = _BRACKETS.sub(lambda found: found[0] if len(found[1].split()) == 1 and found[1].isupper() else "", name)
    name = _cut_at(_CLAUSE, _OWN_TIME.sub("", name)) or name
    name = _SAMPLING.sub("", name) or "Bukti"
    name = re.sub(r"^(?:dan|serta)\s+", "", name.strip(" .,;:-–"), flags=re.IGNORECASE)
    parts = [part.strip() for part in re.split(r"\s+/\s*|\s*/\s+|\batau\b", name) if part.strip()]
    aliases = tuple(_cut(_capital(part)) for part in parts) if len(parts) == 2 and all(" " in p for p in parts) else ()  # noqa: PLR2004 — two sides
    return " ".join(name.split()) or " ".join(text.split()) or "Bukti", aliases


def _cut_at(pattern: re.Pattern[str], name: str) -> str:
    """Return a name without its contents or clause: unless only that tells which paper is meant ("SOP yang …")."""
    short = pattern.sub("", name)
    said = re.split(r"[,:(;]", name[len(short) :])[0]
    tells = bool(re.search(r"\byang\b", f"{short[-5:]}{said}")) and not is_general(said)
    bare = re.sub(r"\s+yang$", "", short)
    return f"{short}{said}" if bare and tells and is_general(bare) else short


@cache
def _general() -> frozenset[str]:
    words = vocabulary_of()
    return words.everyday_terms | words.office_terms | _ANY_PAPER


def is_general(name: str) -> bool:
    """Whether a name holds words for kinds of papers and acts only, and nothing of its matter."""
    return (kind_of(name) != "" and is_kind_alone(name)) or vocabulary_of().expand(name) <= _general()


def _completed(name: str, kind: str, above: str, indicator: DraftIndicator, component: DraftComponent) -> str:
    """Return a general name with its matter: the list's heading, the step's event, the sentence, the component."""
    step = _first_step(indicator.steps)
    event = _EVENT.search(step)
    sentence, title = _phrase(indicator.number.rest or indicator.statement), _lower(_BRACKETS.sub("", component.title))
    short = step if 1 < len(step.split()) <= _SHORT else ""
    if above and not _is_only_rapat(above):
        name = _with(name, _lower(above))
        if not is_general(name):
            return name
    happening = short or (event[0] if event else "")
    if kind in MEETING:
        matters = [happening, title, sentence]
    else:
        matters = [sentence, title, step if kind == "tabel-tindak-lanjut" else ""]
    found = [_with(name, _lower(matter)) for matter in matters if matter and not _is_only_rapat(matter)]
    best = next((joined for joined in found if not is_general(joined)), None)
    return best or f"{found[0] if found else name} ZI"


def _is_only_rapat(matter: str) -> bool:
    return matter.strip().casefold() == "rapat"


def _first_step(steps: str) -> str:
    line = next((line for line in steps.splitlines() if line.strip()), "")
    text = read_number(line.lstrip("-–•· ")).rest
    text = _as_noun(_STEP_TIME.sub("", text).strip(" .,;:"))
    return " ".join(text.split()[:_MOST_WORDS])


def _as_noun(text: str) -> str:
    """Return a text whose first word is a verb with the noun of that verb: "Menyusun SOP" ─► "penyusunan SOP"."""
    head, _, rest = text.partition(" ")
    noun = _NOUNS.get(head.casefold())
    return f"{noun} {rest}".strip() if noun and rest else text


def _phrase(sentence: str) -> str:
    """Return the noun phrase that a sentence begins with: "Penanganan benturan kepentingan dilaksanakan"."""
    text = read_number(sentence).rest.strip(" .?;:-–•") or sentence.strip(" .?;:-–•")
    before = None
    while before != text:
        before, text = text, _LEAD.sub("", text)
    text = _VERB.sub("", _as_noun(text))
    return _lower(" ".join(_CLAUSE.sub("", text).split()[:_MOST_WORDS]).strip(" .,;:"))


def _with(name: str, matter: str) -> str:
    """Return a name with a matter behind it; words that both share stand with the matter."""
    first, *others = name.split()
    shared = {*tokens(matter), *vocabulary_of().expand(matter)}
    kept = [word for word in others if not (set(tokens(word)) <= shared or vocabulary_of().expand(word) & shared)]
    while kept and kept[-1].lower() in {"dan", "serta", "atau"}:
        kept.pop()
    words = [word for word in matter.split() if tokens(word) != tokens(first)]
    while words and set(tokens(words[0])) <= {*tokens(first), *tokens(" ".join(kept))}:
        words = words[1:]
    return " ".join([first, *kept, *words])


def _lower(text: str) -> str:
    """Return a text with a small first letter, unless its first word is an abbreviation or all is in capitals."""
    words = text.split()
    if len(words) > 1 and (text.isupper() or all(word[:1].isupper() for word in words if len(word) > _SHORT)):
        return " ".join(word if word.isupper() and not text.isupper() else word.lower() for word in words)
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(name: str) -> str:
    """Return a name of at most `LONGEST_NAME` characters, cut at a word."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[:LONGEST_NAME].rsplit(" ", 1)[0].rstrip(" ,.;:(-")


def _voted(item: DraftItem, area: str) -> DraftItem:
    """Give a paper without a kind of its own that of the paper of the knowledge that its name certainly means."""
    if item.kind != PLAIN_KIND:
        return item
    sure = papers_of(vocabulary_of()).rank(vocabulary_of().expand(item.name)).sure(area)
    kinds = {fit.paper.kind for fit in sure}
    return replace(item, kind=kinds.pop()) if len(kinds) == 1 else item


def _paced(item: DraftItem, questions: Sequence[str]) -> DraftItem:
    """Mark a paper of this very question that is made once a year, so that a repeated due time does not multiply it."""
    fits = papers_of(vocabulary_of()).rank(vocabulary_of().expand(item.name)).sure()
    own = [fit.paper for fit in fits if set(fit.paper.questions) & set(questions)]
    return replace(item, once=True) if own and {paper.period for paper in own} <= _ONCE_PERIODS else item


def _distinct(items: Sequence[DraftItem]) -> list[DraftItem]:
    """Return the items without those whose name stands before them already."""
    seen: dict[str, DraftItem] = {}
    for item in items:
        seen.setdefault(" ".join(tokens(item.name)), item)
    return list(seen.values())
