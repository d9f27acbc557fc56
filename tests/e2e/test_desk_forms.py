"""Answers to the evaluation sheet and new meetings, written at the desk: in Chromium, and asked directly."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import pytest
from axe_selenium_python import Axe
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from tests.support.browser import browser, complaints, look_like
from tests.support.command import copy_sample, dossier
from tests.support.running_desk import RunningDesk, Visitor, running_desk
from tests.support.wait import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

COMMENTED = "# catatan kami\nlembar: 2026\njawaban:\n  A.1.I.i.b: {jawaban: A} # sudah rapat\n"
PARTS = (("lke", "#lke-daftar form"), ("rapat", "#rapat-indikator option"), ("profil", "#profil-isian form"))
ANSWER = {"kunci": "A.1.I.i.a", "isi": {"jawaban": "Ya"}, "catatan": "SK ada", "lama": "kosong"}
PROFILE = ("/api/profil/isi", "/api/profil/logo", "/api/pegawai/tulis")
MEETING = {
    "indikator": "I.3.1",
    "tanggal": "2025-06-10",
    "waktu": "10.00 – 12.00 WIB",
    "tempat": "Aula",
    "acara": "Evaluasi: triwulan II # penting",
    "pimpinan": "Pegawai Satu",
    "peserta": ["Pegawai Dua"],
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return copy_sample(tmp_path)


@pytest.fixture
def desk(workspace: Path) -> Iterator[RunningDesk]:
    with running_desk(workspace) as running:
        yield running


@pytest.fixture
def visitor(desk: RunningDesk) -> Visitor:
    """Return who has the page, once the plan has been assessed."""
    entered = desk.enter()
    entered.post("/api/assess")
    until(lambda: entered.get("/api/lke")["ada"])  # type: ignore[index]  # JSON
    return entered


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, RunningDesk]]:
    """Return a workspace that no test writes to, and its desk, once the plan has been assessed."""
    root = copy_sample(tmp_path_factory.mktemp("utuh"))
    with running_desk(root) as running:
        entered = running.enter()
        entered.post("/api/assess")
        until(lambda: entered.get("/api/lke")["ada"])  # type: ignore[index]  # JSON
        yield root, running


@pytest.fixture
def refused(untouched: tuple[Path, RunningDesk]) -> Iterator[Visitor]:
    """Return who has the page of the desk that nothing is written through."""
    root, running = untouched
    yield running.enter()
    assert not (root / "plan" / "lke.yaml").exists()
    assert not (root / "plan" / "rapat.yaml").exists()
    assert not (root / "naskah").exists()
    assert not (root / "plan" / "anggota.csv").exists()


def test_an_answer_is_written_with_every_comment_kept_and_is_undone_by_its_bytes(
    workspace: Path, visitor: Visitor
) -> None:
    path = workspace / "plan" / "lke.yaml"
    path.write_text(COMMENTED, encoding="utf-8")
    reply = visitor.post("/api/lke/jawab", ANSWER)
    assert reply.status == 200, reply.text
    written = path.read_text(encoding="utf-8")
    assert "# catatan kami\n" in written
    assert "# sudah rapat" in written
    assert "jawaban: Ya" in written
    assert "SK ada" in written
    shape = visitor.get("/api/lke")
    own = next(each for each in shape["pertanyaan"] if each["kunci"] == "A.1.I.i.a")  # type: ignore[index]  # JSON
    assert (own["kata"], own["poin"], own["catatan"]) == ("Ya", own["bobot"], "SK ada")
    assert "1 dari 113" not in dossier(workspace, "lke", "check").stdout
    assert visitor.post("/api/undo").status == 200
    assert path.read_text(encoding="utf-8") == COMMENTED
    assert visitor.post("/api/redo").status == 200
    assert path.read_text(encoding="utf-8") == written


def test_a_note_that_somebody_else_wrote_meanwhile_is_left_and_none_is_emptied(
    workspace: Path, visitor: Visitor
) -> None:
    path = workspace / "plan" / "lke.yaml"
    text = "jawaban:\n  A.1.I.i.a: {jawaban: Ya, catatan: dari orang lain}\n"
    path.write_text(text, encoding="utf-8")
    assert visitor.post("/api/lke/jawab", ANSWER | {"lama": "Ya"}).status == 409
    emptied = ANSWER | {"lama": "Ya", "catatan_lama": "dari orang lain", "catatan": " "}
    reply = visitor.post("/api/lke/jawab", emptied)
    assert reply.status in {404, 422}
    assert "plan/lke.yaml" in reply.text
    assert path.read_text(encoding="utf-8") == text


def test_an_answer_that_somebody_else_changed_meanwhile_is_left(workspace: Path, visitor: Visitor) -> None:
    path = workspace / "plan" / "lke.yaml"
    path.write_text("jawaban:\n  A.1.I.i.a: {jawaban: Tidak}\n", encoding="utf-8")
    reply = visitor.post("/api/lke/jawab", ANSWER)
    assert reply.status == 409
    assert "sekarang Tidak" in reply.text
    assert path.read_text(encoding="utf-8") == "jawaban:\n  A.1.I.i.a: {jawaban: Tidak}\n"


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("A.1.I.i.a", {"jawaban": "A"}),
        ("A.1.I.i.a", {}),
        ("B.I.a", {"nilai": "5"}),
        ("B.I.a", {"nilai": "banyak"}),
        ("A.2.I.i.a", {"agen": "-1"}),
        ("Z.9", {"jawaban": "Ya"}),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_written(refused: Visitor, key: str, typed: dict[str, str]) -> None:
    for address in ("/api/lke/poin", "/api/lke/jawab"):
        assert refused.post(address, ANSWER | {"kunci": key, "isi": typed}).status in {404, 422}


def test_a_value_is_checked_while_it_is_typed_and_written_with_its_decimals(workspace: Path, visitor: Visitor) -> None:
    asked = ANSWER | {"kunci": "B.I.a", "isi": {"nilai": "3,6"}}
    assert visitor.post("/api/lke/poin", asked).json() == {"poin": "15,75", "bobot": "17,50"}
    assert not (workspace / "plan" / "lke.yaml").exists()
    assert visitor.post("/api/lke/jawab", asked).status == 200
    assert "3.6" in (workspace / "plan" / "lke.yaml").read_text(encoding="utf-8")


def test_a_meeting_makes_its_five_papers_and_is_kept_in_the_plan(workspace: Path, visitor: Visitor) -> None:
    reply = visitor.post("/api/rapat/buat", MEETING)
    assert reply.status == 200, reply.text
    papers = sorted(path.name for path in (workspace / "naskah").glob("*.docx"))
    assert len(papers) == 5
    assert papers == sorted(each["nama"] for each in reply.json()["naskah"])  # type: ignore[index]  # JSON
    kept = (workspace / "plan" / "rapat.yaml").read_text(encoding="utf-8")
    assert "Evaluasi: triwulan II # penting" in kept
    assert visitor.post("/api/rapat/buat", MEETING | {"tempat": "Ruang lain"}).status == 422
    assert visitor.post("/api/undo").status == 200
    assert not (workspace / "plan" / "rapat.yaml").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"indikator": "X.1.1"}, {"tanggal": "besok"}, {"tempat": " "}, {"slot": "2031-01"}, {"acara": "a" * 400}],
)
def test_a_meeting_that_is_not_whole_is_refused(refused: Visitor, wrong: dict[str, str]) -> None:
    assert refused.post("/api/rapat/buat", MEETING | wrong).status in {404, 422}


def test_what_nobody_types_is_refused(refused: Visitor) -> None:
    person = {"lama": {}, "baru": {"nama": "Pegawai\x00Satu"}}
    asked = {"kunci": "alamat", "isi": "Jl.\x07 Satu", "lama": ""}
    for address, facts in (
        ("/api/lke/jawab", ANSWER | {"catatan": "SK\x00 ada"}),
        ("/api/rapat/buat", MEETING | {"tempat": "Aula\x1b[31m"}),
        ("/api/profil/isi", asked),
        ("/api/pegawai/tulis", person),
    ):
        assert refused.post(address, facts).status in {404, 422}


@pytest.mark.parametrize("address", ["/api/lke/jawab", "/api/lke/poin", "/api/rapat/buat", *PROFILE])
def test_no_other_page_can_write_through_the_forms(refused: Visitor, address: str) -> None:
    facts = MEETING if "rapat" in address else ANSWER
    for headers in ({"Origin": "https://situs-lain.example"}, {"X-Meja": "salah"}, {"Cookie": ""}):
        stranger = Visitor(refused.address, refused.headers | headers)
        assert stranger.post(address, facts).status == 403


def test_the_profile_takes_a_text_and_a_logo_and_both_are_undone(workspace: Path, visitor: Visitor) -> None:
    path = workspace / "plan" / "unit.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    before = path.read_bytes()
    shown = {each["kunci"]: each["isi"] for each in visitor.get("/api/profil")["isian"]}  # type: ignore[index]  # JSON
    asked = {"kunci": "alamat", "isi": "Jl. Contoh 1 # depan", "lama": shown["alamat"]}
    reply = visitor.post("/api/profil/isi", asked)
    assert reply.status == 200, reply.text
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    text = path.read_text(encoding="utf-8-sig")
    assert 'alamat: "Jl. Contoh 1 # depan"' in text
    assert text.startswith("# Profil unit kerja")
    assert visitor.post("/api/profil/isi", asked).status == 409
    assert visitor.ask("POST", "/api/profil/logo", b"bukan gambar").status in {404, 422}
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    assert visitor.ask("POST", "/api/profil/logo", picture.getvalue()).status == 200
    assert (workspace / "plan" / "logo.png").read_bytes().startswith(b"\x89PNG")
    assert visitor.ask("GET", "/gambar-logo").headers["content-type"] == "image/png"
    for _ in range(2):
        assert visitor.post("/api/undo").status == 200
    assert path.read_bytes() == before


def test_staff_are_added_changed_and_taken_out(workspace: Path, visitor: Visitor) -> None:
    path = workspace / "plan" / "anggota.csv"
    one = {"nama": "Pegawai Satu", "nip": "198501012010011008", "jabatan": "Pelaksana"}
    assert visitor.post("/api/pegawai/tulis", {"lama": {}, "baru": one}).status == 200
    assert "Pegawai Satu;198501012010011008" in path.read_text(encoding="utf-8-sig")
    assert visitor.post("/api/pegawai/tulis", {"lama": one, "baru": {"jabatan": "Kepala"}}).status in {404, 422}
    changed = one | {"jabatan": "Kepala Bagian"}
    assert visitor.post("/api/pegawai/tulis", {"lama": one, "baru": changed}).status == 200
    assert visitor.post("/api/pegawai/tulis", {"lama": one, "baru": {}}).status == 422
    reply = visitor.post("/api/pegawai/tulis", {"lama": changed, "baru": {}})
    assert reply.json()["profil"]["pegawai"] == []  # type: ignore[index]  # JSON
    for _ in range(3):
        assert visitor.post("/api/undo").status == 200
    assert not path.exists()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with browser(tmp_path_factory.mktemp("profil")) as driver:
        yield driver


def opened(driver: Chrome, desk: RunningDesk, part: str) -> None:
    driver.get("about:blank")
    driver.get(desk.address)
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "[data-path]"))
    driver.find_element(By.ID, f"ke-{part}").click()


def test_a_clerk_answers_a_question_and_makes_a_meeting(driver: Chrome, desk: RunningDesk, workspace: Path) -> None:
    look_like(driver)
    complaints(driver)
    opened(driver, desk, "lke")
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "#lke-daftar form"))
    form = driver.find_element(By.CSS_SELECTOR, "form[data-kunci='A.1.I.i.a']")
    form.find_element(By.CSS_SELECTOR, "input[value='Ya']").click()
    until(lambda: "Diperiksa" in form.text)
    form.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    until((workspace / "plan" / "lke.yaml").exists)
    until(lambda: "112 pertanyaan belum dijawab" in driver.find_element(By.ID, "lke-nilai").text)
    driver.find_element(By.ID, "ke-rapat").click()
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "#rapat-indikator option"))
    Select(driver.find_element(By.ID, "rapat-indikator")).select_by_value("I.3.1")
    driver.execute_script("document.getElementById('rapat-tanggal').value = '2025-06-10'")
    for name in ("tempat", "acara"):
        driver.find_element(By.ID, f"rapat-{name}").send_keys("Rapat evaluasi")
    until(lambda: "sudah diisi" in driver.find_element(By.ID, "rapat-periksa").text)
    driver.find_element(By.CSS_SELECTOR, "#rapat-isian button").click()
    until(lambda: len(driver.find_elements(By.CSS_SELECTOR, "#rapat-naskah li")) >= 5)
    assert len(list((workspace / "naskah").glob("*.docx"))) == 5
    assert complaints(driver) == []


def test_what_is_typed_and_not_saved_outlives_a_new_count(driver: Chrome, desk: RunningDesk, visitor: Visitor) -> None:
    look_like(driver)
    opened(driver, desk, "lke")
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "#lke-daftar form"))
    note = "#lke-A-1-I-i-a-catatan"
    driver.find_element(By.CSS_SELECTOR, note).send_keys("SK sudah ada")
    other = ANSWER | {"kunci": "A.1.I.i.b", "isi": {"jawaban": "A"}}
    assert visitor.post("/api/lke/jawab", other).status == 200
    assert visitor.post("/api/assess").status == 200
    driver.find_element(By.ID, "ke-rapat").click()
    driver.find_element(By.ID, "ke-lke").click()
    until(lambda: "112 pertanyaan belum dijawab" in driver.find_element(By.ID, "lke-nilai").text)
    assert driver.find_element(By.CSS_SELECTOR, note).get_attribute("value") == "SK sudah ada"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_automated_check_finds_no_obstacle_in_the_forms(
    driver: Chrome, untouched: tuple[Path, RunningDesk], scheme: str, width: int
) -> None:
    look_like(driver, scheme=scheme, width=width)
    _, desk = untouched
    for part, ready in PARTS:
        opened(driver, desk, part)
        until(partial(driver.find_elements, By.CSS_SELECTOR, ready))
        axe = Axe(driver)
        axe.inject()
        violations = axe.run()["violations"]
        assert not violations, axe.report(violations)
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width
