"""The pass by which a phone may upload: it ends, it can be renewed, and it counts files and bytes."""

from __future__ import annotations

import pytest

from dossier.desk import lan_access
from dossier.desk.desk_requests import AskError
from dossier.desk.lan_access import UploadPass


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_pass_is_valid_for_fifteen_minutes_and_renewing_begins_anew() -> None:
    clock = Clock()
    upload_pass = UploadPass(clock)
    code = upload_pass.code
    clock.now += 15 * 60 - 1
    assert upload_pass.opens(code)
    assert upload_pass.seconds == 1
    clock.now += 1
    assert not upload_pass.opens(code)
    assert upload_pass.seconds == 0
    with pytest.raises(AskError):
        upload_pass.begin(code)
    upload_pass.renew()
    assert not upload_pass.opens(code)
    assert upload_pass.opens(upload_pass.code)


@pytest.mark.parametrize("code", ["", "é", "a" * 43, "a" * 10_000])
def test_another_code_opens_nothing(code: str) -> None:
    assert not UploadPass().opens(code)


def test_more_files_than_a_pass_allows_are_refused_until_it_is_renewed() -> None:
    upload_pass = UploadPass()
    for _ in range(lan_access.MOST_FILES):
        upload_pass.begin(upload_pass.code)
    with pytest.raises(AskError, match="200 berkas"):
        upload_pass.begin(upload_pass.code)
    assert upload_pass.files == lan_access.MOST_FILES
    upload_pass.renew()
    upload_pass.begin(upload_pass.code)


def test_more_bytes_than_a_pass_allows_are_refused_and_late_ones_of_an_old_pass_too() -> None:
    upload_pass = UploadPass()
    code = upload_pass.code
    upload_pass.add(code, lan_access.LARGEST_SUM)
    with pytest.raises(AskError, match="satu kode"):
        upload_pass.add(code, 1)
    upload_pass.renew()
    with pytest.raises(AskError):
        upload_pass.add(code, 1)
    upload_pass.add(upload_pass.code, 1)
