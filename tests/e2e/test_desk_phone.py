"""Uploads from a phone: only where asked for, only into the tray, by a pass that ends; and nothing else gets in."""

from __future__ import annotations

import http.client
import io
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pillow_heif
import pytest
from PIL import Image

from dossier.desk import lan_access
from tests.support.command import copy_sample, dossier
from tests.support.running_desk import Reply, RunningDesk, Visitor, running_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACE = {"indikator": "V.1.1", "butir": "b"}
LAN = "--lan=127.0.0.1"
ANY = ".".join("0000")  # every address of this computer


def picture(kind: str, colour: tuple[int, int, int] = (20, 90, 160)) -> bytes:
    stream = io.BytesIO()
    image = Image.new("RGB", (64, 48), colour)
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(stream)
    else:
        image.save(stream, kind)
    return stream.getvalue()


JPEG = picture("JPEG")


@dataclass
class Phone:
    """A phone that scanned the code; `address` is the page's."""

    address: str

    def ask(self, method: str, rest: str, body: bytes | None = None, **headers: str | None) -> Reply:
        parts = urlsplit(self.address)
        host = f"127.0.0.1:{parts.port}"
        own = {"Origin": f"http://{host}"} if method == "POST" else {}
        return Visitor(self.address, own).ask(
            method, rest if rest.startswith("/") else parts.path + rest, body, **headers
        )

    def send(self, name: str, data: bytes, **headers: str | None) -> Reply:
        return self.ask("POST", f"berkas?nama={quote(name)}", data, **headers)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("ponsel"))


@pytest.fixture(scope="module")
def desk(shared: Path) -> Iterator[RunningDesk]:
    with running_desk(shared, "--no-open", LAN) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(desk: RunningDesk) -> Visitor:
    return desk.enter()


@pytest.fixture
def workspace(shared: Path) -> Path:
    """Return the workspace that all tests use, with an empty tray."""
    tray = shared / "nampan"
    if tray.is_symlink():
        tray.unlink()
    shutil.rmtree(tray, ignore_errors=True)
    return shared


@pytest.fixture
def phone(visitor: Visitor) -> Phone:
    return Phone(lan(visitor)["alamat"])


def lan(visitor: Visitor) -> dict[str, str]:
    told = visitor.get("/api/lan")
    assert isinstance(told, dict)
    return told


def waiting(workspace: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((workspace / "nampan").glob("*"))}


def told_waiting(visitor: Visitor) -> list[dict[str, str]]:
    told = visitor.get("/api/tray")
    assert isinstance(told, dict)
    rows: list[dict[str, str]] = told["berkas"]
    return rows


def tree(workspace: Path) -> dict[str, bytes]:
    root = workspace / "evidence"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_photos_also_heic_and_a_pdf_wait_in_the_tray_and_are_no_evidence(
    visitor: Visitor, phone: Phone, workspace: Path
) -> None:
    before = tree(workspace)
    pdf = (workspace / "evidence" / "scan0001.pdf").read_bytes()
    for name, data in (("IMG_1.HEIC", picture("HEIF")), ("image.jpg", JPEG), ("surat.pdf", pdf)):
        assert phone.send(name, data).status == 200
    assert {name: len(data) for name, data in waiting(workspace).items()} == {
        "IMG_1.heic": len(picture("HEIF")),
        "image.jpg": len(JPEG),
        "surat.pdf": len(pdf),
    }
    assert tree(workspace) == before
    rows = told_waiting(visitor)
    assert [row["nama"] for row in rows] == ["IMG_1.heic", "image.jpg", "surat.pdf"]
    for row in rows:
        drawn = visitor.ask("GET", f"/gambar-nampan/kecil/{row['gambar']}")
        assert drawn.status == 200
        assert drawn.body.startswith(b"\xff\xd8\xff")
    assert "nampan" not in dossier(workspace, "scan").stdout


