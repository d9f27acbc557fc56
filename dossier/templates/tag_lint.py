"""Finds the tags of a template paragraph by paragraph, and describes errors in plain Indonesian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from dossier.templates.docx_package import DOCUMENT, W, paragraphs
from dossier.templates.jinja_sandbox import TemplateEnvironment, objection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

MAX_TAGS: Final = 3000
"""Tags in one part; docxtpl's patterns slow down with their number."""
MAX_TAG_LENGTH: Final = 1000
_NEAR: Final = 60

_OPEN: Final = re.compile(r"\{[{%#]")
_SCOPE: Final = re.compile(r"^(?:p|tr|tc|r)\s+")  # {%tr for … %}: docxtpl's word for what the tag takes with it
_ENDS: Final = {"endif": "if", "endfor": "for"}
_MIDDLES: Final = {"else": ("if", "for"), "elif": ("if",)}
_DOCXTPL: Final = ("vm", "hm")
_VALUED: Final = ("colspan", "cellbg")
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TagFault:
    """Something wrong with a template: where (`paragraph` from 1; 0: nowhere in particular), what, and the remedy."""

    text: str
    advice: str
    part: str = DOCUMENT
    paragraph: int = 0
    near: str = ""

    @property
    def place(self) -> str:
        """Where it is, as a person finds it in Word."""
        part = _part_name(self.part)
        where = f"paragraf {self.paragraph}" if self.paragraph else ""
        near = f"«{self.near}»" if self.near else ""
        return ", ".join(x for x in (part, where, near) if x)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """Analysis of a Jinja fragment: names read and set, attribute accesses, and the reason of a refusal."""

    names: tuple[str, ...] = ()
    assigned: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag in a paragraph: its inner text, its first word (`for`, empty for a value), and what it means."""

    part: str
    paragraph: int
    near: str
    text: str
    keyword: str
    meaning: Meaning


def lint_part(part: str, root: etree._Element) -> tuple[tuple[Tag, ...], list[TagFault]]:
    """Return the tags of a part in order, and everything that is wrong with each of them and with their nesting."""
    tags: list[Tag] = []
    faults = list(_hidden_tags(part, root))
    for number, text in paragraphs(root):
        for inner, problem in _scan(text):
            near = _shorten(text)
            if problem:
                advice = "Tutup tag itu di paragraf yang sama."
                faults.append(TagFault(part=part, paragraph=number, near=near, text=problem, advice=advice))
            elif inner is not None:
                tag, fault = _read(part, number, near, inner)
                tags.append(tag)
                faults += [fault] if fault else []
    if len(tags) > MAX_TAGS:
        return (), [
            TagFault(part=part, text=f"berisi {len(tags)} tag; batasnya {MAX_TAGS}", advice="Bagi templat itu.")
        ]
    return tuple(tags), faults + _nesting(tags)


def _hidden_tags(part: str, root: etree._Element) -> Iterator[TagFault]:
    """Yield tags where nobody sees them: in attributes, field codes and deleted text. None belongs there."""
    for element in root.iter():
        places = [str(value) for value in element.attrib.values()]
        if element.tag != f"{W}t":
            places.append(element.text or "")
        for text in places:
            if _OPEN.search(text):
                advice = "Hapus bagian itu; tag hanya ditulis sebagai teks biasa."
                yield TagFault(part=part, text=f"tag tersembunyi di luar teks: «{_shorten(text)}»", advice=advice)


def _scan(text: str) -> Iterator[tuple[str | None, str | None]]:
    """Yield (`{{ inner`, None) for each tag and (None, problem) for each that is never closed."""
    position = 0
    while opening := _OPEN.search(text, position):
        mark = opening.group()
        closing = {"{{": "}}", "{%": "%}", "{#": "#}"}[mark]
        end = text.find(closing, opening.end())
        following = _OPEN.search(text, opening.end())
        if end < 0 or (mark != "{#" and following and following.start() < end):
            yield None, f"tag «{_shorten(text[opening.start() :], 30)}» tidak ditutup dengan {closing}"
            position = opening.end()
            continue
        if end - opening.start() > MAX_TAG_LENGTH:
            yield None, f"tag ini lebih panjang dari {MAX_TAG_LENGTH} huruf"
            return
        if mark != "{#":
            yield text[opening.start() : end], None
        position = end + 2


def _read(part: str, paragraph: int, near: str, raw: str) -> tuple[Tag, TagFault | None]:
    inner = _SCOPE.sub("", raw[2:].strip().strip("-").strip()).translate(_QUOTES)
    words = inner.split(None, 1)
    keyword = words[0] if raw.startswith("{%") and words else ""
    probe = _probe(raw[:2], inner, keyword)
    meaning = _meaning(probe) if probe is not None else Meaning()
    problem = meaning.problem
    if probe is None and keyword not in {*_ENDS, *_DOCXTPL, "else"}:
        problem = f"perintah «{keyword}» tidak tersedia dalam templat" if inner else "tag ini kosong"
    tag = Tag(part=part, paragraph=paragraph, near=near, text=inner, keyword=keyword, meaning=meaning)
    return tag, None if problem is None else _fault(tag, problem, "Perbaiki atau hapus tag itu di Word.")


@lru_cache(maxsize=4096)
def _meaning(probe: str) -> Meaning:
    """Read a piece of Jinja; the same few hundred stand in all templates, so they are kept."""
    try:
        tree = _reader().parse(probe)
    except TemplateSyntaxError as error:
        return Meaning(problem=f"tag ini tidak dapat dibaca ({error.message})")
    found = objection(tree)
    if found:
        return Meaning(problem=f"«{found[0]}»: {found[1]}")
    names = list(tree.find_all(nodes.Name))
    dotted = [
        (n.node, f"{n.node.name}.{n.attr}") for n in tree.find_all(nodes.Getattr) if isinstance(n.node, nodes.Name)
    ]
    owners = {id(owner) for owner, _ in dotted}
    assigned = {n.name for n in names if n.ctx == "store"}
    plain = {n.name for n in names if n.ctx == "load" and id(n) not in owners}
    return Meaning(
        names=tuple(sorted({n.name for n in names if n.ctx == "load"})),
        assigned=tuple(sorted(assigned)),
        fields=tuple(sorted(plain | {text for _, text in dotted})),
    )


@cache
def _reader() -> TemplateEnvironment:
    return TemplateEnvironment()


def _probe(opening: str, inner: str, keyword: str) -> str | None:
    """Return a complete piece of Jinja that is right exactly when the tag is."""
    if not inner:
        return None
    if opening == "{{":
        return f"{{{{ {inner} }}}}"
    rest = inner[len(keyword) :]
    if keyword in {"if", "elif"}:
        return f"{{% if {rest} %}}{{% endif %}}"
    if keyword == "for":
        return f"{{% for {rest} %}}{{% endfor %}}"
    if keyword == "set":
        return f"{{% set {rest} %}}" if "=" in rest else None
    return f"{{{{ {rest} }}}}" if keyword in _VALUED else None


def _nesting(tags: list[Tag]) -> list[TagFault]:
    """Return the loops and conditions that are not closed, and the ends that close nothing."""
    faults: list[TagFault] = []
    stack: list[Tag] = []
    for tag in tags:
        if tag.keyword in {"if", "for"}:
            stack.append(tag)
        elif tag.keyword in _ENDS:
            begin = _ENDS[tag.keyword]
            if stack and stack[-1].keyword == begin:
                stack.pop()
            elif any(t.keyword == begin for t in stack):
                while stack[-1].keyword != begin:
                    faults.append(_unclosed(stack.pop()))
                stack.pop()
            else:
                faults.append(_stray(tag, begin))
        elif tag.keyword in _MIDDLES and not (stack and stack[-1].keyword in _MIDDLES[tag.keyword]):
            faults.append(_stray(tag, "if"))
    return faults + [_unclosed(tag) for tag in stack]


def _unclosed(tag: Tag) -> TagFault:
    what = "perulangan" if tag.keyword == "for" else "syarat"
    return _fault(tag, f"{what} «{tag.text}» tidak ditutup", f"Tulis {{% end{tag.keyword} %}} di akhir bagian itu.")


def _stray(tag: Tag, begin: str) -> TagFault:
    advice = f"Hapus tag itu, atau tulis {{% {begin} … %}} di awal bagiannya."
    return _fault(tag, f"«{tag.keyword}» tanpa «{begin}» yang membukanya", advice)


def _fault(tag: Tag, text: str, advice: str) -> TagFault:
    return TagFault(part=tag.part, paragraph=tag.paragraph, near=tag.near, text=text, advice=advice)


def _shorten(text: str, length: int = _NEAR) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _part_name(part: str) -> str:
    if part.startswith("bagian/"):
        return part
    if "header" in part:
        return "kepala halaman"
    if "footer" in part:
        return "kaki halaman"
    return "catatan kaki" if "notes" in part else ""
