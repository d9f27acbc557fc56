"""Converts Markdown to pages: headings, lists, quotes, code, tables. Images are named, not fetched; HTML is text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Spacer

from dossier.convert.run.result import Made
from dossier.convert.text import plain
from dossier.convert.text.plain import left_out, read_text
from dossier.typeset import page_setup
from dossier.typeset.typography import BOLD, ITALIC, MUTED, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markdown_it.token import Token
    from reportlab.platypus import Flowable

ENGINE: Final = "Markdown"
_MOST_BLOCKS: Final = 8_000
_QUOTE: Final = ParagraphStyle("kutipan", STYLES.body, fontName=ITALIC, textColor=MUTED, spaceAfter=6)


@dataclass(slots=True)
class _BlockWriter:
    """Walks the tokens once and collects flowables."""

    story: list[Flowable] = field(default_factory=list)
    lists: plain.ListMarks = field(default_factory=plain.ListMarks)
    mark: str = ""
    quotes: int = 0
    rows: list[list[str]] = field(default_factory=list)
    in_table: bool = False
    heading: str = ""

    def block(self, token: Token) -> None:
        """Take one block token."""
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            self.lists.open(int(token.attrGet("start") or 1) if kind.startswith("ordered") else None)
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self.lists.close()
        elif kind == "list_item_open":
            self.mark = self.lists.mark()
        elif kind in {"blockquote_open", "blockquote_close"}:
            self.quotes += 1 if kind.endswith("open") else -1
        elif kind in {"heading_open", "heading_close"}:
            self.heading = token.tag if kind.endswith("open") else ""
        elif kind in {"fence", "code_block", "html_block"}:
            self._code(token.content)
        elif kind == "hr":
            self.story.append(plain.hairline())
        elif kind == "inline":
            self._inline(token)
        else:
            self._table(kind)

    def _table(self, kind: str) -> None:
        if kind == "table_open":
            self.rows, self.in_table = [], True
        elif kind == "tr_open":
            self.rows.append([])
        elif kind == "table_close":
            self.in_table = False
            self.story += plain.table(self.rows, head=True)

    def _code(self, content: str) -> None:
        for line in content.rstrip("\n").split("\n"):
            indent = len(line) - len(line.lstrip(" "))
            text = "\u00a0" * indent + page_setup.plain(line.strip())
            self.story.append(Paragraph(text or "\u00a0", plain.CODE))
        self.story.append(Spacer(0, 6))

    def _inline(self, token: Token) -> None:
        children = token.children or []
        if self.in_table:
            self.rows[-1].append("".join(_plain(children)))
            return
        text = "".join(_marked(children))
        if self.heading:
            self.story.append(Paragraph(text, plain.HEADINGS[self.heading]))
            return
        depth = min(len(self.lists), plain.DEEPEST_INDENT)
        base = _QUOTE if self.quotes else (plain.TIGHT if depth else plain.PARAGRAPH)
        style = plain.indented(base, (depth + min(self.quotes, plain.DEEPEST_INDENT)) * plain.INDENT)
        self.story.append(Paragraph(text, style, bulletText=self.mark or None))
        self.mark = ""


def convert(source: Path, target: Path) -> Made:
    """Write a Markdown file as pages."""
    page_setup.prepare_reportlab()
    text, notes = read_text(source)
    # Raw HTML is shown as it is written: nothing of it is interpreted.
    tokens = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20}).enable("table").parse(text)
    writer = _BlockWriter()
    for token in tokens[:_MOST_BLOCKS]:
        writer.block(token)
    more = [left_out(len(tokens) - _MOST_BLOCKS, "bagian")] if len(tokens) > _MOST_BLOCKS else []
    if any(child.type == "image" for token in tokens for child in token.children or []):
        more.append("gambar di dalam Markdown tidak diambil; hanya namanya yang dicetak")
    story = [*writer.story, *plain.remarks(more)]
    return Made(pages=plain.write_pages(story or [Spacer(0, 1)], target), engine=ENGINE, notes=(*notes, *more))


_OPEN: Final = {"strong_open": f'<font name="{BOLD}">', "em_open": "<i>"}
_CLOSE: Final = {"strong_close": "</font>", "em_close": "</i>"}


def _marked(children: Sequence[Token]) -> Iterator[str]:
    """Yield reportlab markup; an address follows the words of its link, so that it survives on paper."""
    links: list[str] = []
    for child in children:
        if child.type in _OPEN:
            yield _OPEN[child.type]
        elif child.type in _CLOSE:
            yield _CLOSE[child.type]
        elif child.type in {"softbreak", "hardbreak"}:
            yield " " if child.type == "softbreak" else "<br/>"
        elif child.type == "link_open":
            links.append(str(child.attrGet("href") or ""))
        elif child.type == "link_close":
            yield f" ({page_setup.plain(links.pop())})" if links and links[-1] else ""
        elif child.type == "image":
            yield page_setup.plain(f"[gambar: {child.content or child.attrGet('src') or ''}]")
        else:
            yield page_setup.plain(child.content)


def _plain(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            yield "\n" if child.type == "hardbreak" else " "
        elif child.type == "link_open":
            continue
        elif child.type == "image":
            yield f"[gambar: {child.content}]"
        else:
            yield child.content
