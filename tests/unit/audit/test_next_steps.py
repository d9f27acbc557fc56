"""The most urgent gaps, as the end of a build names them."""

from __future__ import annotations

import datetime as dt

from dossier.audit.next_steps import most_urgent
from dossier.audit.status import status_of
from dossier.model import State
from tests.support.small_plan import small_coverage, small_plan

P, M, N, F, U = State.PRESENT, State.MISSING, State.NOT_YET_DUE, State.FAULTY, State.UNCONFIRMED


def test_a_missing_paper_is_told_with_its_lateness_and_the_name_that_fills_it() -> None:
    view = status_of(small_plan(), small_coverage(M, P, P, P, P, as_of=dt.date(2025, 4, 1)))
    (line,) = most_urgent(view)
    row = view.gaps()[0]
    assert line.startswith(f"✗ {row.indicator.code}.{row.requirement.id} {row.requirement.label}")
    assert f"(lewat {-(row.days or 0)} hari)" in line
    assert line.endswith(f"→ simpan sebagai “{row.fills_with}”")


def test_a_faulty_and_an_unsure_file_are_told_with_the_command_that_helps() -> None:
    lines = most_urgent(status_of(small_plan(), small_coverage(F, U, P, P, P, as_of=dt.date(2025, 12, 1))))
    assert any(line.startswith("!") and "dossier explain" in line for line in lines)
    assert any(line.startswith("?") and "dossier match --review" in line for line in lines)


def test_there_are_three_at_most_and_none_for_what_is_far_off_or_complete() -> None:
    assert len(most_urgent(status_of(small_plan(), small_coverage(M, M, M, M, M, as_of=dt.date(2025, 12, 31))))) <= 3
    assert most_urgent(status_of(small_plan(), small_coverage(P, P, P, P, P))) == ()
