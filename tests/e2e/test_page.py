"""The offline page in a real Chromium, opened from a folder as a user does."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import io
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from axe_selenium_python import Axe
from pypdf import PdfReader
from pypdf.generic import Destination
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait

from dossier.pipeline import build as make
from dossier.state.workspace import Workspace
from tests.support.browser import browser, complaints, look_like, requested
from tests.support.command import copy_sample, dossier
from tests.support.listening import listening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

OPTIONS: Final = ("--office", "internal")
HOSTILE: Final = (
    "<script>alert(1)<⁄script> \"'&.txt".encode(),
    b"baris\nkedua.txt",
    "kanan\u202efdp.txt".encode(),
    b"I.3.1 Undangan caf\xe9 100% #1?.txt",
)
LOOSE: Final = 60  # files that nothing places: more than a list shows at once


@dataclasses.dataclass(frozen=True)
class Page:
    """The page in a browser, and what the same build says elsewhere."""

    driver: Chrome
    build: Path

    @property
    def address(self) -> str:
        return (self.build / "laporan" / "index.html").as_uri()

    @property
    def gaps(self) -> dict[str, list[dict[str, str]]]:
        return dict(json.loads((self.build / "kesenjangan.json").read_bytes()))

    def find(self, name: str) -> WebElement:
        return self.driver.find_element(By.ID, name)

    def choose(self, name: str, value: str) -> None:
        Select(self.find(name)).select_by_value(value)

    def seen(self, selector: str) -> list[WebElement]:
        return [each for each in self.driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()]

    def open_all(self) -> None:
        self.find("buka").click()
        everything = "return [...document.querySelectorAll('.indicator:not([hidden])')].every(each => each.open)"
        WebDriverWait(self.driver, 20).until(lambda driver: driver.execute_script(everything))

    def result(self) -> str:
        return self.find("hasil").text


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the `build/` of the sample with hostile names, many loose files and one person in charge."""
    workspace = copy_sample(tmp_path_factory.mktemp("halaman"))
    for name in HOSTILE:
        Path(os.fsdecode(os.fsencode(workspace / "evidence") + b"/" + name)).write_text("isinya utuh", encoding="utf-8")
    for number in range(LOOSE):
        (workspace / "evidence" / f"xyzzy {number:02}.txt").write_text(f"catatan {number}", encoding="utf-8")
    area = workspace / "plan" / "VI-peningkatan-kualitas-pelayanan-publik.yaml"
    text = area.read_text(encoding="utf-8")
    area.write_text(re.sub(r"(?m)^kode: VI$", "kode: VI\npenanggung_jawab: Pegawai Satu", text), encoding="utf-8")
    for day in (dt.date(2025, 6, 1), dt.date(2025, 7, 1)):
        make(Workspace(workspace), day, office="internal")  # the command would not record another day than today
    return workspace / "build"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Return a browser that all tests of the module share."""
    with browser(tmp_path_factory.mktemp("profil")) as driver:
        yield driver


@pytest.fixture
def page(driver: Chrome, build: Path) -> Page:
    """Return the page freshly opened at desktop width."""
    opened = Page(driver, build)
    look_like(driver)
    complaints(driver)
    driver.get("about:blank")
    driver.get(opened.address)
    return opened


def test_it_opens_from_a_folder_without_a_complaint_and_asks_for_nothing_else(page: Page) -> None:
    requested(page.driver)
    page.driver.refresh()
    page.open_all()
    page.find("kata").send_keys("undangan")
    assert complaints(page.driver) == []
    assert {url for url in requested(page.driver) if not url.startswith("chrome:")} == {page.address}


def test_nothing_that_gets_into_the_page_can_reach_the_network_or_run(page: Page) -> None:
    attack = """
        const [address, done] = arguments;
        const picture = new Image(); picture.src = address;
        const markup = document.createElement('div'); document.body.append(markup);
        markup.innerHTML = '<a id="jebakan" onclick="document.title = 1">x</a>';
        document.getElementById('jebakan').click();
        fetch(address).catch(() => done(document.title));
    """
    with listening() as listener:
        title = page.driver.execute_async_script(attack, listener.address())
        assert listener.heard == []
    assert title.startswith("Laporan bukti")
    assert sum("Content Security Policy" in each for each in complaints(page.driver)) >= 3


def test_it_shows_the_totals_of_the_gap_list(page: Page) -> None:
    summary = json.loads((page.build / "kesenjangan.json").read_bytes())["summary"]
    shown = {each.get_attribute("data-total"): int(each.text) for each in page.seen("[data-total]")}
    assert shown == {**summary, "jumlah": sum(summary.values())}
    assert len(page.seen("#perjalanan figure")) == 7


def test_the_search_answers_while_one_types_over_indicators_and_files(page: Page) -> None:
    box = page.find("kata")
    box.send_keys("DAFTAR hadir")
    codes = [each.get_attribute("data-code") for each in page.seen(".indicator")]
    assert "I.3.1" in codes
    assert "II.1.1" not in codes
    assert not page.find("ringkasan").is_displayed()
    files = [each.text for each in page.seen("#berkas .file-name")]
    assert files
    assert all("daftar" in each.lower() and "hadir" in each.lower() for each in files)
    assert page.result() == f"{len(codes)} indikator dan {len(files)} berkas cocok."
    box.send_keys(" zzz")
    assert page.result() == "0 indikator dan 0 berkas cocok."
    assert page.find("tanpa-indikator").is_displayed()
    page.driver.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    WebDriverWait(page.driver, 5).until(lambda _: page.find("ringkasan").is_displayed())
    assert len(page.seen(".indicator")) == 71


def test_a_file_name_finds_the_indicator_that_it_serves(page: Page) -> None:
    page.find("kata").send_keys("caf⟨0xE9⟩")
    assert [each.get_attribute("data-code") for each in page.seen(".indicator")] == ["I.3.1"]


@pytest.mark.parametrize(
    ("field", "value", "key", "wanted"),
    [
        ("keadaan", "bermasalah", "state", "bermasalah"),
        ("bulan", "2025-06", "slot", "2025-06"),
        ("orang", "=Pegawai Satu", "person", "Pegawai Satu"),
        ("orang", "-", "person", ""),
        ("area", "II", "area", "II"),
    ],
)
def test_each_filter_shows_exactly_the_slots_that_fit(
    page: Page, field: str, value: str, key: str, wanted: str
) -> None:
    slots = [slot | {"area": slot["indicator"].partition(".")[0]} for slot in page.gaps["slots"]]
    expected = [number for number, slot in enumerate(slots) if slot[key] == wanted]
    assert expected
    page.choose(field, value)
    page.open_all()
    shown = [int(each.get_attribute("data-number") or "") for each in page.seen(".slot")]
    assert shown == expected


def test_filters_work_together_and_the_unfinished_ones_are_one_choice(page: Page) -> None:
    page.choose("keadaan", "!ada")
    page.choose("area", "VI")
    page.choose("bulan", "2025-01")
    page.open_all()
    slots = page.gaps["slots"]
    expected = [
        number
        for number, slot in enumerate(slots)
        if slot["state"] != "ada" and slot["indicator"].startswith("VI.") and slot["slot"] == "2025-01"
    ]
    assert [int(each.get_attribute("data-number") or "") for each in page.seen(".slot")] == expected


def test_a_total_is_a_button_that_filters_by_its_state(page: Page) -> None:
    page.driver.find_element(By.CSS_SELECTOR, "[data-choose=perlu_konfirmasi]").click()
    assert Select(page.find("keadaan")).first_selected_option.get_attribute("value") == "perlu_konfirmasi"
    assert page.driver.switch_to.active_element == page.find("keadaan")


def addresses(page: Page) -> set[str]:
    """Return every address in the page with all lists grown to their end."""
    page.open_all()
    while more := page.seen("button.more"):
        more[0].click()
    links = "return [...document.querySelectorAll('a')].map(each => each.href)"
    return set(page.driver.execute_script(links))


def test_every_link_leads_to_a_file_or_page_that_is_there(page: Page) -> None:
    found = addresses(page)
    pages = len(PdfReader(page.build / "dossier.pdf").pages)
    own = page.address
    evidence = set()
    for address in found:
        if address.startswith(f"{own}#"):
            assert page.driver.find_elements(By.ID, address.partition("#")[2])
            continue
        parts = urlsplit(address)
        assert parts.scheme == "file"
        target = Path(os.fsdecode(unquote_to_bytes(parts.path)))
        assert target.is_file(), address
        if target.parent == page.build:
            assert 1 <= int(parts.fragment.removeprefix("page=")) <= pages
        else:
            evidence.add(os.fsencode(target.name))
    assert evidence >= set(HOSTILE)


def bookmarks(reader: PdfReader, marks: Sequence[object]) -> dict[str, int | None]:
    """Return title ─► page, counted from 0, of all bookmarks."""
    found: dict[str, int | None] = {}
    for mark in marks:
        if isinstance(mark, list):
            found |= bookmarks(reader, mark)
        elif isinstance(mark, Destination):
            found[str(mark.title)] = reader.get_destination_page_number(mark)
    return found


def test_the_page_of_a_file_is_the_one_that_the_dossier_bookmarks(page: Page) -> None:
    reader = PdfReader(page.build / "dossier.pdf")
    name = "I.3.1 Undangan rapat 2025-02.pdf"
    page.find("kata").send_keys(name)
    link = page.seen("#berkas .file-name a.page")[0]
    number = int((link.get_attribute("href") or "").rpartition("=")[2])
    assert link.text == f"dossier hlm. {number}"
    assert bookmarks(reader, reader.outline)[name] == number - 1


@pytest.mark.parametrize("name", HOSTILE)
def test_chromium_opens_evidence_of_any_name(page: Page, name: bytes) -> None:
    ours = [each for each in addresses(page) if unquote_to_bytes(urlsplit(each).path).endswith(name)]
    assert len(ours) == 1
    page.driver.get(ours[0])
    assert page.driver.find_element(By.TAG_NAME, "body").text == "isinya utuh"


def test_links_open_beside_the_page_and_tell_nobody_where_they_come_from(page: Page) -> None:
    page.open_all()
    outward = page.driver.find_elements(By.CSS_SELECTOR, "a:not([href^='#'])")
    assert outward
    assert {(each.get_attribute("target"), each.get_attribute("rel")) for each in outward} == {
        ("_blank", "noopener noreferrer")
    }


def test_hostile_names_are_shown_and_change_nothing(page: Page) -> None:
    page.find("kata").send_keys("<script>")
    names = [each.text for each in page.seen("#berkas .file-name")]
    assert names == ["<script>alert(1)<⁄script> \"'&.txt dossier hlm. " + names[0].rpartition(" ")[2]]
    page.find("kata").clear()
    page.find("kata").send_keys("⟨U+202E⟩")
    assert len(page.seen("#berkas .file-name")) == 1


def test_a_long_list_grows_by_a_button_and_leads_the_keyboard_on(page: Page) -> None:
    box = page.driver.find_element(By.CSS_SELECTOR, "[data-group='tanpa tempat']")
    before = len(box.find_elements(By.CSS_SELECTOR, ".file"))
    button = box.find_element(By.CSS_SELECTOR, "button.more")
    assert f"({before} dari " in button.text
    button.click()
    files = box.find_elements(By.CSS_SELECTOR, ".file")
    assert len(files) > before
    assert page.driver.switch_to.active_element == files[before]


def test_the_matrix_leads_to_an_indicator_even_when_filters_hide_it(page: Page) -> None:
    page.driver.find_element(By.CSS_SELECTOR, "#matriks a[href='#i-I.3.1']").click()
    assert page.find("i-I.3.1").get_attribute("open") is not None
    page.choose("area", "VI")
    assert not page.find("i-I.3.1").is_displayed()
    page.driver.find_element(By.CSS_SELECTOR, "nav a[href='#area-I']").click()
    WebDriverWait(page.driver, 5).until(lambda _: page.find("area-I").is_displayed())


def test_an_opened_indicator_shows_columns_files_reasons_and_what_to_do(page: Page) -> None:
    page.driver.get(page.address + "#i-I.3.1")
    page.driver.refresh()
    text = page.find("i-I.3.1").text
    for word in ("Langkah aksi", "Bukti fisik", "Target waktu", "alasan (kode, nilai 0,98)", "Simpan sebagai"):
        assert word in text
    assert "dossier render I.3.1.a --period 2025-06" in text
    assert "kata sandi diperlukan" in text
    assert "Ganti “I Manajemen Perubahan" in text


def test_the_keyboard_alone_skips_to_the_content_and_opens_an_indicator(page: Page) -> None:
    page.driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = page.driver.switch_to.active_element
    assert skip.text == "Langsung ke isi"
    skip.send_keys(Keys.ENTER)
    WebDriverWait(page.driver, 5).until(lambda driver: driver.switch_to.active_element == page.find("isi"))
    page.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert page.driver.switch_to.active_element == page.find("kata")
    summary = page.find("i-I.1.1").find_element(By.TAG_NAME, "summary")
    summary.send_keys(Keys.ENTER)
    WebDriverWait(page.driver, 5).until(lambda _: page.seen("[id='i-I.1.1'] .file"))


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_automated_check_finds_no_obstacle(page: Page, scheme: str, width: int) -> None:
    look_like(page.driver, scheme=scheme, width=width)
    page.driver.refresh()
    # One indicator of each sort of state is enough; all of them make the check slow, not better.
    opened = "for (const code of arguments) document.getElementById('i-' + code).open = true;"
    page.driver.execute_script(opened, "I.3.1", "I.4.2", "V.5.5", "VI.2.5")
    page.driver.execute_script("document.querySelectorAll('nav details, .figures').forEach(e => { e.open = true; })")
    WebDriverWait(page.driver, 20).until(lambda _: page.seen("[id='i-I.3.1'] .file"))
    axe = Axe(page.driver)
    axe.inject()
    violations = axe.run()["violations"]
    assert not violations, axe.report(violations)


@pytest.mark.parametrize("width", [360, 390])
def test_a_phone_never_scrolls_sideways(page: Page, width: int) -> None:
    look_like(page.driver, width=width)
    page.driver.refresh()
    page.open_all()
    assert page.driver.execute_script("return document.documentElement.scrollWidth") <= width


def test_paper_has_the_content_and_not_the_controls(page: Page) -> None:
    page.driver.get(page.address + "#i-I.3.1")
    page.driver.refresh()
    printed = page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    reader = PdfReader(io.BytesIO(base64.b64decode(printed)))
    text = "\n".join(each.extract_text() for each in reader.pages)
    assert "Ringkasan" in text
    assert "I.3.1 Undangan rapat monev ZI 2025-06.pdf" in text
    assert "Hapus saringan" not in text
    assert round(float(reader.pages[0].mediabox.width)) == 595


def test_no_printed_page_ends_with_the_heading_of_a_group(page: Page) -> None:
    page.driver.get(page.address)
    page.driver.refresh()
    elements = page.driver.find_elements(By.CSS_SELECTOR, ".matrix .group")
    headings = {str(element.get_attribute("textContent")).strip() for element in elements}
    assert len(headings) > 5
    summary = page.driver.find_element(By.CSS_SELECTOR, ".matrix")
    for above in range(56, 92, 4):  # millimetres; with some of these a heading would come to stand last
        page.driver.execute_script(f"arguments[0].style.marginTop = '{above}mm'", summary)
        printed = page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "pageRanges": "1-5"})[
            "data"
        ]
        pages = PdfReader(io.BytesIO(base64.b64decode(printed))).pages
        assert not headings & {each.extract_text(extraction_mode="layout").splitlines()[-1].strip() for each in pages}


def test_one_file_of_its_own_leads_to_the_evidence_from_wherever_it_is_written(build: Path, driver: Chrome) -> None:
    target = build.parent / "kirim" / "laporan.html"
    result = dossier(build.parent, "gaps", "--as-of", "2025-07-01", "--format", "html", "-o", str(target), *OPTIONS)
    assert result.returncode == 0, result.stderr
    assert result.stdout == ""
    driver.get(target.as_uri())
    page = Page(driver, build)
    found = {each for each in addresses(page) if not each.startswith(f"{target.as_uri()}#")}
    assert len(found) > LOOSE
    assert all(Path(os.fsdecode(unquote_to_bytes(urlsplit(each).path))).is_file() for each in found)
    assert complaints(driver) == []


@pytest.mark.parametrize("target", ["plan/plan.yaml/x.html", "evidence/laporan.html"])
def test_the_page_is_never_written_into_the_evidence_nor_where_it_cannot_be(build: Path, target: str) -> None:
    before = sorted((build.parent / "evidence").rglob("*"))
    result = dossier(build.parent, "gaps", "--format", "html", "-o", str(build.parent / target), *OPTIONS)
    assert result.returncode == 14
    assert "-o" in result.stderr
    assert sorted((build.parent / "evidence").rglob("*")) == before
