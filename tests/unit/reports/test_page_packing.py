"""The packed data of the page says the same as the data, in a fraction of the room."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from dossier.reports.page_packing import packed, unpacked

BASE = "../../evidence/"
LABELS = st.sampled_from(["1,2 kB", "3 MB", "ada"])
ADDRESSES = st.builds("../{}.pdf#page={}".format, st.sampled_from(["dossier", "a#page=9 b"]), st.integers(1, 9000))
FILES = st.fixed_dictionaries(
    {"path": st.text(st.characters(exclude_categories=["Cs"]))},
    optional={
        "href": st.sampled_from([BASE + "a/b%20c.pdf", "lain/%FF.pdf"]),
        "page": st.tuples(ADDRESSES, st.integers(1, 9000)).map(list),
        "size": LABELS,
        "kind": LABELS,
        "claims": st.lists(st.lists(LABELS, max_size=2), min_size=1, max_size=2),
    },
)
PATHS = st.sampled_from(["a/b c.pdf", "b c.pdf", "a/b/c (1)!.pdf"])


@given(files=st.lists(st.one_of(FILES, st.builds(lambda file, path: file | {"path": path}, FILES, PATHS)), max_size=9))
def test_what_is_packed_is_unpacked_as_it_was(files: list[dict[str, object]]) -> None:
    data = {"files": files, "slots": [{"files": [0]}], "loose": {}, "texts": ["ada"]}
    found = unpacked(json.loads(json.dumps(packed(data, BASE))))
    assert found["files"] == files
    assert (found["slots"], found["loose"], found["texts"][:1]) == (data["slots"], data["loose"], data["texts"])


def test_a_file_like_thousands_of_others_takes_little_more_than_its_name() -> None:
    claim = ["III.4.1", "b", None, "kode di nama berkas", "1,00", list(range(9)), None]
    files = [
        {
            "path": f"III.4.1/III.4.1.b SKP Pegawai {number:05}.pdf",
            "href": f"{BASE}III.4.1/III.4.1.b%20SKP%20Pegawai%20{number:05}.pdf",
            "page": [f"../dossier.pdf#page={number + 1}", number + 1],
            "kind": "pdf",
            "size": "1,2 kB",
            "claims": [claim],
        }
        for number in range(1000)
    ]
    text = json.dumps(packed({"files": files, "slots": [], "loose": {}, "texts": []}, BASE), separators=(",", ":"))
    assert len(text) < 60 * len(files)
