"""Nothing of click's own English reaches a person who types a command."""

from __future__ import annotations

import io
import os
import re
import subprocess
from typing import TYPE_CHECKING

import click
import pytest

from dossier.cli.main import COMMANDS, cli, run
from tests.support.command import COMMAND
from tests.support.message_catalog import COMPILED, catalog, compiled, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGLISH = re.compile(
    r"\b(usage|options?|commands?|arguments?|args|error|try|help for|missing|invalid|value|such|did you|"
    r"default|required|range|integer|unexpected|does not|is not|one of)\b"
)
ALLOWED = re.compile(r"--[a-z-]+|standard error|command>|\[default\||`[^`]*`")
"""Names of options, and words that stand for themselves."""


def every_help() -> Iterator[tuple[str, ...]]:
    for name in COMMANDS:
        yield (name,)
        command = cli.get_command(click.Context(cli), name)
        if isinstance(command, click.Group):
            yield from ((name, child) for child in command.commands)


@pytest.mark.parametrize("words", [(), *every_help()], ids=" ".join)
def test_the_help_of_every_command_has_no_english_of_click(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Pemakaian: dossier" in shown
    assert "Tampilkan bantuan ini" in shown
    assert not ENGLISH.findall(ALLOWED.sub("", shown.casefold()))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["buld"], "Tidak ada perintah 'buld'. Mungkin maksud Anda: 'build'."),
        (["plan", "chek"], "Tidak ada perintah 'chek'. Mungkin maksud Anda: 'check'."),
        (["build", "--qiet"], "Tidak ada pilihan '--qiet'. Mungkin maksud Anda: '--quiet'"),
        (["build", "--max-size"], "Pilihan '--max-size' perlu nilai sesudahnya."),
        (["build", "--portal=1"], "Pilihan '--portal' tidak memakai nilai."),
        (["build", "--downsample", "5"], "Nilai untuk '--downsample' tidak sah: 5 di luar batas 72<=x<=600."),
        (["build", "--downsample", "a"], "'a' bukan bilangan."),
        (["build", "--office", "x"], "'x' bukan salah satu dari 'auto', 'internal'."),
        (["build", "satu", "dua"], "Terlalu banyak isian: satu dua."),
        (["explain"], "Belum disebut: 'BERKAS|KODE|PERTANYAAN'."),
        (["plan", "import", "tiada.xlsx"], "Berkas 'tiada.xlsx' tidak ada."),
    ],
)
def test_a_mistake_in_a_command_is_told_in_indonesian_as_every_error_is(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith("GALAT  ")
    assert said in told
    assert not ENGLISH.findall(ALLOWED.sub("", told.casefold()))


def test_the_language_of_the_system_does_not_matter() -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "de:fr"}
    told = subprocess.run([COMMAND, "buld"], capture_output=True, text=True, check=False, env=environment).stderr
    assert told.splitlines() == [
        "GALAT  Tidak ada perintah 'buld'. Mungkin maksud Anda: 'build'.",
        "    → Pemakaian: dossier [PILIHAN] PERINTAH [ISIAN]…",
        "    → Bantuan: dossier --help",
    ]


def test_every_sentence_of_click_is_in_the_catalogue() -> None:
    known = {each.id[0] if isinstance(each.id, tuple) else each.id for each in catalog()}
    assert not sentences() - known, "click has new sentences: add them to dossier.po, then `make reference`"


def test_no_translation_asks_for_a_value_that_click_does_not_give() -> None:
    for message in catalog():
        given = set(re.findall(r"{(\w+)", str(message.id)))
        assert message.id == "" or message.string, message.id
        assert set(re.findall(r"{(\w+)", str(message.string))) <= given, message.id


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert COMPILED.read_bytes() == compiled(), "run `make reference`"
    assert io.BytesIO(compiled()).read(4) == b"\xde\x12\x04\x95"
