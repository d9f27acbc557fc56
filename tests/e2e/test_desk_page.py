"""A clerk's afternoon at the desk in a real Chromium: keys, search, drags, many at once, undo, a build."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from axe_selenium_python import Axe
from PIL import Image
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait

from dossier.plan.lke_edit import HEAD as SHEET_HEAD
from dossier.plan.pins_text import HEAD
from tests.support.browser import browser, complaints, look_like, requested
from tests.support.command import REPOSITORY, dossier
from tests.support.running_desk import RunningDesk, running_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

SECONDS: Final = 120
BUILDING: Final = 300
DAYS: Final = ("20250204", "20250311")


@dataclass(frozen=True)
class DeskPage:
    """The page of a desk in a browser, and the workspace below it."""

    driver: Chrome
    desk: RunningDesk
    workspace: Path

    @property
    def pins(self) -> str:
        path = self.workspace / "plan" / "pins.yaml"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def find(self, name: str) -> WebElement:
        return self.driver.find_element(By.ID, name)

    def all(self, selector: str) -> list[WebElement]:
        return [each for each in self.driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()]

    def open(self) -> None:
        self.driver.get("about:blank")
        self.driver.get(self.desk.address)
        self.until(lambda: bool(self.all("[data-path]")))
        self.until(lambda: bool(self.at_hand()))

    def until(self, condition: object, seconds: int = SECONDS) -> None:
        WebDriverWait(self.driver, seconds, 0.02).until(lambda _: condition())  # type: ignore[operator]

    def at_hand(self) -> str:
        return self.find("nama-berkas").text

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def says(self, text: str) -> None:
        self.until(lambda: text in self.find("kabar").text)

    def tile(self, name: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, f"[data-path$='{name}']")

    def choose_file(self, name: str) -> None:
        self.tile(name).find_element(By.CSS_SELECTOR, ".tile").click()
        assert self.at_hand() == name


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Return a browser that all tests of the module share."""
    with browser(tmp_path_factory.mktemp("profil")) as driver:
        yield driver


def photo(folder: Path, name: str, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (320, 240), (number * 6 % 256, 90, 160)).save(folder / name)


def forty_files(root: Path) -> Path:
    """Return a workspace with 38 photos of which nobody knows what they show, and two that may be several things."""
    shutil.copytree(REPOSITORY / "plan", root / "plan")
    (root / "plan" / "pins.yaml").unlink()
    for number in range(38):
        day = DAYS[number % 2]
        photo(root / "evidence" / "dari ponsel", f"IMG-{day}-WA{number:04}.jpg", number)
    for number, name in enumerate(("Daftar hadir.jpg", "Daftar hadir (2).jpg")):
        photo(root / "evidence" / "I Manajemen Perubahan", name, 50 + number)
    return root


@pytest.fixture
def page(driver: Chrome, tmp_path: Path) -> Iterator[DeskPage]:
    """Return a fresh workspace of forty open files, on the desk, at desktop width."""
    root = forty_files(tmp_path)
    look_like(driver)
    complaints(driver)
    with running_desk(root) as desk:
        opened = DeskPage(driver, desk, root)
        opened.open()
        yield opened
        driver.get("about:blank")


@pytest.fixture(scope="module")
def kept(driver: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskPage]:
    """Return a desk that all tests share that decide nothing."""
    root = forty_files(tmp_path_factory.mktemp("dibaca"))
    with running_desk(root) as desk:
        yield DeskPage(driver, desk, root)
        driver.get("about:blank")


@pytest.fixture
def reading(kept: DeskPage) -> DeskPage:
    """Return the shared desk, freshly opened at desktop width."""
    look_like(kept.driver)
    complaints(kept.driver)
    kept.open()
    return kept


def entry(path: str, indicator: str, requirement: str = "", slot: str = "") -> str:
    lines = [f"- berkas: {path}", f"  indikator: {indicator}"]
    lines += [f"  butir: {requirement}"] if requirement else []
    return "\n".join([*lines, *([f"  slot: {slot}"] if slot else []), ""])


def rejected(path: str, reason: str = "") -> str:
    return f"- berkas: {path}\n  bukan: true\n" + (f"  alasan: {reason}\n" if reason else "")


def of_day(day: str) -> list[str]:
    return [f"dari ponsel/IMG-{day}-WA{n:04}.jpg" for n in range(38) if DAYS[n % 2] == day]


