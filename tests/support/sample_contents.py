"""The single files of the sample evidence: what each path holds. Invented throughout; every one says CONTOH."""

from __future__ import annotations

from tests.support import sample_office, sample_papers, sample_pictures
from tests.support.hostile_pdf import cut_half, locked
from tests.support.sample_papers import person

Files = dict[str, bytes]

AREA_I = "I Manajemen Perubahan"
AREA_II = "AREA II/ii. PENATAAN TATA LAKSANA"
AREA_III = "III Penataan Sistem Manajemen SDM"
AREA_IV = "4 - Penguatan Akuntabilitas"
AREA_V = "V"
AREA_VI = "VI Peningkatan Kualitas Pelayanan Publik"
SITE = "https://jambi.kpu.contoh.invalid"
MONEV = "rapat evaluasi pembangunan Zona Integritas"
PRESENT_RULES = (
    "Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum",
    "Undang-Undang Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara",
    "Peraturan Menteri PANRB Nomor 90 Tahun 2021 tentang Pembangunan dan Evaluasi Zona Integritas",
)


def decree(number: int, about: str) -> bytes:
    """A decree that sets up a team."""
    return sample_papers.decree(
        f"NOMOR {number} TAHUN 2025 (CONTOH)",
        about,
        (
            (
                "untuk membangun Zona Integritas menuju Wilayah Bebas dari Korupsi dan Wilayah Birokrasi Bersih dan "
                "Melayani di lingkungan KPU Provinsi Jambi perlu dibentuk tim"
            ),
            "pegawai yang namanya tercantum dalam lampiran dipandang cakap melaksanakan tugas tersebut",
            (
                "berdasarkan pertimbangan huruf a dan huruf b, perlu menetapkan Keputusan Komisi Pemilihan Umum "
                f"Provinsi Jambi tentang {about}"
            ),
        ),
        PRESENT_RULES,
        (
            f"Menetapkan {about} dengan susunan sebagaimana tercantum dalam Lampiran Keputusan ini.",
            "Tim bertugas menyusun rencana kerja, melaksanakan, memantau, dan melaporkan hasilnya kepada Ketua.",
            "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
        ),
    )


def scan_rows(people: int) -> tuple[tuple[str, ...], ...]:
    """Rows of a scanned attendance list."""
    head = ("No", "Nama", "Jabatan", "Tanda tangan")
    return (head, *((str(row + 1), person(row), "Pelaksana", "") for row in range(people)))


def shortcut(address: str) -> bytes:
    """A link as Windows saves it."""
    return f"[InternetShortcut]\r\nURL={address}\r\nComment=CONTOH\r\n".encode()


