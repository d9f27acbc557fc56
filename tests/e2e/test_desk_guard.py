"""Bad company of the desk: other sites, other ports, wrong keys, wrong hosts, paths that lead out, other writers."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.support.command import copy_sample, dossier
from tests.support.running_desk import RunningDesk, Visitor, running_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

PHOTO = "IMG-20250204-WA0012.jpg"
SCAN = "scan0001.pdf"
REJECTED = {"berkas": [PHOTO], "bukan": True}
SECRET = b"rahasia di luar folder bukti"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample with a link to a file outside of it."""
    root = copy_sample(tmp_path_factory.mktemp("meja"))
    (root / "rahasia.txt").write_bytes(SECRET)
    (root / "evidence" / "keluar.txt").symlink_to(root / "rahasia.txt")
    return root


@pytest.fixture(scope="module")
def desk(workspace: Path) -> Iterator[RunningDesk]:
    with running_desk(workspace) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(desk: RunningDesk) -> Visitor:
    return desk.enter()


@pytest.fixture
def pins(workspace: Path) -> Iterator[Path]:
    """Return the pins file, which must not change."""
    path = workspace / "plan" / "pins.yaml"
    before = path.read_bytes()
    yield path
    assert path.read_bytes() == before


def body(facts: dict[str, object]) -> bytes:
    return repr(facts).replace("'", '"').replace("True", "true").encode()


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        (None, None),
        (None, "cross-site"),
        (None, "same-site"),
        (None, "none"),
        ("https://situs-lain.example", None),
        ("https://situs-lain.example", "cross-site"),
        ("http://127.0.0.1:1", "same-site"),
        ("http://localhost:1", "same-origin"),
        ("null", None),
    ],
)
@pytest.mark.parametrize("address", ["/api/decide", "/api/undo", "/api/build", "/api/stop", "/api/events"])
def test_no_other_page_can_change_anything_or_listen_even_with_cookie_and_key(
    visitor: Visitor, pins: Path, address: str, origin: str | None, site: str | None
) -> None:
    answer = visitor.ask("POST", address, body(REJECTED), Origin=origin, Sec_Fetch_Site=site)
    assert answer.status == 403
    assert "laman lain" in answer.text
    assert pins.is_file()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("address", ["/", "/laman/desk.js", "/api/files", "/api/plan"])
def test_no_other_page_can_load_a_part_of_the_desk(visitor: Visitor, address: str, site: str) -> None:
    assert visitor.ask("GET", address, Origin=None, Sec_Fetch_Site=site).status == 403


@pytest.mark.parametrize("key", ["", "salah", "é", "a" * 5000])
@pytest.mark.parametrize("address", ["/masuk?kunci=", "/masuk?bukan="])
def test_a_wrong_key_opens_nothing(desk: RunningDesk, address: str, key: str) -> None:
    answer = desk.stranger.ask("GET", address + quote(key))
    assert answer.status == 403
    assert "dossier desk" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/api/files", "/api/download?letak=scan0001.pdf", "/laman/desk.js"])
def test_nothing_is_told_without_a_cookie(desk: RunningDesk, visitor: Visitor, address: str) -> None:
    assert desk.stranger.ask("GET", address).status == 403
    assert visitor.ask("GET", address, Cookie=None).status == 403
    assert visitor.ask("GET", address, Cookie=f"meja_{visitor.port}=salah").status == 403


def test_the_cookie_alone_which_every_port_is_sent_opens_neither_files_nor_changes(
    visitor: Visitor, pins: Path
) -> None:
    for key in (None, "", "salah"):
        assert visitor.ask("GET", "/api/files", X_Meja=key).status == 403
        assert visitor.ask("GET", f"/api/download?letak={SCAN}", X_Meja=key).status == 403
        assert visitor.ask("POST", "/api/decide", body(REJECTED), X_Meja=key).status == 403
    page = visitor.ask("GET", "/", X_Meja=None)
    assert page.status == 200
    assert visitor.headers["X-Meja"] not in page.text
    assert pins.is_file()


