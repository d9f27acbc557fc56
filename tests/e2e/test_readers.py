"""The three editions of the sample, read back: what each says, what it leaves out, and that nothing is lost."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import click
import pypdfium2
import pytest
from pypdf import PdfReader

from dossier import wording
from dossier.cli.main import COMMANDS, cli
from dossier.knowledge import rows
from tests.support.command import copy_sample, dossier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BEFORE = 149
"""Pages of the sample's dossier when there was one for everybody."""
MOST = 115
NEW_CHAPTERS = {
    "penilaian-mandiri",
    "lembar-monev",
    "lembar-pimpinan",
    "di-luar-rencana",
    "selisih-tpi",
    "indeks-lke",
    "naskah",
}
"""What the dossier had not when it was counted."""
FILES = {"tpi": "dossier.pdf", "tpn": "dossier-tpn.pdf", "staf": "dossier-staf.pdf"}
SHORTEST = 18
"""Folded characters of a piece of advice that are no accident: the names of files are shorter or stand in it."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the sample's three dossiers."""
    workspace = copy_sample(tmp_path_factory.mktemp("pembaca"))
    asked = [word for audience in FILES for word in ("--untuk", audience)]
    result = dossier(workspace, "build", "--as-of", "2025-07-01", "--office", "internal", *asked)
    assert result.returncode == 0, result.stderr
    return workspace


def folded(text: str) -> str:
    """Return letters and digits alone: a line may break anywhere, and a word at its hyphen."""
    return re.sub(r"[\W_]+", "", text).casefold()


def own_pages(bundle: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of each page that is no evidence."""
    evidence = {
        number
        for entry in manifest(bundle)["entries"]
        if entry.get("engine")
        for number in range(entry["first_page"], entry["first_page"] + entry["pages"])
    }
    with pypdfium2.PdfDocument(bundle) as document:
        for number, page in enumerate(document, 1):
            if number not in evidence:
                yield number, page.get_textpage().get_text_range()


def manifest(bundle: Path) -> dict[str, Any]:
    shape: dict[str, Any] = json.loads(PdfReader(bundle).attachments["dossier-manifest.json"][0])
    return shape


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its words after `dossier`."""
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in command.commands.items())


def forbidden() -> re.Pattern[str]:
    """Return what names a command, an option, a target of make, or a file or folder of settings and output."""
    options = {
        option
        for _, command in commands()
        for each in command.params
        for option in each.opts
        if option.startswith("--")
    }
    words = [rf"dossier {name}\b" for name, _ in commands()] + [rf"{re.escape(option)}\b" for option in options]
    words += [r"make [a-z]+", r"\w+\.ya?ml", r"(?<![\w/])(?:plan|build|evidence|naskah)/", r"\bpins?\b", r"\bslot\b"]
    return re.compile("|".join(words))