def by_search(page: DeskPage, path: str, words: str) -> None:
    """Put the file at hand where the first answer of the search says, with the keyboard alone."""
    assert page.at_hand() == Path(path).name
    page.press("k")
    page.press(words)
    page.until(lambda: page.all("#temuan .choice"))
    page.press(Keys.ENTER)
    page.press(Keys.ENTER)


def by_chips(page: DeskPage, path: str) -> str:
    """Put the file at hand into the second month of a requirement, and return the entry."""
    by_search(page, path, "I.3.1.a")
    page.until(lambda: page.find("tempat").is_displayed())
    page.find("tempat").submit()
    assert page.find("tempat").is_displayed()  # no month is no answer
    month = page.all("#pilih-bulan input")[1]
    slot = str(month.get_attribute("value"))
    month.click()
    page.driver.find_element(By.CSS_SELECTOR, "#tempat .main").click()
    return entry(path, "I.3.1", "a", slot)


def by_drag(page: DeskPage, path: str) -> str:
    """Drag a file onto an indicator, leave the requirement open, and return the entry."""
    page.driver.find_elements(By.CSS_SELECTOR, "#pohon summary")[4].click()
    target = page.driver.find_element(By.CSS_SELECTOR, "[data-code='V.1.2']")
    ActionChains(page.driver).drag_and_drop(page.tile(Path(path).name), target).perform()
    page.until(lambda: page.find("tempat").is_displayed())
    page.driver.find_element(By.CSS_SELECTOR, "#pilih-butir input[value='']").click()
    page.press(Keys.ENTER)
    return entry(path, "V.1.2")


def all_of_a_day(page: DeskPage, paths: list[str]) -> str:
    """Reject all photos of the second day at once, and return the entries."""
    page.driver.find_elements(By.CSS_SELECTOR, ".group-head button")[1].click()
    assert f"{len(paths)} berkas" in page.find("dipilih").text
    page.find("alasan").send_keys("foto pribadi")
    page.driver.find_element(By.CSS_SELECTOR, "#tolak button[type=submit]").click()
    page.says(f"{len(paths)} berkas")
    return "".join(rejected(path, "foto pribadi") for path in paths)


def five_and_back(page: DeskPage) -> None:
    """Reject five more and take them back."""
    before = page.pins.count("- berkas")
    for _ in range(5):
        page.press("n")
    page.until(lambda: page.pins.count("- berkas") == before + 5)
    for _ in range(5):
        page.press("u")
    page.until(lambda: page.pins.count("- berkas") == before)


def test_an_afternoon_of_sorting_leaves_exactly_the_decisions_that_were_made(page: DeskPage) -> None:
    first, second = of_day(DAYS[0]), of_day(DAYS[1])
    expected = HEAD
    assert page.find("jumlah").text.startswith("40 belum diputuskan")
    page.choose_file(Path(first[0]).name)
    for path in first[:9]:  # the next file is there at once
        assert page.at_hand() == Path(path).name
        page.press("n")
        expected += rejected(path)
    page.says("Tersimpan")
    for path in first[9:12]:
        by_search(page, path, "banner gratifikasi")
        expected += entry(path, "V.1.1", "b")
    expected += by_chips(page, first[12])
    expected += by_drag(page, first[13])
    expected += all_of_a_day(page, second)
    page.until(lambda: page.pins == expected)
    five_and_back(page)
    page.until(lambda: page.pins == expected)
    page.until(lambda: page.find("jumlah").text.startswith("7 belum diputuskan"))
    page.find("batal").click()
    page.until(lambda: "foto pribadi" not in page.pins)
    page.find("ulang").click()
    page.until(lambda: page.pins == expected)
    before = tree(page.workspace / "evidence")
    new = three_put_in(page)
    one_answer(page)
    one_meeting(page)
    page.find("susun").click()
    page.until(lambda: page.find("hasil").is_displayed() or page.find("galat").text, BUILDING)
    assert page.find("galat").text == ""
    assert tree(page.workspace / "evidence") == before | new
    assert page.pins.startswith(expected)
    assert complaints(page.driver) == []


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def three_put_in(page: DeskPage) -> dict[str, bytes]:
    """Put three photos of one event in, and return their paths and bytes."""
    pictures = []
    for number in range(3):
        picture = page.workspace / f"baru-{number}.png"
        Image.new("RGB", (30, 20 + number), "teal").save(picture)
        pictures.append(picture)
    page.find("berkas-baru").send_keys("\n".join(map(str, pictures)))
    area = page.driver.find_elements(By.CSS_SELECTOR, "#pohon summary")[4]
    if not page.all("[data-code='V.1.1']"):
        area.click()
    page.driver.find_element(By.CSS_SELECTOR, "[data-code='V.1.1']").click()
    page.driver.find_element(By.CSS_SELECTOR, "#pilih-butir input[value='b']").click()
    page.press(Keys.ENTER)
    page.until(lambda: page.find("titipan").is_displayed())
    names = [each.text for each in page.driver.find_elements(By.CSS_SELECTOR, "#nama-baru code")]
    assert len(set(names)) == 3
    page.find("jadi").click()
    places = [page.workspace / "evidence" / name for name in names]
    page.until(lambda: all(place.exists() for place in places))
    return {name: picture.read_bytes() for name, picture in zip(names, pictures, strict=True)}