def test_a_cookie_that_another_port_has_set_neither_opens_nor_shuts_the_desk(visitor: Visitor) -> None:
    own = visitor.headers["Cookie"]
    tossed = f"meja_{visitor.port}=dari-port-lain"
    assert visitor.ask("GET", "/api/plan", Cookie=tossed).status == 403
    assert visitor.ask("GET", "/api/plan", Cookie=f"{tossed}; {own}").status == 200
    assert visitor.ask("GET", "/api/plan", Cookie=f"rusak\x01; =; {own}").status == 200
    assert visitor.ask("GET", "/api/plan", Cookie=own.replace(str(visitor.port), "1")).status == 403


@pytest.mark.parametrize(
    "host", ["jahat.example", "jahat.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", ""]
)
def test_a_name_that_leads_here_by_dns_rebinding_is_turned_away(visitor: Visitor, host: str) -> None:
    answer = visitor.ask("GET", "/api/files", Host=host.format(port=visitor.port))
    assert answer.status in {400, 421}
    assert visitor.ask("GET", "/masuk?kunci=", Host=host.format(port=visitor.port)).status in {400, 421}


def test_the_address_with_the_key_needs_the_right_host_too(desk: RunningDesk) -> None:
    path = desk.address.partition(f":{desk.stranger.port}")[2]
    answer = desk.stranger.ask("GET", path, Host="jahat.example")
    assert answer.status == 421
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        *("../rahasia.txt", "../plan/unit.yaml", "/etc/passwd", "keluar.txt", "..\\rahasia.txt", "a/../../rahasia.txt"),
        *("", ".", "scan0001.pdf\0", "scan0001.pdf\n", "./scan0001.pdf", "SCAN0001.PDF"),
    ],
)
def test_no_path_leads_out_of_the_evidence(visitor: Visitor, path: str) -> None:
    for address in ("/api/download", "/api/file"):
        answer = visitor.ask("GET", f"{address}?letak={quote(path)}")
        assert answer.status == 404
        assert SECRET not in answer.body
    answer = visitor.post("/api/decide", {"berkas": [path], "bukan": True})
    assert answer.status == 404


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/laman/../desk_server.py",
            "/laman/%2e%2e/desk_server.py",
            "/laman/..%2fdesk_server.py",
            "/laman//etc/passwd",
        ),
        *(
            "/laman/desk.html",
            "/laman/enter.html",
            "/gambar/kecil/" + "0" * 64,
            "/gambar/kecil/../../x",
            "/gambar/penuh/" + "0" * 64,
        ),
        *("/evidence/scan0001.pdf", "/plan/unit.yaml", "/build/dossier.pdf", "/docs", "/openapi.json"),
    ],
)
def test_only_files_of_the_page_are_served(visitor: Visitor, address: str) -> None:
    assert visitor.ask("GET", address).status == 404


def test_a_link_that_takes_the_place_of_a_file_is_not_followed(visitor: Visitor, workspace: Path) -> None:
    place = workspace / "evidence" / SCAN
    place.rename(workspace / "disimpan.pdf")
    place.symlink_to(workspace / "rahasia.txt")
    try:
        answer = visitor.ask("GET", f"/api/download?letak={SCAN}")
        assert answer.status == 404
        assert SECRET not in answer.body
    finally:
        place.unlink()
        (workspace / "disimpan.pdf").rename(place)


def test_a_file_goes_out_as_an_attachment_and_is_never_shown(visitor: Visitor, workspace: Path) -> None:
    answer = visitor.ask("GET", f"/api/download?letak={SCAN}")
    assert answer.body == (workspace / "evidence" / SCAN).read_bytes()
    assert answer.headers["content-disposition"] == "attachment"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_of_a_file_without_a_picture_the_first_words_are_told_as_text(visitor: Visitor) -> None:
    path = "4 - Penguatan Akuntabilitas/IV.1.3 Laporan rapat evaluasi capaian kinerja.md"
    told = visitor.get("/api/file", letak=path)
    assert isinstance(told, dict)
    assert "evaluasi capaian kinerja" in str(told["kutipan"]).lower()
    told = visitor.get("/api/file", letak=PHOTO)
    assert isinstance(told, dict)
    assert told["kutipan"] == ""


