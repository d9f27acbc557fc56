"""Whatever is put into the tree, in whatever order: each entry is a file or ignored, exactly once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import evidence
from dossier.evidence import tree_walk

NAME = st.one_of(
    st.sampled_from(
        [
            "a.pdf",
            "A.pdf",
            "caf\u00e9",
            "cafe\u0301",
            "~$a.docx",
            ".DS_Store",
            "x.part",
            "baris\nbaru",
            "b\udce9",
            "foto.jpg",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=8).filter(
        lambda name: name not in {".", ".."}
    ),
)
FOLDER = st.sampled_from(["", "I", "I/I.3", ".git", "__MACOSX", "V/4"])
KIND = st.sampled_from(["berkas", "kosong", "tautan", "putus", "keluar", "pipa"])
ENTRIES = st.dictionaries(st.tuples(FOLDER, NAME), KIND, max_size=12)

Entries = list[tuple[tuple[str, str], str]]


def build(root: Path, entries: Entries) -> list[str]:
    """Make the entries in this order and return the paths of those that could be made."""
    made = []
    for (folder, name), kind in entries:
        path = f"{root}/{folder}/{name}" if folder else f"{root}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 — names that are no UTF-8
        if os.path.lexists(path):
            continue
        if kind == "pipa":
            os.mkfifo(path)
        elif kind in {"tautan", "putus", "keluar"}:
            target = {"tautan": f"{root}", "putus": "tidak-ada", "keluar": "/"}[kind]
            os.symlink(target, path)  # noqa: PTH211 — likewise
        else:
            with open(path, "wb") as stream:  # noqa: PTH123 — likewise
                stream.write(b"" if kind == "kosong" else name.encode("utf-8", "surrogateescape"))
        made.append(f"{folder}/{name}" if folder else name)
    return made


@settings(deadline=None, max_examples=60)
@given(ENTRIES, st.randoms(use_true_random=False))
def test_every_entry_is_a_file_or_ignored_exactly_once_in_any_order(
    entries: dict[tuple[str, str], str], shuffler: st.DrawFn
) -> None:
    ordered = list(entries.items())
    shuffled = list(ordered)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        made = build(Path(one), ordered)
        build(Path(other), shuffled)
        scan = evidence.scan(Path(one))
        again = evidence.scan(Path(other))
    listed = [file.path for file in scan.files] + [entry.path for entry in scan.ignored]
    assert sorted(listed) == sorted(tree_walk.unique_paths(made).values())
    assert len(set(listed)) == len(listed)
    assert [file.path for file in scan.files] == sorted(file.path for file in scan.files)
    assert again == scan