@pytest.mark.parametrize("audience", ["tpi", "tpn"])
def test_assessors_read_no_command_option_or_settings_file(built: Path, audience: str) -> None:
    assert COMMANDS
    pattern = forbidden()
    found = [
        (number, hit[0])
        for number, text in own_pages(built / "build" / FILES[audience])
        for hit in pattern.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize("audience", ["tpi", "tpn"])
def test_assessors_read_no_advice(built: Path, audience: str) -> None:
    findings = json.loads((built / "build" / "temuan.json").read_text(encoding="utf-8"))["findings"]
    advice = [each["advice"] for each in findings if each["advice"]] + [each["tindakan"] for each in rows("temuan.csv")]
    names = {folded(path.stem) for path in (built / "evidence").rglob("*")}
    clauses = {folded(clause) for text in advice for clause in re.split(r"[.;]\s", re.sub(r"“[^”]*”", ";", text))}
    clauses = {clause for clause in clauses if len(clause) > SHORTEST and not any(clause in name for name in names)}
    staff = folded(" ".join(text for _, text in own_pages(built / "build" / FILES["staf"])))
    assert any(clause in staff for clause in clauses)  # what is looked for is found where it belongs
    text = folded(" ".join(text for _, text in own_pages(built / "build" / FILES[audience])))
    assert [clause for clause in clauses if clause in text] == []


def test_every_requirement_and_every_file_of_staff_stands_in_tpi(built: Path) -> None:
    staff, tpi = (built / "build" / FILES[each] for each in ("staf", "tpi"))
    bound = {entry["path"] for entry in manifest(tpi)["entries"] if "path" in entry}
    assert {entry["path"] for entry in manifest(staff)["entries"] if "path" in entry} <= bound
    text = folded(" ".join(text for _, text in own_pages(tpi)))
    plan = json.loads(dossier(built, "plan", "show", "--format", "json").stdout)
    requirements = [(i["code"], r["label"]) for i in indicators(plan) for r in i["requirements"]]
    assert len(requirements) > len(bound)
    assert [each for each in requirements if folded(each[1]) not in text] == []
    register = (built / "build" / "register.csv").read_text(encoding="utf-8-sig")
    paths = [path for path in bound if path in register]
    assert [path for path in paths if folded(path) not in text] == []


def indicators(shape: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 — JSON
    """Yield every object of a JSON that has requirements."""
    if isinstance(shape, dict):
        if "requirements" in shape and "code" in shape:
            yield shape
        for each in shape.values():
            yield from indicators(each)
    elif isinstance(shape, list):
        for each in shape:
            yield from indicators(each)


def test_the_sample_is_a_shorter_book_than_it_was(built: Path) -> None:
    pages = {}
    for audience, name in FILES.items():
        shape = manifest(built / "build" / name)
        new = sum(entry["pages"] for entry in shape["entries"] if entry["key"].partition(":")[0] in NEW_CHAPTERS)
        pages[audience] = shape["page_count"] - new
    assert pages["tpn"] < pages["tpi"] <= MOST < BEFORE
    assert pages["tpi"] < pages["staf"] < BEFORE


def test_the_monitoring_form_of_the_last_period_is_a_chapter_of_tpi_and_adds_up(built: Path) -> None:
    bundle = built / "build" / FILES["tpi"]
    entry = next(entry for entry in manifest(bundle)["entries"] if entry["key"] == "lembar-monev")
    chapter = range(entry["first_page"], entry["first_page"] + entry["pages"])
    text = " ".join(" ".join(text for number, text in own_pages(bundle) if number in chapter).split())
    assert "Periode Mei – Juni 2025" in text
    recap = re.search(r"Jumlah((?: (?:\d+|–)){6})", text)
    assert recap is not None
    *states, total = (0 if word == "–" else int(word) for word in recap[1].split())
    assert sum(states) == total > 0
    assert listed(text) == total


def listed(text: str) -> int:
    """Return how many things the lines "Undangan; Notulen (April–Juni 2025): belum ada" name, one for each month."""
    count, end = 0, 0
    for found in re.finditer(r"\(((?:\d+ )?\w+[^()]* \d{4})\): ", text):
        names = text[end : found.start()].count("; ") + 1
        count += names * len(months_of(found[1]))
        end = found.end()
    return count


def months_of(times: str) -> list[int]:
    """Return the months in "14 Jan 2025", "April, Juni 2025" or "Maret–Juni 2025"."""
    found: list[int] = []
    for part in re.split(r", ", times.rpartition(" ")[0]):
        ends = [month for word in re.findall(r"[A-Za-z]+", part) if (month := wording.month_number(word))]
        found += range(ends[0], ends[-1] + 1)
    return found


def test_tpn_gets_what_there_is_and_one_list_of_the_rest(built: Path) -> None:
    entries = manifest(built / "build" / FILES["tpn"])["entries"]
    keys = {entry["key"] for entry in entries}
    assert {"tanpa-bukti", "register", "daftar-isi"} <= keys
    assert not keys & {"kesenjangan", "tanpa-tempat", "catatan-tpi", "pengantar"}
    proven = {key for key in keys if key.startswith("indikator:")}
    everything = {e["key"] for e in manifest(built / "build" / FILES["tpi"])["entries"] if e["key"].startswith("indi")}
    assert proven < everything
    first = next(entry["first_page"] for entry in entries if entry["key"] == "tanpa-bukti")
    listed = folded(" ".join(text for number, text in own_pages(built / "build" / FILES["tpn"]) if number >= first))
    assert all(folded(key.partition(":")[2]) in listed for key in everything - proven)
    assert all(entry.get("engine") != "" or "path" not in entry for entry in entries)  # no page stands in for a file


def test_verify_takes_any_of_them(built: Path) -> None:
    result = dossier(built, "verify")
    assert result.returncode == 0, result.stdout
    for name in FILES.values():
        assert name in result.stdout
        assert dossier(built, "verify", str(built / "build" / name)).returncode == 0


def test_assessors_have_the_areas_of_the_leaders_sheet_and_the_staff_all_of_it(built: Path) -> None:
    texts = {
        audience: " ".join(text for _, text in own_pages(built / "build" / name)) for audience, name in FILES.items()
    }
    assert {audience: text.count("Keadaan tiap area") for audience, text in texts.items()} == {
        "tpi": 1,
        "tpn": 0,
        "staf": 1,
    }
    assert {audience: "risiko terbesar" in text for audience, text in texts.items()} == {
        "tpi": False,
        "tpn": False,
        "staf": True,
    }
