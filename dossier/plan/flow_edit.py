"""Edits YAML that is written on one line, `{a: b, c: d}` and `[a, b]`: replaces and adds values. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.plan.entries_edit import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import yaml

    from dossier.plan.entries_edit import Value

Cut = tuple[int, int, str]
"""Start, end, and what is put there."""


def value_text(value: Value) -> str:
    """Return a value on one line; a text that a comma would cut is quoted."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(value_text, value))}]"
    written = scalar(value, indent=0, one_line=True)
    return f'"{written}"' if "," in written and not written.startswith('"') else written


def pairs_text(fields: Mapping[str, Value]) -> str:
    """Return `name: value` of every field, apart by commas."""
    return ", ".join(f"{name}: {value_text(value)}" for name, value in fields.items())


def table_edits(node: yaml.MappingNode, fields: Mapping[str, Value]) -> Iterator[Cut]:
    """Yield the cuts that set these fields of `{…}`."""
    known = {key.value: (key, value) for key, value in node.value}
    for name, value in fields.items():
        if name in known:
            key, old = known[name]
            start, end = int(old.start_mark.index), int(old.end_mark.index)
            if start == end:  # `name:` with nothing behind it
                start = end = int(key.end_mark.index) + 1
                yield start, end, f" {value_text(value)}"
            else:
                yield start, end, value_text(value)
    added = pairs_text({name: value for name, value in fields.items() if name not in known})
    if added:
        place = int(node.end_mark.index) - 1
        yield place, place, f", {added}" if known else added


def appended(text: str, node: yaml.SequenceNode, item: str) -> Cut:
    """Return the cut that adds an item at the end of `[…]`."""
    place = int(node.end_mark.index) - 1
    while text[place - 1].isspace():
        place -= 1
    return place, place, f", {item}" if node.value else item