def webloc(address: str) -> bytes:
    """A link as macOS saves it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- CONTOH -->\n<plist version="1.0">\n<dict>\n\t<key>URL</key>\n'
        f"\t<string>{address}</string>\n</dict>\n</plist>\n"
    ).encode()


def month_csv(month: str, days: int, offset: int) -> bytes:
    """A month of attendance as the presence application exports it."""
    rows = ["No;Nama;NIP;Hari kerja;Hadir;Terlambat;Keterangan"]
    for index in range(9):
        late = (index * 7 + offset) % 3
        note = "Dinas luar 1 hari" if (index + offset) % 4 == 0 else ""
        staff = sample_papers.staff_number(index)
        rows.append(f"{index + 1};{person(index)};{staff};{days};{days - late // 2};{late};{note}")
    rows.append(f";CONTOH – rekap kehadiran {month} 2025, bukan data sebenarnya;;;;;")
    return ("\r\n".join(rows) + "\r\n").encode("utf-8-sig")


def area_one() -> Files:
    """Area I: codes in names, month folders, a whole meeting in February, single papers after."""
    base = f"{AREA_I}/I.3 Pemantauan dan Evaluasi"
    agenda = ("Pembukaan", "Paparan capaian enam area perubahan", "Diskusi dan rencana tindak lanjut", "Penutup")
    february = "Selasa, 4 Februari 2025"
    return {
        f"{AREA_I}/I.1 Tim Kerja/I.1.1 SK Tim Kerja ZI 2025.pdf": decree(5, "Tim Kerja Pembangunan Zona Integritas"),
        f"{AREA_I}/I.1 Tim Kerja/I.1.1 Prosedur pemilihan Tim Kerja ZI.docx": procedure(),
        f"{AREA_I}/I.1 Tim Kerja/~$I.1.1 Prosedur pemilihan Tim Kerja ZI.docx": b"CONTOH berkas kunci".ljust(162, b" "),
        f"{AREA_I}/I.2.1 Publikasi rencana aksi di website.url": shortcut(f"{SITE}/rencana-aksi-zi-2025"),
        f"{base}/I.3.1 Undangan rapat 2025-02.pdf": sample_papers.invitation(
            "12/PW.02-Und/15/2025 (CONTOH)", "30 Januari 2025", february, MONEV, agenda
        ),
        f"{base}/I.3.1 Daftar hadir 2025-02.pdf": sample_pictures.scan_pdf(
            sample_pictures.scan_image("DAFTAR HADIR RAPAT ZI – 4 FEBRUARI 2025", scan_rows(14), seed=1),
            stored_turn=90,
        ),
        f"{base}/I.3.1 Lembar monev ZI Februari 2025.xlsx": sample_office.monev_xlsx(),
        f"{base}/I.3.1 Notulen rapat monev ZI Februari 2025.docx": minutes("Rapat Evaluasi Pembangunan ZI", february),
        f"{base}/04 April/Undangan rapat monev ZI.pdf": sample_papers.invitation(
            "31/PW.02-Und/15/2025 (CONTOH)", "10 April 2025", "Kamis, 17 April 2025", MONEV, agenda
        ),
        f"{base}/04 April/Daftar hadir rapat monev ZI.pdf": locked(
            sample_papers.attendance(MONEV, "Kamis, 17 April 2025")
        ),
        f"{AREA_I}/I.4/I.4.1 Daftar hadir Januari 2025.csv": month_csv("Januari", 18, 0),
        f"{AREA_I}/I.4/I.4.1 Daftar hadir Februari 2025.csv": month_csv("Februari", 20, 1),
        f"{AREA_I}/I.4/I.4.1 Daftar hadir 2025-03.pdf": sample_pictures.scan_pdf(
            sample_pictures.scan_image("DAFTAR HADIR PIMPINAN – MARET 2025", scan_rows(9), seed=2)
        ),
        f"{AREA_I}/I.4/I.4.1 Banner Budaya Kerja 5R.png": sample_pictures.banner(
            ("BUDAYA KERJA 5R", "Ringkas · Rapi · Resik", "Rawat · Rajin", "KPU Provinsi Jambi"), (120, 30, 34)
        ),
        f"{AREA_I}/I.4/I.4.2 SK Tim Agen Perubahan.pdf": cut_half(decree(6, "Tim Agen Perubahan")),
        f"{AREA_I}/Daftar hadir.pdf": sample_papers.attendance(
            "Rapat persiapan pembangunan ZI", "Senin, 6 Januari 2025"
        ),
    }


def area_two() -> Files:
    """Area II: Roman components in capitals, links in place of files."""
    return {
        f"{AREA_II}/2.1.1 SOSIALISASI SOP ALUR KERJA.pdf": sample_papers.report(
            "Laporan Sosialisasi SOP Alur Kerja",
            "26 Mei 2025",
            (
                ("Pendahuluan", ("Sosialisasi diadakan agar seluruh pegawai memahami alur kerja yang berlaku.",)),
                ("Pelaksanaan", ("Kegiatan dihadiri 11 pegawai pada Kamis, 22 Mei 2025 di Ruang Rapat.",)),
                ("Penutup", ("Seluruh peserta menyatakan memahami SOP yang disampaikan.",)),
            ),
        ),
        f"{AREA_II}/2.1.2 Screenshoot ketersediaan SOP.png": sample_pictures.screenshot(
            "jambi.kpu.contoh.invalid/sop", "Daftar SOP", ("1. SOP Surat Masuk", "2. SOP Surat Keluar", "3. SOP PPID")
        ),
        f"{AREA_II}/2.2.1 Aplikasi presensi.webloc": webloc(f"{SITE}/presensi"),
        f"{AREA_II}/2.2.2 Website KPU Provinsi Jambi.url": shortcut(SITE),
        f"{AREA_II}/II.2.3 Laporan evaluasi monev aplikasi dan IT.docx": sample_office.letter_docx(
            "Laporan Evaluasi Monev Aplikasi dan IT",
            "28 April 2025",
            (("Periode", "Januari – April 2025"), ("Penyusun", "Subbagian Data dan Informasi")),
            (
                ("Aplikasi yang dipantau", ("Presensi", "JDIH", "e-PPID", "Laman KPU Provinsi Jambi")),
                ("Kesimpulan", ("Seluruh aplikasi berjalan; e-PPID perlu penambahan ruang penyimpanan.",)),
            ),
            (("Aplikasi", "Ketersediaan", "Gangguan"), ("Presensi", "99,2 %", "2"), ("e-PPID", "97,5 %", "5")),
        ),
    }


def area_three() -> Files:
    """Area III: hyphens in codes, a photographed decree, data by month, a file with words only."""
    staff = "No,Nama,Golongan,Jabatan\n" + "".join(f"{n + 1},{person(n)},III/b,Pelaksana\n" for n in range(9))
    return {
        f"{AREA_III}/III-1-1 Surat usulan kebutuhan pegawai.pdf": sample_papers.form(
            "Surat usulan kebutuhan pegawai",
            (("Nama", "Pegawai Tiga"), ("Jabatan", "Sekretaris"), ("Unit kerja", "KPU Provinsi Jambi")),
            ("Mengusulkan 2 (dua) Analis Hukum.", "Mengusulkan 1 (satu) Pranata Komputer.", "Peta jabatan terlampir."),
            "14 April 2025",
        ),
        f"{AREA_III}/III.2.2 SK Rotasi Jabatan.jpg": sample_pictures.scan_jpeg(
            sample_pictures.scan_image(
                "KEPUTUSAN NOMOR 7 TAHUN 2025",
                (("TENTANG ROTASI JABATAN PELAKSANA",), ("Menimbang: bahwa perlu penyegaran;",), *scan_rows(5)),
                seed=3,
            )
        ),
        f"{AREA_III}/III-3-4 Rekapitulasi diklat pegawai.xlsx": sample_office.training_xlsx(),
        f"{AREA_III}/Sistem Informasi Kepegawaian/Data nominatif pegawai Januari 2025.csv": (
            staff + ",CONTOH – bukan data sebenarnya,,\n"
        ).encode(),
        f"{AREA_III}/Sistem Informasi Kepegawaian/Data nominatif pegawai Feb 2025.txt": (
            "CONTOH – bukan data sebenarnya\n\nDATA NOMINATIF PEGAWAI – FEBRUARI 2025\n\n" + staff.replace(",", "\t")
        ).encode(),
    }


def area_four() -> Files:
    """Area IV: a number in place of the Roman area, a report that two indicators ask for."""
    lakip = sample_papers.report(
        "Laporan Akuntabilitas Kinerja Instansi Pemerintah Tahun 2024",
        "29 Januari 2025",
        (
            ("Pendahuluan", ("LAKIP disusun sebagai pertanggungjawaban kinerja KPU Provinsi Jambi Tahun 2024.",)),
            ("Perencanaan Kinerja", ("Target kinerja mengacu pada Renstra 2020–2024 dan Perjanjian Kinerja.",)),
            ("Akuntabilitas Kinerja", ("Capaian rata-rata indikator kinerja utama mencapai 96 persen.",)),
            ("Penutup", ("Perbaikan diarahkan pada ketepatan waktu pelaporan.",)),
        ),
        (
            ("No", "Sasaran", "Target", "Realisasi"),
            ("1", "Layanan informasi", "100 %", "98 %"),
            ("2", "SPIP", "3", "3"),
        ),
    )
    return {
        f"{AREA_IV}/2 Pengelolaan Akuntabilitas Kinerja/LAKIP 2024.pdf": lakip,
        f"{AREA_IV}/IV.1.3 Laporan rapat evaluasi capaian kinerja.md": (
            "# Laporan Rapat Evaluasi Capaian Kinerja\n\n*CONTOH – bukan dokumen sebenarnya*\n\n"
            "Hari, tanggal: **Kamis, 20 Februari 2025**\n\n## Pembahasan\n\n1. Capaian triwulan IV tahun 2024\n"
            "2. Kendala pengumpulan data\n3. Rencana perbaikan\n\n| Indikator | Target | Capaian |\n|---|---|---|\n"
            "| Layanan informasi | 100 % | 98 % |\n| Penyelesaian arsip | 90 % | 91 % |\n\n## Kesimpulan\n\n"
            "- Seluruh subbagian melapor paling lambat tanggal 5.\n- Data dukung disimpan di folder bersama.\n"
        ).encode(),
    }


def area_five() -> Files:
    """Area V: numbers as folders, the same decree twice, text under a picture's name."""
    gratification = decree(8, "Unit Pengendalian Gratifikasi")
    meeting = ("rapat monitoring dan evaluasi Rencana Tindak Pengendalian", "Kamis, 20 Februari 2025")
    return {
        f"{AREA_V}/1/1/SK Unit Pengendalian Gratifikasi.pdf": gratification,
        f"{AREA_V}/1/1/Spanduk gratifikasi.png": sample_pictures.banner(
            ("TOLAK GRATIFIKASI", "Laporkan kepada Unit", "Pengendalian Gratifikasi"), (20, 70, 110), transparent=True
        ),
        f"{AREA_V}/1/1/Foto pemasangan spanduk gratifikasi.jpg": sample_pictures.photo(
            "Pemasangan spanduk gratifikasi", seed=11, orientation=6
        ),
        f"{AREA_V}/1/2/SK Unit Pengendalian Gratifikasi - Copy.pdf": gratification,
        f"{AREA_V}/2/4/Undangan rapat monev RTP.pdf": sample_papers.invitation(
            "15/PW.02-Und/15/2025 (CONTOH)", "17 Februari 2025", meeting[1], meeting[0], ("Pembukaan", "Pembahasan RTP")
        ),
        f"{AREA_V}/2/4/Notulensi rapat monev RTP.docx": minutes("Rapat Monev Rencana Tindak Pengendalian", meeting[1]),
        f"{AREA_V}/2/4/Dokumentasi rapat monev RTP.jpg": sample_pictures.photo(
            "Rapat monev RTP", seed=12, orientation=3
        ),
        f"{AREA_V}/4/1/Banner saluran WBS.jpg": b"CONTOH: berkas ini teks biasa yang diberi nama .jpg.\n",
        f"{AREA_V}/4/3/Laporan evaluasi WBS TW I.pdf": sample_papers.report(
            "Laporan Evaluasi Whistle Blowing System Triwulan I Tahun 2025",
            "10 April 2025",
            (("Pendahuluan", ("Evaluasi disusun tiap triwulan.",)), ("Hasil", ("Tidak ada laporan masuk.",))),
            (("No", "Bulan", "Laporan masuk", "Selesai"), *((str(n), m, "0", "0") for n, m in _QUARTER)),
        ),
        f"{AREA_V}/5.c Surat pernyataan bebas benturan kepentingan.pdf": sample_papers.form(
            "Surat pernyataan bebas benturan kepentingan",
            (("Nama", "Pegawai Lima"), ("NIP", sample_papers.staff_number(4)), ("Jabatan", "Kepala Subbagian")),
            (
                "Saya tidak mempunyai benturan kepentingan dengan tugas yang saya laksanakan.",
                "Saya akan melaporkan setiap potensi benturan kepentingan kepada atasan langsung.",
                "Pernyataan ini saya buat dengan sebenarnya.",
            ),
            "11 Maret 2025",
        ),
        f"{AREA_V}/5 Benturan Kepentingan/Laporan benturan kepentingan.pdf": sample_papers.report(
            "Laporan Benturan Kepentingan",
            "20 Maret 2025",
            (("Pendahuluan", ("Laporan ini tidak mengatakan laporan yang mana.",)),),
            (("No", "Uraian", "Jumlah", "Keterangan"), ("1", "Potensi benturan kepentingan", "0", "Nihil")),
        ),
    }


