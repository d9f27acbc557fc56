"""Kinds of files are rows of data; extensions add rows."""

from __future__ import annotations

import copy
import io
import pickle

import pytest

from dossier.evidence import kinds, media
from dossier.model import Media

HEAD = {"medium": "denah", "words": "denah CAD", "noun": "denah", "endings": ".cad", "magic": ""}


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> kinds.KindTable:
    """Return a table that stands for what extensions bring."""
    table = kinds.KindTable()
    monkeypatch.setattr(kinds, "installed", lambda: table)
    return table


def recognised(content: bytes, ending: str) -> Media:
    return media.recognise(io.BytesIO(content), len(content), ending).media


def test_the_built_in_rows_name_every_kind_once() -> None:
    assert set(kinds.BUILT_IN.words) == set(Media)
    magics = [magic for magic, _, _ in kinds.BUILT_IN.magics]
    assert not [(one, other) for one in magics for other in magics if one is not other and other.startswith(one)]
    assert not kinds.BUILT_IN.named


def test_a_row_with_a_signature_is_told_by_it_whatever_the_name(installed: kinds.KindTable) -> None:
    installed.add([{**HEAD, "magic": "41433130|504b0304ff"}], own=True)
    assert recognised(b"AC1032 ...", ".txt") is Media.named("denah")
    assert recognised(b"PK\x03\x04\xff...", ".zip") is Media.named("denah")
    assert recognised(b"AC ...", ".cad") is Media.TEXT
    assert kinds.words_of(Media.named("denah")) == "denah CAD"


@pytest.mark.parametrize("content", [b"some text", b"\x00\x01\x02\xff" * 9])
def test_a_row_without_one_is_told_by_the_ending_of_a_vague_content(installed: kinds.KindTable, content: bytes) -> None:
    installed.add([HEAD], own=True)
    assert recognised(content, ".cad") is Media.named("denah")
    assert recognised(b"%PDF-1.4", ".cad") is Media.PDF


def test_a_row_may_add_to_a_built_in_kind(installed: kinds.KindTable) -> None:
    installed.add([{**HEAD, "medium": "gambar lain", "words": "foto mentah", "magic": "49492a00100000"}], own=True)
    found = media.recognise(io.BytesIO(b"II*\x00\x10\x00\x00\x00CR"), 10, ".cr2")
    assert found.media is Media.PICTURE


@pytest.mark.parametrize("damage", [{"medium": "Denah!"}, {"magic": "xyz"}, {"medium": ""}])
def test_a_row_that_cannot_be_used_is_refused(damage: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"kind of files|hex"):
        kinds.KindTable().add([{**HEAD, **damage}])


def test_an_outside_kind_is_one_value_in_every_copy() -> None:
    kind = Media.named("denah")
    assert Media("denah") is kind is pickle.loads(pickle.dumps(kind)) is copy.deepcopy(kind)  # noqa: S301 — our own
    assert (kind, f"{kind}", kind.value) == ("denah", "denah", "denah")
    assert kind not in set(Media)
    with pytest.raises(ValueError, match="not a valid Media"):
        Media("tak pernah disebut")
