"""The page of a fleet in a real Chromium: filters, order, the comparison of one plan; nothing runs or loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_selenium_python import Axe
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from dossier.audit.roll_up import RollUp
from dossier.fleet.collection import write_roll_up
from dossier.model.unit_summary import FleetRow, UnitOutcome
from tests.support.browser import browser, complaints, look_like, requested
from tests.support.unit_summaries import DAY, reported, unit_summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

MARKUP = '<script>document.title = "masuk"</script><img src=x onerror="document.title = 1">'


def roll_up() -> RollUp:
    """Return two provinces, one with eight offices of one plan, one with seventy; one failed, one never reported."""
    rows = [reported(f"15/{n:02}", unit_summary(n, code=f"15.{n:02}", parent="15")) for n in range(8)]
    rows += [reported(f"16/{n:03}", unit_summary(n, code=f"16.{n}", parent="16", plan=1)) for n in range(100, 170)]
    rows += [
        reported("15/prov", unit_summary(90, code="15", level="provinsi", parent="", name="Kantor Provinsi Contoh")),
        reported("15/tanda", unit_summary(91, code="15.91", parent="15", name=MARKUP)),
        FleetRow(key="15/gagal", outcome=UnitOutcome.FAILED, ending="gagal", said=MARKUP, summary=unit_summary(92)),
        FleetRow(key="17/hilang", outcome=UnitOutcome.MISSING, ending="folder kerja tidak ada"),
    ]
    return RollUp(as_of=DAY, rows=tuple(sorted(rows, key=lambda row: row.key)))


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    folder: Path = tmp_path_factory.mktemp("armada")
    write_roll_up(folder, roll_up())
    with browser(tmp_path_factory.mktemp("profil")) as driver:
        driver.get((folder / "index.html").as_uri())
        yield driver


@pytest.fixture(autouse=True)
def _fresh(driver: Chrome) -> None:
    driver.refresh()


def shown(driver: Chrome) -> list[str]:
    """Return the keys of the units that are seen, from top to bottom."""
    script = "return [...document.querySelectorAll('#daftar tbody tr')].filter(r => !r.hidden).map(r => r.dataset.key)"
    return list(driver.execute_script(script))


def hint(driver: Chrome) -> str:
    return driver.find_element(By.ID, "banding-hint").text


def head(driver: Chrome, title: str) -> WebElement:
    return next(each for each in driver.find_elements(By.CSS_SELECTOR, "#daftar thead button") if each.text == title)


def test_every_unit_is_there_at_first_and_nothing_was_run_or_fetched(driver: Chrome) -> None:
    assert shown(driver) == [row.key for row in roll_up().rows]
    assert driver.title == "Armada Zona Integritas · 1 Jul 2025"
    assert complaints(driver) == []
    assert {address.partition(":")[0] for address in requested(driver)} <= {"file", "data", "chrome", "about"}


def test_filters_narrow_the_list_together(driver: Chrome) -> None:
    Select(driver.find_element(By.ID, "induk")).select_by_visible_text("Kantor Provinsi Contoh")
    assert all(key.startswith("15/") for key in shown(driver))
    assert "15/prov" in shown(driver)
    Select(driver.find_element(By.ID, "tingkat")).select_by_visible_text("Provinsi")
    assert shown(driver) == ["15/prov"]
    assert driver.find_element(By.ID, "terlihat").text == "1 dari 82 unit."


def test_search_finds_by_name_key_and_code(driver: Chrome) -> None:
    field = driver.find_element(By.ID, "cari")
    for words, found in (("15/03", ["15/03"]), ("provinsi contoh", ["15/prov"]), ("16.117", ["16/117"]), ("zzz", [])):
        field.clear()
        field.send_keys(words)
        assert shown(driver) == found


def test_units_that_failed_are_found_by_their_state(driver: Chrome) -> None:
    Select(driver.find_element(By.ID, "keadaan")).select_by_visible_text("gagal")
    assert shown(driver) == ["15/gagal"]
    row = driver.find_element(By.CSS_SELECTOR, "#daftar tbody tr:not([hidden])")
    assert "gagal: <script>" in row.text
    assert "1 Jul 2025" in row.text


def test_a_head_sorts_by_numbers_both_ways(driver: Chrome) -> None:
    shares = {row.key: s.due.complete * 100 // s.due.due for row, s in roll_up().reporting if s.due.due}
    head(driver, "Lengkap").click()
    rising = [shares[key] for key in shown(driver) if key in shares]
    assert rising == sorted(shares.values())
    head(driver, "Lengkap").click()
    assert [shares[key] for key in shown(driver) if key in shares] == rising[::-1]


def test_units_of_one_plan_are_compared_indicator_by_indicator(driver: Chrome) -> None:
    assert "sekarang unit dengan 2 rencana" in hint(driver)
    Select(driver.find_element(By.ID, "induk")).select_by_visible_text("16")
    assert "sekarang 70 unit" in hint(driver)
    Select(driver.find_element(By.ID, "induk")).select_by_visible_text("Kantor Provinsi Contoh")
    assert hint(driver).startswith("10 unit dengan rencana yang sama")
    lines = [
        [cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")]
        for row in driver.find_elements(By.CSS_SELECTOR, "#banding-tabel tbody tr")
    ]
    group = next(each for each in roll_up().plans if len(each.rows) == 11)
    assert len(lines) == len(group.indicators) == 71
    lacking = {each.code: len(each.lacking) for each in group.indicators}
    assert [int(line[2].split()[0]) for line in lines] == sorted(lacking.values(), reverse=True)
    assert {line[0]: int(line[2].split()[0]) for line in lines} == lacking
    own = {each.code: each for each in unit_summary(0, code="15.00", parent="15").indicators}
    first = [key for key in shown(driver) if key != "15/gagal"].index("15/00")
    for line in lines:
        each = own[line[0]]
        assert line[3 + first] == (f"{each.complete}/{each.due}" if each.due else "–")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_page_is_accessible(driver: Chrome, look: str) -> None:
    look_like(driver, scheme=look)
    Select(driver.find_element(By.ID, "induk")).select_by_visible_text("Kantor Provinsi Contoh")
    axe = Axe(driver)
    axe.inject()
    violations = axe.run()["violations"]
    assert not violations, axe.report(violations)