def area_six() -> Files:
    """Area VI: folders by words, a survey as a table, an empty upload."""
    return {
        f"{AREA_VI}/VI.1.2 Maklumat pelayanan.pdf": sample_papers.form(
            "Maklumat pelayanan",
            (),
            (
                "Dengan ini kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar pelayanan.",
                "Apabila tidak menepati janji ini, kami siap menerima sanksi sesuai peraturan perundang-undangan.",
            ),
            "9 Januari 2025",
        ),
        f"{AREA_VI}/Standar Pelayanan/SOP di ruang pelayanan.jpg": sample_pictures.photo(
            "SOP di ruang pelayanan", seed=13, orientation=8
        ),
        f"{AREA_VI}/VI.2.2 Media sosial informasi pelayanan.webloc": webloc(f"{SITE}/media-sosial"),
        f"{AREA_VI}/VI.3.1 Hasil survei kepuasan masyarakat April 2025.csv": (
            "Unsur,Responden,Nilai rata-rata\nPersyaratan,40,3.52\nProsedur,40,3.47\nWaktu pelayanan,40,3.35\n"
            "Biaya,40,3.90\nPetugas,40,3.61\nCONTOH – bukan data sebenarnya,,\n"
        ).encode(),
        f"{AREA_VI}/VI.3.2 Screenshoot hasil survei di website.png": sample_pictures.screenshot(
            "jambi.kpu.contoh.invalid/survei", "Hasil Survei Kepuasan", ("Nilai: 3,57 (baik)", "Responden: 40 orang")
        ),
        f"{AREA_VI}/VI.3.3 Analisis survei kepuasan masyarakat.pdf": b"",
    }


