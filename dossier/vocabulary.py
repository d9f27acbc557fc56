"""Abbreviations and synonyms of evidence names: every spelling of a thing becomes one canonical term.

Whole words only, never parts of words. Data and pure text functions; what a term means for a plan is `matching`'s.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Canonical term ─► the other ways to write it, separated by ";". Spellings are compared after `tokens`, so case,
# punctuation and doubled spaces do not matter ("RKA-K/L" is "rka k l"). A phrase of several words becomes one term.
SYNONYMS: Final[dict[str, str]] = {
    # kinds of paper
    "sk": "surat keputusan; keputusan; kpts; kpt; kep; surat ketetapan",
    "peraturan": (
        "undang undang; uu; peraturan pemerintah; peraturan presiden; perpres; peraturan menteri; permen; permenpan;"
        "permenpan rb; permenpanrb; permendagri; permenkeu; pmk; kmk; peraturan kepala; perka; perdirjen; persekjen;"
        "peraturan direktur jenderal; peraturan sekretaris jenderal; peraturan kpu; peraturan komisi pemilihan umum;"
        "pkpu; peraturan bawaslu; petunjuk teknis; juknis; pedoman teknis; peraturan"
    ),
    "surat_edaran": "surat edaran; edaran; se",
    "surat_tugas": "surat tugas; surat perintah tugas; surat perintah; sprin; st",
    "nota_dinas": "nota dinas; notadinas; nodin; nd; memo dinas; memo; memorandum",
    "berita_acara": "berita acara; ba",
    "undangan": "surat undangan; udangan; undgn; udgn; undngan; und; panggilan; panggilan rapat",
    "notulen": (
        "notula; notulensi; notulasi; notulis; risalah; mom; minutes of meeting; catatan rapat; resume rapat;"
        "ringkasan rapat; kesimpulan rapat;"
        "not"
    ),
    "daftar_hadir": (
        "daftar hadir; dafar hadir; daftarhadir; daftar kehadiran; kehadiran; daftar absensi;"
        "daftar absen; daftar presensi; absensi; absen; presensi; dh; absn; absens; absenan;"
        "tanda hadir; presensi peserta; attendance;"
        "nama yang hadir; nama yg hadir; yang hadir; yg hadir; lembar hadir; form hadir; dahar; tanda tangan peserta;"
        "finger; finger print; fingerprint; sidik jari"
    ),
    "dokumentasi": (
        "foto; foto foto; fotodok; foto dokumentasi; dokumentasi foto; dok foto; photo; photos; album;"
        "gambar; dokum; foto kegiatan; pic;"
        "suasana; potret; jepretan; poto; fhoto; foto bersama"
    ),
    "tangkapan_layar": (
        "tangkapan layar; screenshot; screenshots; screenshoot; screen shot; screen shoot; sreenshot; screnshot;"
        "skrinsut; ss; capture; printscreen; print screen;"
        "screen capture; screencapture; tampilan layar; tampilan"
    ),
    "laporan": "lap; lapkeg; lapgiat; laphir; report; lporan; resume; ikhtisar",
    "surat_pernyataan": "surat pernyataan; pernyataan",
    "pakta_integritas": "pakta integritas; fakta integritas; dokumen pi",
    "kartu_kendali": "kartu kendali; kartu pengendalian; kartu kontrol; form kendali; formulir kendali; lembar kendali",
    "matriks": "matrik; matrix",
    "rekap": "rekapitulasi; rekapan; rekap",
    "formulir": "form; formulir",
    "g_form": "g form; gform; google form; google forms",
    "banner": (
        "spanduk; x banner; xbanner; standing banner; baliho; backdrop; poster; leaflet; flyer; brosur; pamflet;"
        "banner; bener;"
        "infografis; billboard; videotron; umbul umbul"
    ),
    "tautan": "link; url; tautan",
    "piagam": "piagam penghargaan; sertifikat penghargaan; penghargaan; piagam",
    "satyalancana": (
        "satyalancana; satya lancana; satyalencana; satya lencana; slks; satya lencana karya satya;"
        "satyalancana karya satya"
    ),
    "draf": "draft; konsep; rancangan; draf; drafting; naskah awal; belum final; drf",
    "dokumen": "document; documents; dok; doc",
    "kuesioner": "kuisioner; koesioner; questionnaire; angket; kuesioner",
    "checklist": "check list; ceklis; ceklist; cek list; daftar periksa; checklist",
    "jadwal": "timeline; time line; schedule; jadwal",
    "materi": "bahan paparan; paparan; bahan tayang; bahan presentasi; slide; slides; materi",
    "buku_tamu": (
        "buku tamu; bukutamu; guest book; guestbook; buku pengunjung; daftar pengunjung; register pengunjung;"
        "daftar tamu; register tamu; buku kunjungan;"
        "bk tamu"
    ),
    "kebutuhan": "kebutuhan; butuh; dibutuhkan",
    "pengukuran": "pengukuran; ukur; mengukur",
    "kasubbag": "kasubbag; kasubag; kepala subbagian; kepala sub bagian; kepala subbag",
    "kabag": "kabag; kepala bagian",
    "penilaian": "penilaian; nilai; menilai; dinilai",
    "mekanisme": "mekanisme; tata cara; cara",
    "anggota": "anggota; personil; personel",
    "lembar": "lembar; lbr; lembaran",
    "penyusunan": "penyusunan; susun; menyusun; nyusun",
    "pengumuman": "pengumuman; announcement",
    "rapat": "rapat; rakor; rapat koordinasi; pertemuan",
    "permohonan": "permohonan; permintaan; meminta; minta",
    "narasumber": "nara sumber; narsum; pembicara; pemateri; narasumber",
    "usulan": "usulan; usul; pengusulan; pengajuan; ajuan",
    "reviu": "review; reviu; riviu; reviw; kaji ulang; direviu; direview; mereviu",
    "himbauan": "himbauan; imbauan",
    "perjadin": "perjadin; perjaldin; sppd; spd",
    "surat": "surat dinas; surat biasa; srt",
    # what is done
    "monev": (
        "monitoring dan evaluasi; monitoring evaluasi; monitoring; monev; mon ev; pemantauan dan evaluasi;"
        "dipantau; pantauan; pantau;"
        "pemantauan evaluasi; pemantauan; evaluasi; eva; evaluation; mengevaluasi; dievaluasi; memantau;"
        "peninjauan; meninjau; ditinjau"
    ),
    "tindak_lanjut": (
        "rencana tindak lanjut; rtl; tindak lanjut; tindaklanjut; tindak lanjutnya; tindaklanjutnya; tdk lanjut;"
        "tindk lanjut; tindak lnjut; t lanjut; tindak lanjuti; ditindaklanjuti;"
        " menindaklanjuti; tindaklanjuti; tl; follow up; followup"
    ),
    "sosialisasi": (
        "sosialisasi; sosialiasi; sosialisai; mensosialisasikan; disosialisasikan; penyosialisasian;"
        "diseminasi; penyuluhan;"
        "sos; sosial isasi;"
        "pengenalan; penjelasan"
    ),
    "perbaikan": "revisi; perbaikan; penyempurnaan; pembenahan; diperbaiki; direvisi; memperbaiki",
    "analisis": "analisa; analisis; analysis; analisys; interpretasi; kajian; telaah; telaahan; analis",
    "bebas": "bebas; tak ada; tidak ada; tanpa; tidak memiliki; tidak mempunyai; tdk ada; tdk memiliki",
    "informasi": "info; informasi",
    "standar": "standart; standard; setandar; std; standar",
    "survei": "survey; survei; surveys",
    "risiko": "resiko; risiko; risk",
    "efektivitas": "efektifitas; efektivitas; efektif",
    "persentase": "prosentase; presentase; persentase",
    "pelayanan": "layanan; pelayanan; yanlik; yan",
    "pelayanan_prima": "pelayanan prima; layanan prima; pelprima; pel prima; service excellence; budaya melayani",
    "website": "web; website; situs; laman; situs web; laman web; halaman web; portal",
    "medsos": (
        "media sosial; sosial media; sosmed; medsos; social media; socmed; ig; insta; instagram; fb; facebook; yt;"
        "you tube; youtube; tik tok; tiktok; twitter"
    ),
    "tanggapan": "jawaban; balasan; respon; respons; tanggapan",
    "pemetaan": "mapping; memetakan; pemetaan",
    "satu_atap": "satu atap; satu pintu",
    "pemasangan": "pemasangan; terpasang; dipasang; memasang; masang; pasang",
    "potongan": "pemotongan; pot; potongan; pengurangan",
    "capaian": "pencapaian; capaian",
    "kesenjangan": "gap; selisih; kesenjangan",
    "gratifikasi": "hadiah; bingkisan; parsel; gratifikasi; suap",
    "publikasi": (
        "diumumkan; dipublikasikan; ditayangkan; diunggah; unggahan; postingan; posting; publikasi; publish;"
        "diposting; tayang"
    ),
    "beranda": "halaman depan; halaman utama; home page; homepage; beranda",
    "pemilihan": "pemilihan; pilih; memilih; penjaringan; menjaring; penyaringan; milih; dipilih",
    "hoaks": "hoax; hoaks; hoak; berita bohong; disinformasi",
    # the field: zona integritas
    "zi": (
        "zona integritas; zona intergritas; zi wbk; zi wbk wbbm; wbk wbbm; wbk; wbbm; wbbk;"
        "wilayah bebas dari korupsi; wilayah bebas korupsi; wilayah birokrasi bersih dan melayani"
    ),
    "renaksi": "rencana aksi; ren aksi; renaksi; action plan",
    "rencana_kerja": "rencana kerja; program kerja; renja",
    "tim_kerja": "tim kerja; kelompok kerja; pokja; tim pokja; timja",
    "agen_perubahan": "agen perubahan; agent of change; change agent; aoc; agen of change",
    "role_model": "role model; rolemodel; roll model",
    "public_campaign": "public campaign; publik campaign; kampanye publik",
    # penataan tata laksana, SDM
    "sop": (
        "standar operasional prosedur; standard operating procedure; prosedur operasional tetap;"
        "prosedur operasional standar; sop ap; sop; protap"
    ),
    "tata_laksana": "tata laksana; tatalaksana; ketatalaksanaan",
    "proses_bisnis": "proses bisnis; probis; bisnis proses",
    "ti": "teknologi informasi; it; tik; ict; ti",
    "ppid": "ppid; e ppid; eppid; pejabat pengelola informasi dan dokumentasi",
    "kip": "keterbukaan informasi publik; keterbukaan informasi; kip; keterbukaan info publik; keterbukaan info",
    "dip": "daftar informasi publik; dip",
    "jdih": "jdih; jaringan dokumentasi dan informasi hukum",
    "sdm": "sumber daya manusia; sdm",
    "peta_jabatan": "peta jabatan; petjab; bezetting",
    "skp": "sasaran kinerja pegawai; sasaran kerja pegawai; skp",
    "pk": "perjanjian kinerja; penetapan kinerja; perkin; tapkin; perjankin; pk; kontrak kinerja",
    "tna": (
        "training need analysis; training needs analysis; analisis kebutuhan diklat; analisa kebutuhan diklat; akd; tna"
    ),
    "diklat": (
        "pendidikan dan pelatihan; pendidikan pelatihan; pelatihan; bimbingan teknis; bimtek; workshop;"
        "in house training; iht; diklat; training; kursus; webinar; seminar; latsar"
    ),
    "bangkom": "pengembangan kompetensi; bangkom; bankom",
    "nominatif": "daftar nominatif; nominatif; dafnom",
    "mutasi": "mutasi; pindah; perpindahan; pemindahan; kepindahan; alih tugas; pindah tugas",
    "eselon_ii": (
        "eselon ii; eselon 2; eselon2; es ii; es 2; jpt pratama; jpt; pimpinan tinggi pratama; es2; esl ii; esl 2"
    ),
    "eselon_iii": "eselon iii; eselon 3; eselon3; es iii; es 3; administrator; es3; esl iii; esl 3",
    "eselon_iv": "eselon iv; eselon 4; eselon4; es iv; es 4; es4; esl iv; esl 4",
    "ikpa": "indikator kinerja pelaksanaan anggaran; ikpa",
    "duk": "daftar urut kepangkatan; duk",
    "asn": "aparatur sipil negara; pegawai negeri sipil; pns; asn",
    "pppk": "p3k; pppk",
    "ppnpn": (
        "ppnpn; ppnp; pegawai pemerintah non pegawai negeri; pegawai non asn; tenaga non asn; non asn;"
        "tenaga honorer; honorer; pramubakti"
    ),
    "cpns": "calon pegawai negeri sipil; calon asn; casn; cpns",
    "tukin": "tunjangan kinerja; tunkin; tukin",
    "kode_etik": "kode etik; kode perilaku",
    # penguatan akuntabilitas
    "sakip": "sakip; akip; sistem akuntabilitas kinerja instansi pemerintah",
    "lakip": (
        "laporan akuntabilitas kinerja instansi pemerintah; laporan kinerja instansi pemerintah;"
        "laporan akuntabilitas kinerja; laporan kinerja; lkjip; lkj ip; lkip; lkj; lakin; lapkin; elapkin; lakip"
    ),
    "renstra": "rencana strategis; renstra",
    "rkt": "rencana kinerja tahunan; rencana kerja tahunan; rkt",
    "rka": "rencana kerja dan anggaran; rencana kerja anggaran; rka k l; rka kl; rkakl; rkkl; rkkal; rka",
    "iku": "indikator kinerja utama; iku; indikator utama kinerja",
    # penguatan pengawasan
    "spip": (
        "sistem pengendalian intern pemerintah; sistem pengendalian internal; sistem pengendalian intern;"
        "pengendalian internal; pengendalian intern; spip; spi"
    ),
    "rtp": "rencana tindak pengendalian; rtp; rencana mitigasi; rencana mitigasi risiko; mitigasi risiko",
    "upg": "unit pengendalian gratifikasi; unit pengendali gratifikasi; tim upg; upg",
    "wbs": (
        "whistle blowing system; whistleblowing system; whistle blower system; whistleblower system;"
        "wistle blowing system; wistleblowing system; whistle blowing; whistleblowing;"
        "sistem pelaporan pelanggaran; wbs; pelaporan pelanggaran; whistle bowling system;"
        "whistelblowing; whistleblower; whistle blower;"
        "peniup peluit"
    ),
    "dumas": "pengaduan masyarakat; aduan masyarakat; pengaduan; aduan; dumas; keluhan; komplain",
    "bk": (
        "benturan kep; benturan kepent; benturan kepentingan; benturan kepentingaan;"
        " konflik kepentingan; conflict of interest; coi; benkep;"
        "benturan; bk"
    ),
    # peningkatan kualitas pelayanan publik
    "skm": (
        "survei kepuasan masyarakat; survey kepuasan masyarakat; survei kepuasan; survey kepuasan;"
        "indeks kepuasan masyarakat; ikm; skm"
    ),
    "rpp": "rumah pintar pemilu; rumah pintar; rpp",
    "helpdesk": "help desk; helpdesk",
    "5r": "5 r; 5r; lima r; ringkas rapi resik rawat rajin",
    "kpu": "komisi pemilihan umum; kpu",
}

# The six areas of change as Permenpan-RB 90/2021 names them, and as people call them: plans of single units sometimes
# title an area otherwise.
AREA_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "I": ("Manajemen Perubahan", "Pola Pikir"),
    "II": ("Penataan Tata Laksana",),
    "III": ("Penataan Sistem Manajemen SDM", "Kepegawaian", "SDM Aparatur"),
    "IV": ("Penguatan Akuntabilitas", "SAKIP", "Akuntabilitas Kinerja"),
    "V": ("Penguatan Pengawasan",),
    "VI": ("Peningkatan Kualitas Pelayanan Publik", "Pelayanan Publik"),
}

# Words for the state of a file, for its folder or its machine, that say nothing of what is in it.
_NOISE_PHRASES: Final = (
    "bukti dukung; bukti pendukung; bukti fisik; data dukung; data pendukung; dokumen pendukung; dokumen dukung;"
    "eviden; evidence; evidens; daduk; dukzi; dakung; pemenuhan; reform; pengungkit;"
    "final; finall; fix; fixed; ok; oke; jadi; rev; edit; edited; editan; new; baru; copy; copy of; salinan;"
    "ttd; tte; signed; bertanda tangan; tanda tangan; scan; scanned; hasil scan; scanner; compress; compressed;"
    "gabung; gabungan; merged; contoh; file; berkas; folder; lengkap;"
    "img; image; dsc; dscn; pxl; vid; whatsapp; whatsapp image; whats app image; whats app; wa; camscanner;"
    "cam scanner; adobe scan; untitled; unnamed; tanpa judul; new document; pdf; jpg; jpeg; png; docx; xlsx; ppt"
)
# Terms that name a kind of paper or an act and no matter: "notulen rapat" may be of any meeting.
_GENERAL: Final = (
    "undangan; daftar hadir; notulen; dokumentasi; rapat; laporan; sk; surat; hasil; data; rekap; formulir; daftar;"
    "tabel; bukti; tangkapan layar; tautan; website; banner; piagam; monev; tindak lanjut; sosialisasi; pegawai;"
    "kegiatan; analisis; lampiran; materi; lembar; pelaksanaan; bulanan; tahunan; triwulan; semester"
)
# Words that help where they are asked for, and speak against nothing: roles, and what surrounds a matter.
_NEUTRAL: Final = (
    "pegawai; sekretaris; ketua; pejabat; pimpinan; komisioner; peserta; tim; kerja; kegiatan; pelaksanaan; hasil;"
    "data; daftar; internal; online; bulanan; tahunan; berkala; kantor; satker; satuan; unit; bukti; masyarakat;"
    "publik;"
    "surat; kabag; kasubbag; sekjen; staf; pelaksana; struktural; eselon; eselon_ii; eselon_iii; eselon_iv;"
    "pembahasan; progres; kemajuan; resmi; setahun; anggota; rekomendasi; catatan"
)
# Words of letters and offices that say nothing of the matter either: a plan need not know them.
_EVERYDAY: Final = (
    "hal; perihal; ttg; per; karena; terhadap; menuju; antara; agar; adalah; ini; itu; bagi; sesuai;"
    "lewat; sampai; sesudah; sebelum; setelah; mohon; sdr; bapak; ibu; pak; bu; nota dinas; lain; lainnya; masuk;"
    "penyampaian; pengiriman; permohonan; dikirim; kirim; minta; kpd; utk; dgn; yg; dll; dst; bidang;"
    "subbag; subbagian; kasubbag; bagian; kabag; divisi; biro; sekjen; sekretariat; inspektorat; jenderal; jendral;"
    "hukum; umum; keuangan; logistik; teknis; penyelenggaraan; provinsi; kabupaten; kota; staf; nota; dinas; cetak;"
    "pembahasan; seluruh; semua; daring; zoom; luring; meja; lobi; lobby; depan; belakang; teras; halaman; pintu;"
    "pagar; loket; lorong; tangga; papan; dinding; lantai; gedung; ruangan; aula;"
    "disahkan; naskah; buku; desain; rincian; jumlah; nama; arahan; pengarahan; penunjukan; implementasi; instansi;"
    "lembaga; koordinasi; jajaran; area; progres; target; sasaran; indikator; pagi; siang; sore; malam;"
    "tidak; bukan; belum; sudah; akhir; awal; atasan; bawahan; tiap; setiap; antar; non; tepat; jelas;"
    "dekat; dkt; samping; ruang; rg; rgn; setelah; sesudah; ikut; orang; org;"
    "keadaan; map; anti; mesin; terpajang; dipajang; ditempel; terpampang; kumpulan; menu; rak; bagan"
)
# Words that join others, and words around numbers and dates.
_FILLERS: Final = (
    "di; ke; dari; pada; untuk; yang; atas; oleh; dengan; dalam; sebagai; terkait; tentang; para; kepada; melalui;"
    "telah; sudah; ada; adanya; berisi; memuat; dapat; berupa; misal; misalnya; seperti; yaitu; juga; masing; secara;"
    "maupun; ataupun; tersebut; tsb; diatas; dan; serta; atau; the; of; at; and; tahun; thn; th; ta; nomor; no;"
    "tgl; tanggal; bulan; bln;"
    "hari; pukul; am; pm; sd; satu; dua; tiga; empat; lima; enam; tujuh; delapan; sembilan; sepuluh; bgt; banget;"
    "atas; bersama; ikut; mengikuti; para; jan; feb; mar; apr; mei; jun; jul; agt; ags; sep; okt; nov; nop; des"
)
# A noise word with a number stuck to it: rev2, final3, scan0001, img20250204, wa0012, v2, doc1.
_NUMBERED_NOISE: Final = re.compile(
    r"(?:rev|revisi|v|ver|versi|final|fix|copy|edit|scan|img|dsc|dscn|wa|doc|hal|page|untitled|document)\d+"
)

_WORD: Final = re.compile(r"[^\W_]+")
# The same with the marks that part an enumeration: "undangan, daftar hadir & notulen".
_WORD_OR_COMMA: Final = re.compile(r"[^\W_]+|[,;+&]")
# "DaftarHadirRapat" is three words, "LKjIP" is one: both sides need three letters; "rekapWBS" is two.
_CAMEL: Final = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2}|[A-Z]{2,}(?![a-z]))")
# "UPG2025" is a word and a year.
_GLUED_YEAR: Final = re.compile(r"(?<=[^\W\d_])(?=20\d\d(?!\d))|(?<=20\d\d)(?=[^\W\d_])")
_POINTED: Final = re.compile(r"(?<![\w.])[A-Za-z](?:\.[A-Za-z]){2,}(?![\w])")
_YEAR: Final = re.compile(r"20\d\d")
_COMMA: Final = ","
_JOINERS: Final = frozenset({"dan", "serta", "and"})


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a text in order: NFC, casefolded, without punctuation.

    "Daftar Hadir_rapat (RKA-K/L) 2025" gives daftar, hadir, rapat, rka, k, l, 2025.
    """
    return tuple(_WORD.findall(_spaced(text)))