def test_a_picture_is_drawn_anew_and_holds_nothing_of_the_file(visitor: Visitor, workspace: Path) -> None:
    files = visitor.get("/api/files")
    assert isinstance(files, list)
    address = next(f"/gambar/kecil/{file['gambar']}" for file in files if file["letak"] == PHOTO)
    answer = visitor.ask("GET", address, X_Meja=None, Sec_Fetch_Site="same-origin")
    assert answer.status == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.body.startswith(b"\xff\xd8\xff")
    assert answer.body != (workspace / "evidence" / PHOTO).read_bytes()


@pytest.mark.parametrize("address", ["/", "/laman/desk.js", "/tidak-ada", "/api/files"])
def test_every_answer_forbids_what_the_page_does_not_need(visitor: Visitor, address: str) -> None:
    for answer in (visitor.ask("GET", address), visitor.ask("GET", address, Cookie=None)):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_preflight_of_another_site_is_not_answered(visitor: Visitor) -> None:
    answer = visitor.ask(
        "OPTIONS", "/api/decide", Origin="https://situs-lain.example", Access_Control_Request_Method="POST"
    )
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"{", b"[]", b"null", b"\xff", b'{"berkas": []}', b'{"berkas": ["scan0001.pdf"]}'),
        *(b'{"berkas": "scan0001.pdf", "bukan": true}', b'{"berkas": ["scan0001.pdf"], "bukan": 1}'),
        *(b'{"berkas": ["scan0001.pdf"], "bukan": true, "tempat": [{"indikator": "I.1.1"}]}',),
        *(b'{"berkas": ["scan0001.pdf"], "tempat": [{"indikator": "I.1.1", "slot": ["1999-01"]}]}',),
        *(b'{"berkas": ["scan0001.pdf"], "tempat": [{"indikator": "X.9.9"}]}', b"[" * 100_000, b"1" * 1_100_000),
    ],
    ids=range(14),
)
def test_what_is_no_decision_is_refused_and_nothing_is_written(visitor: Visitor, pins: Path, data: bytes) -> None:
    answer = visitor.ask("POST", "/api/decide", data)
    assert answer.status == 404
    assert answer.json()
    assert pins.is_file()


def test_the_desk_listens_on_loopback_alone(desk: RunningDesk) -> None:
    names = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for name in names - {"127.0.0.1"}:
        with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
            socket.create_connection((str(name), desk.stranger.port), timeout=2).close()


def test_a_browser_that_goes_in_the_middle_of_a_decision_or_of_listening_leaves_nothing_half(
    visitor: Visitor, pins: Path
) -> None:
    line = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=10)
    line.putrequest("POST", "/api/decide")
    for name, value in visitor.headers.items():
        line.putheader(name, value)
    line.putheader("Content-Length", "100")
    line.endheaders(b'{"berkas": ["scan')
    line.close()
    listener = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=10)
    listener.request("POST", "/api/events", headers=visitor.headers)
    listener.getresponse().readline()
    listener.close()
    assert visitor.get("/api/plan")
    assert pins.is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="the browser is a script of a shell here")
def test_the_key_stands_in_no_command_line_and_in_a_file_of_this_user_alone(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "unit")
    script, told = tmp_path / "peramban", tmp_path / "dibuka"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}.baru\nmv {told}.baru {told}\n', encoding="utf-8")
    script.chmod(0o700)
    with running_desk(root, "--", environment={"BROWSER": f"{script} %s"}) as running:
        assert "http" not in running.address
        while not told.exists():
            assert running.process.poll() is None
        page = Path(told.read_text(encoding="utf-8").removeprefix("file://"))
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
        assert "/masuk?kunci=" in page.read_text(encoding="utf-8")
        assert running.close() == 0
    assert not page.exists()