def strays() -> Files:
    """Files that nobody named or placed, and one that is no evidence."""
    return {
        "IMG-20250204-WA0012.jpg": sample_pictures.photo("IMG-20250204-WA0012", seed=14, orientation=1),
        "scan0001.pdf": sample_pictures.scan_pdf(
            sample_pictures.scan_image("LEMBAR DISPOSISI", scan_rows(6), seed=4), stored_turn=270
        ),
        ".catatan pribadi.txt": b"CONTOH: berkas tersembunyi, bukan bukti.\n",
    }


def procedure() -> bytes:
    """The procedure by which the team was chosen."""
    return sample_office.letter_docx(
        "Prosedur Pemilihan Tim Kerja ZI",
        "8 Januari 2025",
        (("Nomor", "SOP/01/2025 (CONTOH)"), ("Berlaku", "Januari 2025")),
        (
            ("Tujuan", ("Prosedur ini mengatur cara memilih anggota Tim Kerja Zona Integritas secara terbuka.",)),
            (
                "Langkah",
                (
                    "Sekretaris mengumumkan kebutuhan anggota tim kepada seluruh pegawai.",
                    "Pegawai mendaftar kepada Subbagian SDM paling lambat tiga hari kerja.",
                    "Panitia menilai rekam jejak disiplin, kinerja, dan integritas.",
                    "Hasil penilaian dibahas dalam rapat pleno dan ditetapkan dengan keputusan.",
                ),
            ),
        ),
        (("Kriteria", "Bobot"), ("Disiplin", "40 %"), ("Kinerja", "30 %"), ("Integritas", "30 %")),
    )