def one_answer(page: DeskPage) -> None:
    """Answer one question of the sheet; nothing else is written."""
    page.find("ke-lke").click()
    page.until(lambda: bool(page.all("#lke-daftar form")))
    form = page.driver.find_element(By.CSS_SELECTOR, "form[data-kunci='A.1.I.i.a']")
    form.find_element(By.CSS_SELECTOR, "input[value='Ya']").click()
    form.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    answers = page.workspace / "plan" / "lke.yaml"
    page.until(answers.exists)
    text = answers.read_text(encoding="utf-8")
    assert text == f"{SHEET_HEAD}lembar: 2026\njawaban:\n  A.1.I.i.a:\n    jawaban: Ya\n"


def one_meeting(page: DeskPage) -> None:
    """Make the papers of one meeting."""
    page.find("ke-rapat").click()
    page.until(lambda: bool(page.all("#rapat-indikator")) and bool(page.find("rapat-indikator").text))
    Select(page.find("rapat-indikator")).select_by_value("I.3.1")
    page.driver.execute_script("document.getElementById('rapat-tanggal').value = '2025-06-10'")
    page.find("rapat-tempat").send_keys("Aula")
    page.find("rapat-acara").send_keys("Evaluasi")
    page.find("rapat-peserta").send_keys("Pegawai Dua")
    leader = str(page.find("rapat-pimpinan").get_attribute("value"))
    page.driver.find_element(By.CSS_SELECTOR, "#rapat-isian button").click()
    page.until(lambda: len(page.all("#rapat-naskah li")) >= 5)
    assert len(list((page.workspace / "naskah").glob("*.docx"))) == 5
    assert (
        (page.workspace / "plan" / "rapat.yaml")
        .read_text(encoding="utf-8")
        .endswith(
            "- indikator: I.3.1\n  slot: 2025-06\n  tanggal: 2025-06-10\n  tempat: Aula\n  acara: Evaluasi\n"
            f"  pimpinan: {leader}\n  peserta:\n    - Pegawai Dua\n"
        )
    )


def test_the_page_asks_its_own_desk_alone_and_nothing_of_it_is_inline(page: DeskPage) -> None:
    requested(page.driver)
    page.driver.refresh()
    page.until(lambda: bool(page.at_hand()))
    page.press("n")
    page.says("Tersimpan")
    asked = {url.partition("?")[0] for url in requested(page.driver) if url.startswith("http")}
    own = page.desk.stranger.origin
    known = {f"{own}{path}" for path in ("/", "/masuk", *(f"/api/{name}" for name in API))}
    known |= {f"{own}/laman/{name}" for name in web_names()}
    assert {url for url in asked if "/gambar/" not in url} <= known
    assert all(url.startswith(f"{own}/") for url in asked)
    inline = "return document.querySelectorAll('[style], style, script:not([src]), [onclick]').length"
    assert page.driver.execute_script(inline) == 0


API: Final = (
    *("put", "put/names", "status", "assess", "note", "rename", "plan", "files", "file", "search", "decide"),
    *("undo", "redo", "events", "build", "stop", "pages", "tray"),
)


def web_names() -> list[str]:
    return ["states.css", *(path.name for path in (REPOSITORY / "dossier" / "desk" / "web").iterdir())]


def test_candidates_are_chosen_by_their_number_and_tell_their_reasons(page: DeskPage) -> None:
    page.choose_file("Daftar hadir.jpg")
    page.until(lambda: page.all("#calon .choice"))
    code = page.all("#calon .code")[0].text
    assert "kata cocok" in page.find("calon").text
    page.press("1")
    if page.find("tempat").is_displayed():
        page.all("#pilih-bulan input")[0].click()
        page.press(Keys.ENTER)
    page.until(lambda: "Daftar hadir.jpg" in page.pins)
    assert f"  indikator: {code.rpartition('.')[0]}\n  butir: {code.rpartition('.')[2]}\n" in page.pins