def test_a_waiting_file_is_put_in_under_a_coded_name_and_undo_brings_it_back_to_the_tray(
    visitor: Visitor, phone: Phone, workspace: Path
) -> None:
    before, pins = tree(workspace), (workspace / "plan" / "pins.yaml").read_bytes()
    phone.send("image.jpg", JPEG)
    names = visitor.post("/api/put/names", {"tempat": PLACE, "nama": ["image.jpg"]}).json()
    assert isinstance(names, dict)
    answer = visitor.post(f"/api/tray/put?kunci={names['kunci']}&nomor=0&nama=image.jpg")
    assert answer.status == 200, answer.text
    path = names["letak"][0]
    assert tree(workspace) == before | {path: JPEG}
    assert waiting(workspace) == {}
    phone.send("image.jpg", picture("JPEG", (1, 2, 3)))  # its name in the tray is taken meanwhile
    assert visitor.post("/api/undo").status == 200
    assert tree(workspace) == before
    assert waiting(workspace)["image (2).jpg"] == JPEG
    assert visitor.post("/api/redo").status == 200
    assert tree(workspace)[path] == JPEG
    assert visitor.post("/api/undo").status == 200
    assert (workspace / "plan" / "pins.yaml").read_bytes() == pins


def test_a_file_of_the_tray_that_is_gone_or_has_other_content_is_not_put_in_again(
    visitor: Visitor, phone: Phone, workspace: Path
) -> None:
    phone.send("image.jpg", JPEG)
    names = visitor.post("/api/put/names", {"tempat": PLACE, "nama": ["image.jpg"]}).json()
    assert isinstance(names, dict)
    put = f"/api/tray/put?kunci={names['kunci']}&nomor=0&nama=image.jpg"
    assert visitor.post(put).status == 200
    assert visitor.post("/api/undo").status == 200
    (workspace / "nampan" / "image.jpg").write_bytes(picture("JPEG", (9, 9, 9)))
    before = tree(workspace)
    assert visitor.post("/api/redo").status == 409
    (workspace / "nampan" / "image.jpg").unlink()
    assert visitor.post(put).status == 404
    assert tree(workspace) == before