def minutes(meeting: str, day: str) -> bytes:
    """A notulen of the field's usual form."""
    return sample_office.letter_docx(
        f"Notulen {meeting}",
        day.partition(", ")[2],
        (
            ("Hari, tanggal", day),
            ("Waktu", "09.00 – 11.30 WIB"),
            ("Tempat", "Ruang Rapat KPU Provinsi Jambi"),
            ("Pimpinan rapat", "Pegawai Satu"),
            ("Jumlah peserta", "14 orang"),
        ),
        (
            (
                "Pembahasan",
                (
                    "Ketua tim memaparkan kemajuan enam area perubahan.",
                    "Area Penguatan Pengawasan masih menunggu kartu kendali SPIP.",
                    "Bukti dari tiap subbagian dikumpulkan sebelum akhir bulan.",
                ),
            ),
            ("Kesimpulan", ("Tindak lanjut dilaporkan pada rapat berikutnya.",)),
        ),
        (
            ("Tindak lanjut", "Penanggung jawab", "Batas waktu"),
            ("Melengkapi kartu kendali SPIP", "Pegawai Dua", "28 Februari 2025"),
            ("Menayangkan maklumat di laman", "Pegawai Empat", "14 Maret 2025"),
        ),
    )


_QUARTER = ((1, "Januari"), (2, "Februari"), (3, "Maret"))
