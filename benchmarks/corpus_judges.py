"""Second opinions for the corpus run: what Pillow and LibreOffice by themselves make of a file. Runs in children."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from pathlib import Path

SIDE = 96
TURNED_ALREADY = "HEIF"


def picture(source: Path, target: Path) -> Made:
    """Let Pillow open and load a file by its own rules; write a small picture of its first frame to `target`.

    Raises:
        CannotConvertError: Pillow does not.
    """
    import pillow_heif  # noqa: PLC0415 — in the child only

    pillow_heif.register_heif_opener()
    warnings.simplefilter("ignore")
    try:
        with Image.open(source) as image:
            frames = int(getattr(image, "n_frames", 1))
            image.load()
            form = str(image.format)
            upright = image.copy() if form == TURNED_ALREADY else ImageOps.exif_transpose(image)
            seen(upright).save(target, "PNG")
    except Exception as error:
        raise CannotConvertError(f"{type(error).__name__}: {error}"[:200]) from error
    return Made(pages=frames, engine=json.dumps({"format": form, "mode": image.mode, "size": upright.size}))


def seen(image: Image.Image) -> Image.Image:
    """Return a small grey copy on white, as on paper."""
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    if image.mode.startswith(("I", "F")):
        deep = image.convert("F")
        low, high = deep.getextrema()
        top = 65535.0 if image.mode.startswith("I;16") else float(high)  # type: ignore[arg-type]  # one band
        bottom = 0.0 if image.mode.startswith("I;16") else float(low)  # type: ignore[arg-type]  # likewise
        scale = 255 / (top - bottom) if top > bottom else 0.0
        image = deep.point(lambda value: value * scale - bottom * scale)
    return image.convert("RGB").convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
