"""The options that decide on the form of the dossier, which `build` and `watch` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

from dossier.cli.options import ocr_option, office_option
from dossier.cli.place_options import place_options
from dossier.cli.terminal_output import Size
from dossier.model.audience import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Form(TypedDict):
    """The options as `Settings` has them."""

    office: str
    ocr: bool
    max_size: int | None
    portal: bool
    downsample: int | None
    scan_text: bool
    papers: bool
    audiences: tuple[str, ...]


_OPTIONS = (
    office_option,
    ocr_option,
    click.option(
        "--untuk",
        "audiences",
        type=click.Choice([each.value for each in Audience]),
        multiple=True,
        default=(Audience.TPI.value,),
        show_default=True,
        help="Susun edisi untuk pembaca ini (boleh diulang): tpi build/dossier.pdf, untuk penilai internal; tpn "
        "build/dossier-tpn.pdf, untuk diajukan; staf build/dossier-staf.pdf, kertas kerja dengan semua saran.",
    ),
    click.option(
        "--max-size",
        "max_size",
        type=Size(),
        default=None,
        metavar="UKURAN",
        help="Bagi menjadi jilid yang tidak lebih besar dari ini, mis. 10MB: build/dossier-1.pdf, dossier-2.pdf …",
    ),
    click.option("--portal", is_flag=True, help="Buat juga satu PDF tiap indikator untuk diunggah: build/portal/."),
    click.option(
        "--downsample",
        type=click.IntRange(72, 600),
        default=None,
        metavar="DPI",
        help="Kecilkan gambar di atas resolusi ini, mis. 150; bukti aslinya tidak disentuh.",
    ),
    click.option(
        "--teks-pindaian",
        "scan_text",
        is_flag=True,
        help="Pasang teks yang dibaca tesseract di balik halaman pindaian, supaya kata-katanya dapat dicari di "
        "dossier.",
    ),
    click.option(
        "--tanpa-naskah",
        "papers",
        flag_value=False,
        default=True,
        type=bool,
        help="Edisi staf tanpa lampiran naskah yang masih harus dibuat.",
    ),
    place_options,
)


def form_options(command: Callable[..., T]) -> Callable[..., T]:
    """Add the options of `Form`, and those that say where output goes."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command
