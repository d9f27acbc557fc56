"""The finding codes that one room gives and another compares; every code with its meaning is in `temuan.csv`."""

from __future__ import annotations

from typing import Final

AMBIGUOUS_FILE: Final = "berkas_rancu"
UNPLACED_FILE: Final = "berkas_tanpa_tempat"
UNKNOWN_CODE: Final = "kode_tidak_ada"
UNKNOWN_REQUIREMENT: Final = "butir_tidak_ada"
CODE_AGAINST_WORDS: Final = "kode_dan_kata_berbeda"
SAME_BYTES: Final = "berkas_sama"
OPEN_REQUIREMENT: Final = "butir_belum_ditetapkan"
SPARE: Final = "cadangan"
UNSURE_MEMBER: Final = "anggota_rancu"
SEVERAL_VERSIONS: Final = "versi_ganda"
DAMAGED_FILE: Final = "berkas_rusak"
OUR_FAULT: Final = "kesalahan_program"
OPEN_PROMPT: Final = "isian_kosong"
TAG_LEFT: Final = "tag_tersisa"
