"""The JSON of `plan show`: plain values in a fixed order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dossier.plan import plan_json
from tests.support.plan_files import load

if TYPE_CHECKING:
    from pathlib import Path


def test_the_json_has_the_documented_shape(tmp_path: Path) -> None:
    shown = json.loads(json.dumps(plan_json(load(tmp_path)[0])))
    assert shown["schema"] == "dossier.plan/1"
    (area,) = shown["areas"]
    (component,) = area["components"]
    second = component["indicators"][1]
    assert (area["code"], component["code"], second["code"]) == ("I", "I.1", "I.1.2")
    assert second["target_waktu"] == "Maret, Juni 2025"
    assert second["slots"] == [
        {"label": "Maret 2025", "due": "2025-03-31"},
        {"label": "Juni 2025", "due": "2025-06-30"},
    ]
    first = component["indicators"][0]
    assert [(r["id"], r["label"], r["kind"]) for r in first["requirements"]] == [
        ("a", "SK Tim Kerja", "sk"),
        ("b", "Daftar hadir", "daftar-hadir"),
    ]
