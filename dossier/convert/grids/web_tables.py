"""Tables of an HTML page as grids: also of an .xls that is HTML. No scripts, no styles, nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree, html

from dossier.convert.grids.sheet_grid import MAX_COLUMNS, MAX_ROWS, TextLine, grid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.convert.grids.sheet_grid import SheetGrid

_LINES: Final = frozenset({"p", "div", "li", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section"})
_DROPPED: Final = frozenset({"script", "style", "template", "noscript"})
_MOST_ABOVE: Final = 2_000


def tables_of_page(text: str) -> tuple[SheetGrid, ...]:
    """Return the innermost tables of a page with at least two rows, in order."""
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    found: list[SheetGrid] = []
    above = " ".join((root.findtext(".//title") or "").split())
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        inner = [each for each in table.iter("table") if each is not table and len(each.findall(".//tr")) > 1]
        if len(rows) > 1 and not inner:
            heading = "\n".join((above, *(_words(each) for each in _before(table))))[-_MOST_ABOVE:]
            found.append(_grid(rows, f"tabel {len(found) + 1}", heading))
    return tuple(found)


def lines_of_page(text: str) -> tuple[TextLine, ...]:
    """Return the paragraphs of a page, those of tables too, in order."""
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    body = root.find("body")
    lines = _words(body if body is not None else root).split("\n")[:MAX_ROWS]
    return tuple(TextLine(place=f"baris {number}", text=line) for number, line in enumerate(lines, start=1) if line)


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)


def _before(table: html.HtmlElement) -> list[html.HtmlElement]:
    return list(table.itersiblings(preceding=True))[:5]


def _grid(rows: list[html.HtmlElement], name: str, above: str) -> SheetGrid:
    cells: dict[tuple[int, int], str] = {}
    merges: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows[: MAX_ROWS + 1]):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            if column > MAX_COLUMNS:
                break
            down = min(_span(cell, "rowspan"), len(rows) - number, MAX_ROWS)
            across = min(_span(cell, "colspan"), MAX_COLUMNS)
            cells[number, column] = _words(cell)
            taken |= {(number + i, column + j) for i in range(down) for j in range(across)}
            if down * across > 1:
                merges.append((number, column, number + down - 1, column + across - 1))
            column += across
    width = max((column for _, column in taken), default=-1) + 1
    height = min(len(rows), MAX_ROWS + 1)
    grid = [[cells.get((number, column), "") for column in range(width)] for number in range(height)]
    places = [f"baris {number}" for number in range(1, height + 1)]
    return grid_of(name, grid, places=places, merges=merges, lettered=False, above=above)


def _span(cell: html.HtmlElement, name: str) -> int:
    written = (cell.get(name) or "").strip()
    return max(1, int(written)) if written.isdecimal() and len(written) < 6 else 1  # noqa: PLR2004 — a sane number


def _words(element: html.HtmlElement) -> str:
    """Return the text of an element: one line a paragraph, items of lists with a dash before them."""
    lines = "".join(_pieces(element)).split("\n")
    return "\n".join(line for line in (" ".join(each.split(" ")).strip() for each in lines) if line)


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        is_dropped = tag in _DROPPED or any(each.tag in _DROPPED for each in node.iterancestors())
        if event == "start":
            if tag == "br" or (tag in _LINES and node is not element):
                yield "\n"
            if tag == "li":
                yield "- "
            yield "" if is_dropped else _folded(node.text)
        elif node is not element:
            if tag in _LINES:
                yield "\n"
            yield _folded(node.tail)


def _folded(text: str | None) -> str:
    return (text or "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
