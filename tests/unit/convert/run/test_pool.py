"""The pool: one bad file fails alone, whatever it does to its process."""

from __future__ import annotations

import hashlib
import multiprocessing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dossier.convert.run.pool import Job, Limits, Workers
from dossier.convert.run.result import Failed, Made, Outcome
from dossier.workers.confinement import Confinement

if TYPE_CHECKING:
    from pathlib import Path

ROGUES = "tests.support.convert_rogues"


def job(folder: Path, converter: str, *, size: int = 0) -> Job:
    source = folder / f"{converter}.bin"
    source.write_bytes(converter.encode())
    return Job(
        key=converter,
        source=source,
        sha256=hashlib.sha256(converter.encode()).hexdigest(),
        target=folder / f"{converter}.pdf",
        converter=f"{ROGUES}:{converter}",
        size=size,
    )


def within(folder: Path) -> Confinement:
    return Confinement(writes=(folder,))


def run(folder: Path, *converters: str, limits: Limits | None = None) -> dict[str, Outcome]:
    with Workers(2, limits or Limits(seconds=60), within(folder)) as workers:
        return {done.key: outcome for done, outcome in workers.run([job(folder, name) for name in converters])}


def problem(outcome: Outcome) -> str:
    assert isinstance(outcome, Failed)
    return outcome.problem


def test_a_hanging_converter_is_stopped_and_the_others_finish(tmp_path: Path) -> None:
    outcomes = run(tmp_path, "hangs", "well_behaved", limits=Limits(seconds=1.5))
    assert "1.5 detik" in problem(outcomes["hangs"])
    assert isinstance(outcomes["well_behaved"], Made)


def test_a_dying_converter_takes_nobody_along(tmp_path: Path) -> None:
    outcomes = run(tmp_path, "dies", "well_behaved", limits=Limits(seconds=20))
    assert isinstance(outcomes["dies"], Failed)
    assert not outcomes["dies"].lasting
    assert isinstance(outcomes["well_behaved"], Made)


def test_memory_is_limited(tmp_path: Path) -> None:
    outcomes = run(tmp_path, "eats_memory", "well_behaved", limits=Limits(seconds=60, memory=1 << 30))
    assert "1024 MB" in problem(outcomes["eats_memory"])
    assert isinstance(outcomes["well_behaved"], Made)


def test_output_is_limited(tmp_path: Path) -> None:
    outcomes = run(tmp_path, "writes_too_much", limits=Limits(seconds=60, output=8 << 20))
    assert isinstance(outcomes["writes_too_much"], Failed)
    assert (tmp_path / "writes_too_much.pdf").stat().st_size <= 8 << 20


def test_a_page_count_that_does_not_read_back_is_no_success(tmp_path: Path) -> None:
    assert "1 dari 7 halaman" in problem(run(tmp_path, "lies")["lies"])


@pytest.mark.parametrize("converter", ["writes_nothing", "stumbles", "refuses"])
def test_every_exception_becomes_a_problem_in_words(tmp_path: Path, converter: str) -> None:
    assert problem(run(tmp_path, converter)[converter])


def test_a_refusal_is_kept_word_for_word_and_may_be_remembered(tmp_path: Path) -> None:
    outcome = run(tmp_path, "refuses")["refuses"]
    assert outcome == Failed(problem="tidak bisa, simpan ulang", lasting=True)


def test_a_file_that_changed_since_the_scan_is_not_converted(tmp_path: Path) -> None:
    stale = job(tmp_path, "well_behaved")
    stale.source.write_bytes(b"baru")
    with Workers(1, Limits(), within(tmp_path)) as workers:
        ((_, outcome),) = workers.run([stale])
    assert "berubah" in problem(outcome)
    assert not stale.target.exists()


def test_all_ways_of_a_file_share_its_time(tmp_path: Path) -> None:
    limits = Limits(seconds=1.5)
    first = replace(job(tmp_path, "hangs"), share=0.5)
    with Workers(1, limits, within(tmp_path)) as workers:
        ((_, outcome),) = workers.run([first])
        assert "1.5 detik" in problem(outcome), "what is told is the time of the file"
        assert workers.left(first.key) <= 1.5 / 2
        workers.spent[first.key] += 600
        assert 0 < workers.left(first.key) < 0.1, "a little, so that another way is tried"
        ((_, outcome),) = workers.run([replace(first, share=1.0)])
        assert isinstance(outcome, Failed)
        assert outcome.stopped


def test_a_job_that_takes_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.convert.run.pool.PATIENCE", 0.1)
    told: list[str] = []
    with Workers(2, Limits(seconds=2), within(tmp_path), waits=told.append) as workers:
        list(workers.run([job(tmp_path, "hangs"), job(tmp_path, "well_behaved")]))
    assert "hangs" in told


def test_leaving_the_block_by_an_exception_ends_the_processes(tmp_path: Path) -> None:
    def interrupted() -> None:
        with Workers(2, Limits(seconds=600), within(tmp_path)) as workers:
            for _ in workers.run([job(tmp_path, "hangs"), job(tmp_path, "well_behaved")]):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not multiprocessing.active_children()
