"""The QR code that the desk shows says the address of the page for phones."""

from __future__ import annotations

import re

import segno

from dossier.desk.tray_routes import qr_path

TEXT = "http://192.168.1.5:40123/" + "A" * 43 + "/"


def test_the_path_draws_the_modules_of_the_code_within_its_quiet_zone() -> None:
    side, path = qr_path(TEXT)
    drawn = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    matrix = [list(row) for row in segno.make_qr(TEXT).matrix]
    assert side == len(matrix) + 8
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
