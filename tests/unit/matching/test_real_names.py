"""Names as real units write them, against the shipped plan: what a careful clerk would say of each.

A line is `path => places`; a place is `code.requirement` with the months of its slots, the code alone where the
requirement is open, `LKE` and a key where only the evaluation sheet asks for it, `?` for doubt, `-` for none.
"""

from __future__ import annotations

import pytest

from tests.support.matching_files import matched, places, real_plan

NAMES = """
# tidy folders with numbers and titles
1. Manajemen Perubahan/1. Tim Kerja/SK Tim Kerja ZI.pdf => I.1.1.a
1. Manajemen Perubahan/Tim Kerja/SK.pdf => I.1.1.a
1. Manajemen Perubahan/2. Dokumen Rencana Aksi/Rencana Aksi ZI 2025.pdf => I.2.1.a
1. Manajemen Perubahan/2. Dokumen Rencana Aksi/Notulen rapat.pdf => I.2.1.b
1. Manajemen Perubahan/2. Dokumen Rencana Aksi/screenshot website.png => I.2.1.c
1. Manajemen Perubahan/Pemantauan dan Evaluasi/April/Undangan.pdf => I.3.1.a 04
1. Manajemen Perubahan/Pemantauan dan Evaluasi/04 April/Daftar Hadir.pdf => I.3.1.b 04
1. Manajemen Perubahan/Pemantauan dan Evaluasi/April/Undangan dan daftar hadir.pdf => I.3.1.a 04, I.3.1.b 04
1. Manajemen Perubahan/Agen Perubahan/SK.pdf => I.4.2.a
2. TATALAKSANA/E-Office/aplikasi presensi.url => II.2.1.a
2. Penataan Tatalaksana/SOP/Laporan evaluasi SOP.pdf => II.1.2.b
2. Penataan Tatalaksana/Keterbukaan Informasi/Laporan monev KIP.pdf => II.3.2.a
2. Penataan Tatalaksana/Piagam penghargaan keterbukaan informasi.pdf => II.3.1.b
3. SDM/SK Mutasi.pdf => III.2.1.a
3. SDM/SK Rotasi Jabatan.pdf => III.2.2.a
3. SDM/Pengumuman CPNS.pdf => III.1.2.b
3. SDM/Laporan kinerja PPNPN.pdf => III.1.3.b
3. SDM/Usulan Bimtek.pdf => III.3.1.a, III.3.2.a, III.3.5.a
3. SDM/6. Sistem Informasi Kepegawaian/TW I/nominatif.xlsx => III.6.1.a 01 02 03
Pokja 3/Rekap potongan tukin.pdf => III.5.1.a
Pokja III/SKP Eselon II 2024.pdf => III.4.1.b, III.4.2.b
4. Akuntabilitas/IKU KPU.pdf => IV.1.2.c
4. Akuntabilitas/Renstra, RKT dan IKU.pdf => IV.1.2.a, IV.1.2.b, IV.1.2.c
4. Akuntabilitas/LKjIP 2024 final.pdf => IV.1.2.d, IV.2.4.a, IV.2.5.a
4. Akuntabilitas/Surat permohonan narasumber.pdf => IV.2.7.a
Pilar 4/2. Pengelolaan Akuntabilitas Kinerja/Renstra 2020-2024.pdf => IV.2.1.a, IV.2.2.a, IV.2.3.a
5. Pengawasan/1. Gratifikasi/SK UPG.pdf => V.1.1.a, V.1.2.a
5. Pengawasan/1. Gratifikasi/Foto spanduk gratifikasi.jpg => V.1.1.c, V.1.2.c
5. Pengawasan/2. SPIP/Undangan rapat.pdf => V.2.4.b
5. Pengawasan/2. SPIP/Notulensi rapat RTP dan daftar hadir.pdf => V.2.4.c, V.2.4.d
5. Pengawasan/2. SPIP/RTP 2025.pdf => V.2.3.a
5. Pengawasan/2. SPIP/Penilaian resiko.pdf => V.2.2.a
5. PENGUATAN PENGAWASAN/4. WBS/Banner.pdf => V.4.1.a
5. PENGUATAN PENGAWASAN/4. WBS/Laporan rekap TW I.pdf => V.4.3.a 03
5. PENGUATAN PENGAWASAN/4. WBS/Rapat WBS Juni.pdf => V.4.2.a
5. Pengawasan/5. BK/SP potensi BK.pdf => V.5.3.b
5. Pengawasan/5. BK/Peta benturan kepentingan.pdf => V.5.2.a
6. Pelayanan Publik/Maklumat Pelayanan.pdf => VI.1.2.a
6. Pelayanan Publik/Standar layanan PPID dan RPP.pdf => VI.1.1.a, VI.1.1.b
6. Pelayanan Publik/3. Survei/Screenshoot hasil survey di website.png => VI.3.2.a
6. Pelayanan/2. Budaya Pelayanan Prima/Daftar Hadir.pdf => VI.2.1.a
# near twins: what was evaluated is not what was followed up
5. Pengawasan/3. Dumas/Laporan evaluasi dumas.pdf => V.3.3.a
5. Pengawasan/3. Dumas/Rekap pengaduan masyarakat.pdf => V.3.3.a
5. Pengawasan/3. Dumas/Tindak lanjut dumas.pdf => V.3.4.a
5. Pengawasan/3. Dumas/Tindak lanjut hasil evaluasi dumas.pdf => V.3.4.a
5. Pengawasan/3. Dumas/Laporan evaluasi dan tindak lanjut dumas.pdf => ?
5. Pengawasan/4. WBS/Laporan evaluasi TW III.pdf => V.4.3.a 09
5. Pengawasan/4. WBS/Evaluasi WBS TW I.pdf => V.4.3.a 03
5. Pengawasan/4. WBS/Rekapitulasi tindaklanjut.pdf => V.4.4.a
5. Pengawasan/5. BK/Laporan monev Maret.pdf => V.5.5.a 03
5. Pengawasan/5. BK/Foto monev BK Juni.jpg => V.5.4.a 06
5. Pengawasan/5. BK/Notulen rapat evaluasi BK Maret.pdf => V.5.4.a 03
5. Pengawasan/5. BK/Tindak lanjut BK Maret.pdf => V.5.5.a 03
Tabel Tindaklanjut WBS.pdf => V.4.4.a
Laporan Monev Benturan Kepentingan Juni 2025.pdf => V.5.5.a 06
# codes with slips
1/1.a SK Tim Kerja.pdf => I.1.1.a
3/2.c. Lap Monev penempatan pegawai.pdf => III.2.3.a
3/3.a 10 (3a) Usulan diklat.pdf => III.3.1.a
V-4-2 LAPORAN HASIL RAPAT WBS_edit - Copy.pdf => V.4.2.a
I. 3. 1 Undangan Rapat Monev  April.pdf => I.3.1.a 04
AREA I\\i. Tim Kerja\\I.1.a SK TIM KERJA ZI.pdf => I.1.1.a
AREA V\\v. Benturan Kepentingan\\5.5.b MATRIKS IDENTIFIKASI BENTURAN KEPENTINGAN.pdf => V.5.2.a
I1a SK Tim Kerja ZI.pdf => I.1.1.a
ziII1/Sosialisasi SOP.pdf => II.1.1.a
I.3.1/undangan, daftar hadir, notulen rapat Feb.pdf => I.3.1.a 02, I.3.1.b 02, I.3.1.d 02
I.3.1_Undangan Daftar Hadir Notulen Feb.pdf => I.3.1.a 02, I.3.1.b 02, I.3.1.d 02
I.3.1 Undangan Semester I.pdf => I.3.1.a 02 04 06
I.3.1 Laporan tindak lanjut monev Juni.pdf => I.3.1.e 06
I.4.1/TW I/Rekap absen.pdf => I.4.1.a 01 02 03
I.4.1/Foto banner.jpg => I.4.1.b
IV.1.2/Dokumen LAKIP 2024.pdf => IV.1.2.d
IV.2.4 LAKIP.pdf => IV.2.4.a
V.3.3 V.3.4 Rekap dan tindak lanjut dumas.pdf => V.3.3.a, V.3.4.a
V.4.3/B06/Rekap evaluasi WBS.pdf => V.4.3.a 06
# the whole question as a folder's name
5/Telah dilakukan monitoring dan evaluasi atas penanganan pengaduan masyarakat/scan0001.pdf => V.3.3.a
Reform/V. PENGAWASAN/Evaluasi atas penerapan Whistle Blowing System sudah dilakukan/Laporan TW II.pdf => V.4.3.a 06
# a messy drive without folders
SK_TIM_AGEN_PERUBAHAN_2025_FINAL_ttd.pdf => I.4.2.a
SK TIM ZI - FINAL revisi2.pdf => I.1.1.a
REKAPITULASI   POTONGAN TUNJANGAN KINERJA - Copy (2).pdf => III.5.1.a
Laporan Monitoring Efektifitas Penempatan Pegawai Feb 2025 (1).pdf => III.2.3.a
Data nominatif pegawai Agt 2025.xlsx => III.6.1.a 08
LAKIP 2024.pdf => IV.1.2.d, IV.2.4.a, IV.2.5.a
Draft LAKIP 2024.docx => IV.2.6.a
RKA-KL.pdf => IV.1.1.a, IV.2.3.c
Spanduk anti gratifikasi.jpg => V.1.1.b, V.1.2.b
Rekap presensi Januari-Maret.pdf => I.4.1.a 01 02 03
# less than certain
Undangan April.pdf => ?
Notulen rapat Juni 2025.pdf => ?
Daftar hadir April.pdf => ?
5. Pengawasan/4. WBS/Undangan rapat WBS.pdf => V.4.2
5/5.a Pemetaan benturan kepentingan.pdf => ?
I.3.1/scan0001.pdf => I.3.1
1.1.1.pdf => I.1.1
# of another year: at its place, and it fills nothing
SK Tim ZI 2023.pdf => ! I.1.1.a
4. Akuntabilitas/LAKIP 2023.pdf => ! IV.1.2.d ! IV.2.4.a ! IV.2.5.a
2024/5. Penguatan Pengawasan/4. WBS/Banner WBS.pdf => ! V.4.1.a
# what says nothing, or nothing of this plan
IMG-20250204-WA0012.jpg => -
DSC_0031.JPG => -
V. Pengawasan/scan0001.pdf => -
6. Pelayanan/2. Budaya Pelayanan Prima/IMG_1234.jpg => -
arisan keluarga.jpg => -
Pakta Integritas.pdf => LKE A.1.I.iv.d
SK.pdf => -
Laporan v1.2.3.pdf => -
Permenpan 90 Tahun 2021 tentang ZI.pdf => -
"""

