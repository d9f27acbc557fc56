"""The roll-up of 552 made-up units (514 offices below 38 provinces), hostile ones among them.

Usage: python -m benchmarks.roll_up [UNITS]

Prints the time and size of `dossier fleet --rekap`, which only collects; how long Chromium takes to open the page (the
median of several, beside an empty page) and to answer a key in its search; and whether LibreOffice reads the workbook.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.page import opened
from benchmarks.ten_thousand import COMMAND
from tests.support.browser import browser
from tests.support.unit_summaries import summary_text, unit_summary

UNITS = 552
PROVINCES = 38
SILENT = 15
DAY = "2025-07-01"
TYPED = "contoh 4"
ANSWERED = """
const [words, done] = arguments, field = document.getElementById("cari"), started = performance.now();
field.value = words;
field.dispatchEvent(new Event("input", {bubbles: true}));
requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
"""
LIBRE_OFFICE = [
    "soffice",
    "--headless",
    "--convert-to",
    "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1",
]


def hostile() -> dict[int, str]:
    """Return what some units left instead of their own honest summary, by number."""
    shape = json.loads(summary_text(unit_summary(50)))
    shape["bundle"]["href"] = "javascript:alert(1)"
    return {
        48: "x" * 10_000_000,
        49: summary_text(unit_summary(49, name="<script>alert(1)</script><img src=x onerror=alert(1)>")),
        50: json.dumps(shape),
        51: summary_text(unit_summary(51, name='=HYPERLINK("https://contoh.example";"klik")')),
        52: summary_text(unit_summary(52, code="15.053")),  # the code of another
        53: summary_text(unit_summary(53, code="15.053")),
        54: "[" * 100_000,
    }


def make_fleet(folder: Path, count: int) -> None:
    """Make the folders of the units: a province each, and its offices; every fifteenth never left a summary."""
    strange = hostile()
    for number in range(count):
        is_province = number < PROVINCES
        parent = number % PROVINCES
        code = f"{parent:02}" if is_province else f"{parent:02}.{number:03}"
        unit = folder / f"{parent:02}" / f"{number:03}"
        (unit / "plan").mkdir(parents=True)
        (unit / "plan" / "plan.yaml").touch()
        if number % SILENT == SILENT - 1 and number not in strange:
            continue
        summary = unit_summary(
            number,
            code=code,
            level="provinsi" if is_province else "kabkota",
            parent="" if is_province else f"{parent:02}",
            name=f"Kantor Provinsi Contoh {parent}" if is_province else "",
            plan=number % 2,
        )
        (unit / "build").mkdir()
        text = strange.get(number) or summary_text(summary)
        (unit / "build" / "ringkasan-unit.json").write_text(text, encoding="utf-8")


def main(count: int) -> None:
    """Make the units, collect, open, print."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as profile:
        base = Path(name)
        make_fleet(base / "unit", count)
        out = base / "armada"
        for _ in range(2):
            started = time.perf_counter()
            run = subprocess.run(
                [COMMAND, "fleet", base / "unit", "--out", out, "--rekap", "--as-of", DAY],
                capture_output=True,
                text=True,
                check=False,
            )
            print(f"--rekap: {time.perf_counter() - started:.1f} s, exit {run.returncode}")
        print(run.stdout.strip())
        for path in sorted(out.iterdir()):
            if path.is_file():
                print(f"  {path.name}: {path.stat().st_size / 1e6:.2f} MB")
        empty = base / "kosong.html"
        empty.write_text("<!doctype html><title>kosong</title>", encoding="utf-8")
        with browser(Path(profile)) as driver:
            reference, taken = opened(driver, empty), opened(driver, out / "index.html")
            print(f"opened: {taken:.0f} ms (an empty page {reference:.0f} ms)")
            driver.get((out / "index.html").as_uri())
            keys = [float(driver.execute_async_script(ANSWERED, TYPED[:n])) for n in range(1, len(TYPED) + 1)]
            print(f"a key in the search: median {statistics.median(keys):.0f} ms, longest {max(keys):.0f} ms")
        if shutil.which(LIBRE_OFFICE[0]):
            profile_ = f"-env:UserInstallation=file://{base}/lo"
            started = time.perf_counter()
            command = [LIBRE_OFFICE[0], profile_, *LIBRE_OFFICE[1:], "--outdir", f"{base}/csv", f"{out}/armada.xlsx"]
            subprocess.run(command, capture_output=True, check=True)
            print(f"LibreOffice read the workbook in {time.perf_counter() - started:.0f} s:")
            for path in sorted((base / "csv").iterdir()):
                print(f"  {path.name}: {len(path.read_text(encoding='utf-8').splitlines())} lines")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS)