def test_the_entry_is_left_at_once_and_a_second_tab_needs_no_key(reading: DeskPage) -> None:
    assert reading.driver.current_url == reading.desk.stranger.origin + "/"
    assert reading.driver.execute_script("return document.cookie") == ""
    reading.driver.get(reading.desk.stranger.origin + "/")
    reading.until(lambda: reading.all("[data-path]"))


def test_what_another_program_decides_is_followed_and_what_the_desk_refuses_comes_back(page: DeskPage) -> None:
    name = Path(of_day(DAYS[0])[3]).name
    path = page.workspace / "plan" / "pins.yaml"
    path.write_text(HEAD + "# tulisan tangan\n" + rejected(f"dari ponsel/{name}"), encoding="utf-8")
    page.until(lambda: page.find("jumlah").text.startswith("39 belum diputuskan"))
    assert not page.driver.find_elements(By.CSS_SELECTOR, f"[data-path$='{name}']")
    path.write_text("- berkas: [\n", encoding="utf-8")
    here = page.at_hand()
    page.press("n")
    page.until(lambda: "pins" in page.find("galat").text)
    page.until(lambda: page.driver.find_elements(By.CSS_SELECTOR, f"[data-path$='{here}']"))
    assert path.read_text(encoding="utf-8") == "- berkas: [\n"


def test_a_picture_is_turned_and_enlarged_without_touching_the_file(reading: DeskPage) -> None:
    path = reading.workspace / "evidence" / of_day(DAYS[0])[0]
    before = path.read_bytes()
    reading.press("r", "+")
    assert str(reading.find("gambar").get_attribute("class")).split() == ["zoom-2", "turn-90"]
    reading.press("-")
    assert reading.find("gambar").get_attribute("class") == "turn-90"
    assert path.read_bytes() == before


def test_keys_of_one_letter_can_be_turned_off_and_never_act_while_somebody_types(reading: DeskPage) -> None:
    reading.find("alasan").send_keys("nnn1")
    reading.find("nama").send_keys("n")
    reading.find("nama").clear()
    reading.find("judul-daftar").click()
    reading.press("?")
    reading.find("pintasan").click()
    reading.find("tutup-bantuan").click()
    reading.find("judul-daftar").click()
    reading.press("n")
    assert reading.pins == ""
    reading.find("tanya").click()
    reading.find("pintasan").click()
    reading.find("tutup-bantuan").click()


def test_the_lists_are_narrowed_by_standing_and_by_name(reading: DeskPage) -> None:
    Select(reading.find("lihat")).select_by_value("rancu")
    assert {str(each.get_attribute("data-path")) for each in reading.all("[data-path]")} <= {
        "I Manajemen Perubahan/Daftar hadir.jpg",
        "I Manajemen Perubahan/Daftar hadir (2).jpg",
    }
    Select(reading.find("lihat")).select_by_value("semua")
    reading.find("nama").send_keys("wa0003")
    assert len(reading.all("[data-path]")) == 1


def test_the_page_builds_tells_how_far_it_is_and_shows_the_result(page: DeskPage) -> None:
    page.find("susun").click()
    page.until(lambda: page.find("hasil").is_displayed() or page.find("galat").text, BUILDING)
    assert page.find("galat").text == ""
    assert "build/dossier.pdf" in page.find("hasil").text
    assert (page.workspace / "build" / "dossier.pdf").is_file()
    assert page.find("susun").is_enabled()


def test_closing_the_desk_from_the_page_says_so(page: DeskPage) -> None:
    page.press("n")
    page.find("tutup-meja").click()
    page.until(lambda: "Meja sudah ditutup" in page.driver.find_element(By.TAG_NAME, "body").text)
    assert page.desk.process.wait(SECONDS) == 0
    assert page.pins.count("- berkas") == 1


def turn_to_status(page: DeskPage) -> None:
    page.find("ke-keadaan").click()
    page.until(lambda: page.all("#totals li"))


