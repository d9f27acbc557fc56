"""Synthetic evidence of any size, from a seed: a workspace with the shipped plan and scans as offices make them.

`python -m benchmarks.synthetic FOLDER PAGES [SEED]`. A page is a grey scan of about 330 KB at 200 dpi; some are turned,
some cropped, some come as photos, and one file in sixty is a Word document.
"""

from __future__ import annotations

import io
import random
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import docx
from PIL import Image, ImageDraw

from dossier import plan
from dossier.state.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).parent.parent
PIXELS: Final = (1654, 2339)  # A4 at 200 dpi
SHEETS: Final = 24
QUALITY: Final = 22
LONGEST: Final = 12
PHOTO, WORD = 0.05, 0.016
TURNED, CROPPED = 0.1, 0.1


@dataclass(frozen=True, slots=True)
class Made:
    """What was generated."""

    workspace: Workspace
    files: int
    pages: int
    size: int


def sheet(chance: random.Random) -> bytes:
    """Return one scanned sheet as JPEG: paper with grain, lines of ink, a stamp."""
    grain = Image.frombytes("L", (PIXELS[0] // 2, PIXELS[1] // 2), chance.randbytes(PIXELS[0] // 2 * (PIXELS[1] // 2)))
    paper = Image.blend(Image.new("L", grain.size, 250), grain, 0.05).resize(PIXELS)
    draw = ImageDraw.Draw(paper)
    for line in range(46):
        x, y = 180, 200 + line * 42
        while x < PIXELS[0] - 260:
            width = chance.randint(20, 110)
            for stroke in range(0, width, 9):
                draw.line((x + stroke, y, x + stroke + 4, y + chance.randint(12, 22)), fill=30, width=3)
            x += width + 16
    draw.ellipse((1000, 1750, 1260, 2010), outline=90, width=8)
    target = io.BytesIO()
    paper.save(target, "JPEG", quality=QUALITY, dpi=(200, 200))
    return target.getvalue()


def unique(jpeg: bytes, number: int) -> bytes:
    """Return the picture with a comment of its own, so that no two pages share their bytes."""
    note = b"lembar %09d" % number
    return jpeg[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + jpeg[2:]


def scan_pdf(sheets: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a scanner's PDF of these sheets."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for jpeg in sheets:
        first = len(objects) + 1
        kids.append(b"%d 0 R" % first)
        extra = b" /Rotate 90" if chance.random() < TURNED else b""
        extra += b" /CropBox [20 30 575 812]" if chance.random() < CROPPED else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R%s "
            b"/Resources << /XObject << /Im0 %d 0 R >> >> >>" % (first + 1, extra, first + 2)
        )
        content = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (*PIXELS, len(jpeg), jpeg)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(sheets), b" ".join(kids))
    return serialised(objects)


def serialised(objects: Sequence[bytes]) -> bytes:
    """Return numbered objects as a PDF file; the first is the catalog."""
    target = io.BytesIO()
    target.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(target.tell())
        target.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = target.tell()
    target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    target.writelines(b"%010d 00000 n \n" % place for place in places)
    target.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return target.getvalue()


def names(workspace: Workspace, chance: random.Random) -> Iterator[str]:
    """Yield names of evidence without end: folder, code, paper, number."""
    indicators = plan.load_plan(workspace.plan_file)[0].indicators
    number = 0
    while True:
        number += 1
        indicator = chance.choice(indicators)
        label = chance.choice(indicator.requirements).label.replace("/", " ")[:50].strip()
        yield f"{indicator.code}/{indicator.code} {label} {number:05d}"


def generate(folder: Path, pages: int, seed: int = 5) -> Made:
    """Fill a new workspace at `folder` with evidence of this many pages."""
    chance = random.Random(seed)  # noqa: S311 — lifelike, not secret
    shutil.copytree(ROOT / "plan", folder / "plan")
    workspace = Workspace(folder.absolute())
    sheets = [sheet(chance) for _ in range(SHEETS)]
    named = names(workspace, chance)
    files = made = size = 0
    while made < pages:
        files += 1
        kind, place = chance.random(), workspace.evidence / next(named)
        count = min(chance.randint(1, LONGEST), pages - made)
        fresh = [unique(chance.choice(sheets), made + index) for index in range(count)]
        place.parent.mkdir(parents=True, exist_ok=True)
        if kind < WORD:
            place = place.with_name(place.name + ".docx")
            word_file(place, files)
            count = 1
        elif kind < WORD + PHOTO:
            place = place.with_name(place.name + ".jpg")
            place.write_bytes(fresh[0])
            count = 1
        else:
            place = place.with_name(place.name + ".pdf")
            place.write_bytes(scan_pdf(fresh, chance))
        made += count
        size += place.stat().st_size
    return Made(workspace, files, made, size)


def word_file(target: Path, number: int) -> None:
    """Write a short Word document."""
    document = docx.Document()
    document.add_heading(f"Notulen rapat {number}", 1)
    for line in range(12):
        document.add_paragraph(f"{line + 1}. Pegawai Satu menyampaikan pokok bahasan nomor {number * 12 + line}.")
    document.save(str(target))


if __name__ == "__main__":
    print(generate(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:])))