def test_two_desks_and_an_editor_on_one_workspace_lose_nothing(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    pins = root / "plan" / "pins.yaml"
    with running_desk(root) as first, running_desk(root) as second:
        one, two = first.enter(), second.enter()
        assert one.post("/api/decide", {"berkas": [PHOTO], "bukan": True, "alasan": "foto pribadi"}).status == 200
        after_one = pins.read_text(encoding="utf-8")
        answer = two.post("/api/decide", {"berkas": [SCAN], "tempat": [{"indikator": "I.1.1"}]})
        assert answer.status == 200
        assert pins.read_text(encoding="utf-8") == after_one + f"- berkas: {SCAN}\n  indikator: I.1.1\n"
        refused = two.post("/api/decide", {"berkas": [PHOTO], "tempat": [{"indikator": "I.1.1"}]})
        assert refused.status in {200, 409}  # by then the second may have noticed what the first decided
        if refused.status == 200:
            assert two.post("/api/undo").status == 200
        with pins.open("a", encoding="utf-8") as stream:
            stream.write("# catatan tangan\n")
        assert one.post("/api/undo").status == 200
        text = pins.read_text(encoding="utf-8")
        assert "foto pribadi" not in text
        assert text.endswith(f"- berkas: {SCAN}\n  indikator: I.1.1\n# catatan tangan\n")


def test_a_broken_pins_file_is_told_with_its_line_and_mends_without_a_restart(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    pins = root / "plan" / "pins.yaml"
    with running_desk(root) as running:
        visitor = running.enter()
        before = pins.read_bytes()
        pins.write_bytes(before + b"- berkas: [\n")
        answer = visitor.post("/api/decide", {"berkas": [SCAN], "bukan": True})
        assert answer.status == 422
        assert "pins.yaml:" in answer.text
        assert pins.read_bytes() == before + b"- berkas: [\n"
        pins.write_bytes(before)
        assert visitor.post("/api/decide", {"berkas": [SCAN], "bukan": True}).status == 200


def test_an_evidence_folder_that_is_unplugged_is_told_and_decisions_are_kept(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    with running_desk(root) as running:
        visitor = running.enter()
        shutil.move(root / "evidence", root / "dicabut")
        answer = visitor.ask("GET", f"/api/download?letak={SCAN}")
        assert answer.status == 404
        assert visitor.post("/api/decide", {"berkas": [SCAN], "bukan": True}).status == 200
        assert f"- berkas: {SCAN}" in (root / "plan" / "pins.yaml").read_text(encoding="utf-8")
        line = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=60)
        line.request("POST", "/api/events", headers=visitor.headers)
        stream = line.getresponse()
        while b"Folder bukti tidak ada" not in stream.readline():
            assert running.process.poll() is None
        os.rename(root / "dicabut", root / "evidence")  # noqa: PTH104 — back in one step, as a drive comes back
        while True:
            told = stream.readline()
            if told.startswith(b"data: ") and b'"masalah": null' in told:
                break
        line.close()
        assert visitor.ask("GET", f"/api/download?letak={SCAN}").status == 200


def test_the_desk_is_closed_from_the_page_and_by_ctrl_c(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    with running_desk(root) as running:
        assert running.enter().post("/api/stop").status == 200
        assert running.process.wait(30) == 0
    with running_desk(root) as running:
        visitor = running.enter()
        line = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=30)
        line.request("POST", "/api/events", headers=visitor.headers)
        line.getresponse().readline()
        assert running.close() == 0
        line.close()


def test_without_its_libraries_the_desk_says_how_to_get_them_and_the_rest_works(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    without = "import sys; sys.modules.update(starlette=None, uvicorn=None)"
    start = f"{without}; from dossier.cli.main import main; main(sys.argv[1:])"
    result = subprocess.run(
        [sys.executable, "-c", start, "-C", root, "desk"], capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 13
    assert "dossier[meja]" in result.stderr
    assert list((root / "build").rglob("*")) == []


def test_a_plan_with_mistakes_is_told_in_the_terminal_and_opens_nothing(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    (root / "plan" / "pins.yaml").write_text("- berkas: x\n  indikator: X.9.9\n", encoding="utf-8")
    result = dossier(root, "desk", "--no-open")
    assert result.returncode == 10
    assert "X.9.9" in result.stderr
    assert "http" not in result.stdout