def test_the_state_of_the_plan_is_that_of_the_gap_list_and_follows_a_decision(page: DeskPage) -> None:
    path = of_day(DAYS[0])[0]
    page.choose_file(Path(path).name)
    turn_to_status(page)
    listed = dossier(page.workspace, "gaps", "--format", "json")
    summary = json.loads(listed.stdout)["summary"]
    shown = {
        str(each.get_attribute("class")): int(each.text.rpartition(": ")[2]) for each in page.all("#totals [class]")
    }
    assert shown == {f"s-{state}": count for state, count in summary.items()}
    present = page.find("totals").text
    page.find("ke-pilah").click()
    by_search(page, path, "V.1.1.a")
    page.find("ke-keadaan").click()
    page.until(lambda: page.find("totals").text != present)
    assert f"ada: {summary['ada'] + 1}" in page.find("totals").text


def test_a_requirement_shows_its_months_and_takes_person_and_follow_up_which_can_be_undone(page: DeskPage) -> None:
    notes = page.workspace / "plan" / "tindak-lanjut.yaml"
    turn_to_status(page)
    page.driver.find_elements(By.CSS_SELECTOR, "#matriks summary")[0].click()
    page.until(lambda: page.all("#matriks .link"))
    next(each for each in page.all("#matriks .link") if each.text.startswith("I.3.1.a")).click()
    assert "Februari 2025" in page.find("isi-butir").text
    page.find("isian-2025-02-orang").send_keys("Pegawai Satu")
    page.find("isian-2025-02-tindak").send_keys("Undangan: dicetak # ulang")
    page.find("isian-2025-02-tindak").send_keys(Keys.ENTER)
    page.until(notes.exists)
    page.until(lambda: "Pegawai Satu" in notes.read_text(encoding="utf-8"))
    page.find("tutup-butir").click()
    page.until(lambda: "Pegawai Satu" in page.find("orang").text)
    page.find("batal").click()
    page.until(lambda: "Pegawai Satu" not in notes.read_text(encoding="utf-8"))


def test_new_files_are_shown_with_their_names_and_put_in(page: DeskPage, tmp_path: Path) -> None:
    picture = tmp_path / "baru.png"
    Image.new("RGB", (30, 20), "teal").save(picture)
    page.find("berkas-baru").send_keys(str(picture))
    assert "1 berkas menunggu" in page.find("menunggu").text
    page.driver.find_elements(By.CSS_SELECTOR, "#pohon summary")[4].click()
    page.driver.find_element(By.CSS_SELECTOR, "[data-code='V.1.1']").click()
    page.driver.find_element(By.CSS_SELECTOR, "#pilih-butir input[value='b']").click()
    page.press(Keys.ENTER)
    page.until(lambda: page.find("titipan").is_displayed())
    name = page.driver.find_element(By.CSS_SELECTOR, "#nama-baru code").text
    place = page.workspace / "evidence" / name
    assert name.endswith("V.1.1.b Spanduk gratifikasi.png")
    assert not place.exists()
    page.find("jadi").click()
    page.until(place.exists)
    assert place.read_bytes() == picture.read_bytes()
    page.until(lambda: page.find("batal").is_enabled())
    page.find("batal").click()
    page.until(lambda: not place.exists())


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_automated_check_finds_no_obstacle_in_the_state_of_the_plan(
    reading: DeskPage, scheme: str, width: int
) -> None:
    look_like(reading.driver, scheme=scheme, width=width)
    turn_to_status(reading)
    reading.driver.find_elements(By.CSS_SELECTOR, "#matriks summary")[0].click()
    reading.until(lambda: reading.all("#matriks .link"))
    for is_open in (False, True):
        if is_open:
            reading.all("#matriks .link")[0].click()
        axe = Axe(reading.driver)
        axe.inject()
        violations = axe.run()["violations"]
        assert not violations, axe.report(violations)
        assert reading.driver.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_automated_check_finds_no_obstacle(reading: DeskPage, scheme: str, width: int) -> None:
    look_like(reading.driver, scheme=scheme, width=width)
    reading.press("x")
    reading.find("kata").send_keys("rapat")
    reading.until(lambda: reading.all("#temuan .choice"))
    reading.driver.find_elements(By.CSS_SELECTOR, "#pohon summary")[0].click()
    reading.driver.find_element(By.CSS_SELECTOR, "[data-code='I.3.1']").click()
    assert reading.find("tempat").is_displayed()
    axe = Axe(reading.driver)
    axe.inject()
    violations = axe.run()["violations"]
    assert not violations, axe.report(violations)
    assert reading.driver.execute_script("return document.documentElement.scrollWidth") <= width