LINES = [line for line in NAMES.splitlines() if line and not line.startswith("#")]


def expected(text: str) -> list[tuple[str, str]]:
    """Return "I.3.1.a 02 04" as place and month pairs; an empty month where the line names none."""
    rows = []
    for part in text.split(", "):
        code, *months = part.split()
        rows += [(code, month) for month in months] or [(code, "")]
    return rows


@pytest.mark.parametrize("line", LINES)
def test_a_name_is_placed_as_a_careful_clerk_would(line: str) -> None:
    path, _, wanted = line.partition(" => ")
    found = places(matched(real_plan(), path))[path]
    if wanted in {"?", "-"}:
        assert [text[0] for text in found] == [wanted], found
        return
    if wanted.startswith("! "):
        codes = wanted.replace("!", "").split()
        assert [(text.split()[0], text.split()[-1]) for text in found] == [(code, "tahun_lain") for code in codes]
        return
    if wanted.startswith("LKE "):
        assert found == (wanted,)
        return
    rows = expected(wanted)
    assert [(text.split()[0], text[-2:] if month else "") for text, (_, month) in zip(found, rows, strict=True)] == rows


def test_all_names_at_once_are_placed_as_each_alone() -> None:
    paths = [line.partition(" => ")[0] for line in LINES]
    together = places(matched(real_plan(), *paths))
    assert together == {path: places(matched(real_plan(), path))[path] for path in paths}