def parts(text: str, read: Callable[[str], tuple[str, ...]] | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the canonical terms of a text, cut where it enumerates ("undangan, daftar hadir dan notulen").

    Noise and filler words are dropped; a "dan" that belongs to a phrase ("monitoring dan evaluasi") does not cut.

    Args:
        text: Any text.
        read: What a word stands for, asked before phrases are recognised: slips of the pen, glued words.
    """
    found: list[tuple[str, ...]] = []
    current: list[str] = []
    words = _WORD_OR_COMMA.findall(_spaced(text))
    if read is not None:
        words = [meant for word in words for meant in read(word)]
    for term in _collapsed(tuple(words)):
        if term == _COMMA or term in _JOINERS:
            found.append(tuple(current))
            current = []
        elif _says_something(term):
            current.append(term)
    found.append(tuple(current))
    return tuple(part for part in found if part)


def expand(text: str, read: Callable[[str], tuple[str, ...]] | None = None) -> frozenset[str]:
    """Return the canonical terms of a text: synonyms collapsed, noise words and small numbers dropped."""
    return frozenset(term for part in parts(text, read) for term in part) if read else _expanded(text)


@lru_cache(maxsize=16384)
def _expanded(text: str) -> frozenset[str]:
    return frozenset(term for part in parts(text) for term in part)


def words_known() -> frozenset[str]:
    """Return every word of the synonyms, canonical terms taken apart."""
    listed = ((term, *listing.split(";")) for term, listing in SYNONYMS.items())
    noise = (*_NOISE_PHRASES.split(";"), *_GENERAL.split(";"), *_FILLERS.split(";"))
    return frozenset(word for phrases in (*listed, noise) for phrase in phrases for word in tokens(phrase))


def is_noise(word: str) -> bool:
    """Whether a word is the state of a file with a number: "rev2", "final3", "scan0001"."""
    return _NUMBERED_NOISE.fullmatch(word) is not None


def spelled(term: str) -> str:
    """Return a canonical term as people read it: `daftar_hadir` is "daftar hadir"."""
    return term.replace("_", " ")


def unglued(text: str) -> str:
    """Return a text with a blank where a small letter meets a capital, and a word a year: "AbsenPegawaiMar2025".

    Letters with a point after each are one abbreviation: "k.i.p" is "kip".
    """
    text = _POINTED.sub(lambda hit: hit[0].replace(".", ""), text)
    return _GLUED_YEAR.sub(" ", _CAMEL.sub(" ", unicodedata.normalize("NFC", text)))


def _spaced(text: str) -> str:
    return unglued(text).replace("&", " & ").casefold()


def _phrases(listing: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tokens(phrase) for phrase in listing.split(";") if phrase.strip())


def _phrase_table() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return first word ─► (phrase, canonical term), longest phrase first; noise phrases become an empty term."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for term, listing in SYNONYMS.items():
        for phrase in _phrases(listing):
            table.setdefault(phrase[0], []).append((phrase, term))
    for phrase in _phrases(_NOISE_PHRASES):
        table.setdefault(phrase[0], []).append((phrase, ""))
    return {word: tuple(sorted(rows, key=lambda row: (-len(row[0]), row))) for word, rows in table.items()}


_TABLE: Final = _phrase_table()
EVERYDAY_TERMS: Final = frozenset("_".join(phrase) for phrase in _phrases(f"{_NEUTRAL};{_GENERAL};{_EVERYDAY}"))
DAILY_TERMS: Final = frozenset("_".join(phrase) for phrase in _phrases(_EVERYDAY))
NEUTRAL_TERMS: Final = frozenset("_".join(phrase) for phrase in _phrases(_NEUTRAL))
GENERAL_TERMS: Final = frozenset("_".join(phrase) for phrase in _phrases(_GENERAL))
_FILLER_WORDS: Final = frozenset(phrase[0] for phrase in _phrases(_FILLERS))


@lru_cache(maxsize=65536)
def _collapsed(words: tuple[str, ...]) -> tuple[str, ...]:
    """Replace every known phrase by its canonical term, the longest one first, from left to right."""
    words = tuple("dan" if word == "&" else _COMMA if word in {";", "+"} else word for word in words)
    terms: list[str] = []
    position = 0
    while position < len(words):
        for phrase, term in _TABLE.get(words[position], ()):
            if words[position : position + len(phrase)] == phrase:
                terms.append(term)
                position += len(phrase)
                break
        else:
            terms.append(words[position])
            position += 1
    return tuple(terms)


def _says_something(term: str) -> bool:
    if term.isdigit():
        return _YEAR.fullmatch(term) is not None
    return len(term) > 1 and term not in _FILLER_WORDS and not is_noise(term)
