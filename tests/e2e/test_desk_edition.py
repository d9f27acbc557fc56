"""The last dossier beside what there is now, at the desk: the right pages, as pictures, and as the build wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.browser import browser, complaints, look_like
from tests.support.command import copy_sample, dossier
from tests.support.page_looks import looked_at
from tests.support.running_desk import Visitor, running_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

NAME: Final = "V/5 Benturan Kepentingan/Laporan benturan kepentingan.pdf"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample with its dossier."""
    root = copy_sample(tmp_path_factory.mktemp("edisi"))
    built = dossier(root, "build", "--as-of", "2025-07-01", "--office", "internal")
    assert built.returncode == 0, built.stderr
    return root


@pytest.fixture(scope="module")
def visitor(workspace: Path) -> Iterator[Visitor]:
    with running_desk(workspace) as running:
        yield running.enter()


def told(visitor: Visitor, path: str) -> dict[str, object]:
    shape = visitor.get("/api/edition", letak=path)
    assert isinstance(shape, dict)
    return shape


def first_place(visitor: Visitor, path: str) -> dict[str, object]:
    places = told(visitor, path)["tempat"]
    assert isinstance(places, list)
    found: dict[str, object] = places[0]
    return found


def test_a_file_that_is_bound_has_its_pages_there_and_is_the_same(visitor: Visitor) -> None:
    shape = told(visitor, NAME)
    assert shape["ada"] is True
    assert shape["per"] == "1 Juli 2025"
    place = first_place(visitor, NAME)
    assert place["sama"] is True
    assert place["berkas"] == "dossier.pdf"
    assert str(place["stempel"]).startswith("V.5")
    drawn = visitor.ask("GET", f"/gambar-edisi/{place['dossier']}/{place['letak']}")
    assert drawn.status == 200
    assert drawn.body.startswith(b"\xff\xd8\xff")


def test_a_file_that_changed_since_is_said_to_be_another(workspace: Path) -> None:
    path = workspace / "evidence" / NAME
    before = path.read_bytes()
    path.write_bytes(before + b"\n%")
    try:
        with running_desk(workspace) as running:
            assert first_place(running.enter(), NAME)["sama"] is False
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("rest", ["0" * 64 + "/1", "{sha}/0", "{sha}/999999", "{sha}/-1", "{sha}/a", "../1", "x/1"])
def test_nothing_else_is_shown(visitor: Visitor, rest: str) -> None:
    address = f"/gambar-edisi/{rest.format(sha=first_place(visitor, NAME)['dossier'])}"
    assert visitor.ask("GET", address).status == 404
    assert visitor.ask("GET", address, Cookie=None).status == 403
    assert visitor.ask("GET", f"/api/edition?letak={NAME}".replace(" ", "%20"), X_Meja=None).status == 403


def test_a_dossier_that_is_not_what_the_build_wrote_is_not_shown(visitor: Visitor, workspace: Path) -> None:
    bundle = workspace / "build" / "dossier.pdf"
    before = bundle.read_bytes()
    place = first_place(visitor, NAME)
    try:
        bundle.write_bytes(before + b"\n")
        assert told(visitor, NAME) == {"ada": False, "tempat": []}
        assert visitor.ask("GET", f"/gambar-edisi/{place['dossier']}/1").status == 404
        bundle.unlink()
        bundle.symlink_to("/etc/hostname")
        assert told(visitor, NAME) == {"ada": False, "tempat": []}
    finally:
        bundle.unlink()
        bundle.write_bytes(before)
    assert told(visitor, NAME)["ada"] is True


def loaded(driver: Chrome, name: str) -> bool:
    return driver.find_element(By.ID, name).get_property("naturalWidth") not in {None, 0}


def test_both_stand_beside_each_other_on_the_page(workspace: Path, tmp_path: Path) -> None:
    with running_desk(workspace) as running, browser(tmp_path) as driver:
        running.enter()
        look_like(driver)
        complaints(driver)
        driver.get(running.address)
        wait = WebDriverWait(driver, 60, 0.05)
        wait.until(lambda _: driver.find_elements(By.CSS_SELECTOR, "[data-path]"))
        Select(driver.find_element(By.ID, "lihat")).select_by_value("semua")
        driver.find_element(By.CSS_SELECTOR, f"[data-path='{NAME}'] .tile").click()
        driver.find_element(By.ID, "banding").click()
        wait.until(lambda _: driver.find_element(By.ID, "edisi").is_displayed())
        wait.until(lambda _: loaded(driver, "edisi-dulu-gambar") and loaded(driver, "edisi-kini-gambar"))
        assert "Isi berkasnya masih sama." in driver.find_element(By.ID, "edisi-kata").text
        assert "V.5" in driver.find_element(By.ID, "edisi-dulu-kata").text
        looked_at(driver, "meja-edisi")
        assert complaints(driver) == []