def test_nothing_is_overwritten_in_the_tray(phone: Phone, workspace: Path) -> None:
    other = picture("JPEG", (200, 0, 0))
    assert phone.send("image.jpg", JPEG).json() == {"nama": "image.jpg"}
    assert phone.send("image.jpg", other).json() == {"nama": "image (2).jpg"}
    assert waiting(workspace) == {"image.jpg": JPEG, "image (2).jpg": other}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a\nb\r\n.jpg", "a b.jpg"),
        ("../../plan/plan.yaml.jpg", "plan.yaml.jpg"),
        ("..\\..\\Windows\\x.jpg", "x.jpg"),
        ("/etc/passwd.jpg", "passwd.jpg"),
        (".giliran.jpg", "giliran.jpg"),
        ("CON.jpg", "_CON.jpg"),
        ("x\u202egpj.jpg", "x gpj.jpg"),
        ("", "berkas"),
        ("n" * 900 + ".jpg", None),
    ],
)
def test_names_are_cleaned(phone: Phone, workspace: Path, name: str, kept: str | None) -> None:
    assert phone.send(name, JPEG).status == 200
    found = list(waiting(workspace))
    assert len(found) == 1
    assert kept is None or found == [kept]
    assert len(found[0].encode()) < 256
    assert not [*workspace.parent.glob("*.jpg"), *workspace.glob("*.jpg")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("foto.jpg", b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
        ("foto.html", b"<!DOCTYPE html><html></html>"),
        ("foto.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("foto.jpg", b"PK\x03\x04"),
        ("foto.jpg", b"MZ\x90\x00" + bytes(100)),
        ("foto.jpg", b""),
        ("catatan.txt", b"Notulen rapat"),
    ],
)
def test_what_is_neither_picture_nor_pdf_or_disguised_is_refused(
    phone: Phone, workspace: Path, name: str, data: bytes
) -> None:
    answer = phone.send(name, data)
    assert answer.status == 422
    assert "tidak diterima" in answer.text
    assert str(workspace) not in answer.text
    assert waiting(workspace) == {}


def test_five_gigabytes_are_refused_before_they_are_sent_and_while_they_come(phone: Phone, workspace: Path) -> None:
    assert phone.send("besar.jpg", b"x", Content_Length=str(5 << 30)).status == 422
    parts = urlsplit(phone.address)
    with socket.create_connection(("127.0.0.1", parts.port or 0), timeout=60) as line:
        head = (
            f"POST {parts.path}berkas?nama=besar.jpg HTTP/1.1\r\nHost: 127.0.0.1:{parts.port}\r\n"
            f"Origin: http://127.0.0.1:{parts.port}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        line.sendall(head.encode())
        chunk = b"%x\r\n" % (1 << 20) + bytes(1 << 20) + b"\r\n"
        sent = 0
        try:
            for _ in range(5 << 10):
                line.sendall(chunk)
                sent += 1 << 20
        except OSError:
            pass
        assert sent < 2 * lan_access.LARGEST_FILE
    assert waiting(workspace) == {}
    assert not list((workspace / "build" / "cache" / "titipan").rglob("ponsel-*"))


@pytest.mark.parametrize(
    "rest",
    [
        "/",
        "/masuk?kunci=x",
        "/favicon.ico",
        "/laman/desk.js",
        "/api/files",
        "/api/tray",
        "/gambar/kecil/" + "0" * 64,
        "/" + "A" * 43 + "/",
        "/" + "A" * 42 + "/",
    ],
)
def test_without_the_pass_nothing_is_answered(phone: Phone, rest: str) -> None:
    answer = phone.ask("GET", rest)
    assert answer.status == 403
    assert answer.text == lan_access.EXPIRED


@pytest.mark.parametrize(
    "rest",
    [
        "berkas",
        "image.jpg",
        "desk.js",
        "api.js",
        "../",
        "..%2f..%2fplan%2fplan.yaml",
        "%2e%2e/plan.yaml",
        "nampan/image.jpg",
    ],
)
def test_with_the_pass_nothing_can_be_read_but_the_page_itself(phone: Phone, workspace: Path, rest: str) -> None:
    phone.send("image.jpg", JPEG)
    assert phone.ask("GET", rest).status in {403, 404, 405}
    page = phone.ask("GET", "")
    assert page.status == 200
    assert "tidak dienkripsi" in page.text
    assert "set-cookie" not in page.headers
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"
    unit = (workspace / "plan" / "unit.yaml").read_text(encoding="utf-8")
    assert not [
        line for line in unit.splitlines() if len(line) > 12 and line.partition(": ")[2].strip() in page.text.split()
    ]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_the_way_in_takes_nothing_but_files(phone: Phone, method: str) -> None:
    origin = "http://" + urlsplit(phone.address).netloc
    assert phone.ask(method, "berkas", Origin=origin).status == 405


@pytest.mark.parametrize("host", ["localhost", "situs-lain.example", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_host_name_is_refused(phone: Phone, workspace: Path, host: str) -> None:
    assert phone.send("image.jpg", JPEG, Host=host).status == 421
    assert phone.ask("GET", "", Host=host).status == 421
    assert waiting(workspace) == {}


@pytest.mark.parametrize("origin", [None, "null", "https://situs-lain.example", "http://127.0.0.1:1"])
def test_another_page_cannot_upload_even_with_the_pass(phone: Phone, workspace: Path, origin: str | None) -> None:
    assert phone.send("image.jpg", JPEG, Origin=origin).status == 403
    assert waiting(workspace) == {}


def test_a_new_code_ends_the_one_before(visitor: Visitor, phone: Phone, workspace: Path) -> None:
    answer = visitor.post("/api/lan/renew")
    assert answer.status == 200
    assert phone.send("image.jpg", JPEG).status == 403
    assert phone.ask("GET", "").status == 403
    fresh = Phone(lan(visitor)["alamat"])
    assert fresh.address != phone.address
    assert fresh.send("image.jpg", JPEG).status == 200
    assert list(waiting(workspace)) == ["image.jpg"]


def test_the_secrets_of_desk_and_phone_open_nothing_of_the_other(visitor: Visitor, phone: Phone) -> None:
    code = urlsplit(phone.address).path.strip("/")
    entry = urlsplit(visitor.address).query.partition("=")[2]
    cookie, key = visitor.headers["Cookie"], visitor.headers["X-Meja"]
    for secret in (entry, key, cookie.partition("=")[2]):
        assert phone.ask("GET", f"/{secret}/", Cookie=cookie, X_Meja=key).status == 403
        assert phone.ask("GET", "/api/files", Cookie=cookie, X_Meja=key).status == 403
    stranger = Visitor(visitor.address)
    assert stranger.ask("GET", f"/masuk?kunci={code}").status == 403
    assert stranger.ask("GET", f"/{code}/").status == 403
    own = cookie.partition("=")[0]
    assert stranger.ask("GET", "/api/files", Cookie=f"{own}={code}", X_Meja=code).status == 403
    assert visitor.ask("GET", "/api/lan", X_Meja=code).status == 403
    assert visitor.ask("GET", "/api/lan", X_Meja=None).status == 403


def test_the_desk_itself_still_listens_on_loopback_alone_and_no_other_host_name_opens_it(
    visitor: Visitor, phone: Phone
) -> None:
    assert urlsplit(phone.address).port != visitor.port
    assert visitor.ask("GET", "/api/files", Host=urlsplit(phone.address).netloc).status == 421


def test_a_tray_that_is_a_link_out_of_the_tree_takes_and_shows_nothing(
    visitor: Visitor, phone: Phone, workspace: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "luar"
    outside.mkdir()
    (outside / "rahasia.jpg").write_bytes(JPEG)
    (workspace / "nampan").symlink_to(outside)
    answer = phone.send("image.jpg", JPEG)
    assert answer.status == 422
    assert "tautan" in answer.text
    assert [path.name for path in outside.iterdir()] == ["rahasia.jpg"]
    assert told_waiting(visitor) == []


def test_a_link_in_the_tray_is_neither_shown_nor_put_in(visitor: Visitor, workspace: Path, tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.jpg"
    secret.write_bytes(JPEG)
    (workspace / "nampan").mkdir()
    (workspace / "nampan" / "tautan.jpg").symlink_to(secret)
    assert told_waiting(visitor) == []
    names = visitor.post("/api/put/names", {"tempat": PLACE, "nama": ["tautan.jpg"]}).json()
    assert isinstance(names, dict)
    for name in ("tautan.jpg", "../plan/plan.yaml", "../rahasia.jpg", "/etc/passwd", "a\x00b", ""):
        answer = visitor.post(f"/api/tray/put?kunci={names['kunci']}&nomor=0&nama={quote(name)}")
        assert answer.status == 404, answer.text
    assert secret.read_bytes() == JPEG


def test_an_upload_that_breaks_off_leaves_nothing(phone: Phone, workspace: Path) -> None:
    parts = urlsplit(phone.address)
    line = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=60)
    line.putrequest("POST", f"{parts.path}berkas?nama=putus.jpg")
    line.putheader("Origin", f"http://127.0.0.1:{parts.port}")
    line.putheader("Content-Length", "1000000")
    line.endheaders(JPEG)
    line.close()
    assert phone.send("image.jpg", JPEG).status == 200
    assert list(waiting(workspace)) == ["image.jpg"]


def test_without_lan_there_is_no_code_and_nothing_listens_but_the_desk(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path)
    with running_desk(workspace) as running:
        visitor = running.enter()
        assert visitor.get("/api/lan") == {"ada": False}
        assert visitor.post("/api/lan/renew").status == 404
        told = visitor.get("/api/tray")
        assert told == {"berkas": [], "ponsel": False}
        lines = subprocess.run(
            ["ss", "-Hltnp"], capture_output=True, text=True, check=True, timeout=60
        ).stdout.splitlines()
        own = [line.split()[3] for line in lines if f"pid={running.process.pid}," in line]
        assert own == [f"127.0.0.1:{visitor.port}"]


@pytest.mark.parametrize("address", [ANY, "224.0.0.1", "kantor", "::", "192.168.1.5/24", "203.0.113.9"])
def test_an_address_that_is_not_one_of_this_computer_is_refused(workspace: Path, address: str) -> None:
    result = dossier(workspace, "desk", "--no-open", f"--lan={address}")
    assert result.returncode == 13
    assert "--lan=" in result.stderr
    assert "http" not in result.stdout


def test_without_the_library_for_the_code_only_the_upload_is_missing(workspace: Path) -> None:
    start = "import sys; sys.modules.update(segno=None); from dossier.cli.main import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", start, "-C", str(workspace), "desk", "--no-open"]
    result = subprocess.run([*command, LAN], capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 13
    assert "segno" in result.stderr
    assert "dossier[meja]" in result.stderr
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("http://127.0.0.1:")
        process.terminate()


def test_the_terminal_says_that_the_line_is_not_encrypted_and_no_code(desk: RunningDesk, phone: Phone) -> None:
    assert desk.process.stdout is not None
    lines = [desk.process.stdout.readline() for _ in range(2)]
    assert any("tanpa enkripsi" in line for line in lines)
    assert not any(urlsplit(phone.address).path in line for line in lines)
