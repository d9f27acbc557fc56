"""Archives and mails are placed by the names of what they hold, and by their own."""

from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.matching import match
from dossier.matching.archive_members import as_files
from dossier.model import EvidenceFile, Matching, Media, Pin, Scan, Severity
from tests.support.matching_files import little_plan, place, places, real_plan

PLAN = little_plan()
INVITATION = "I.1.1 Undangan rapat monev Februari.pdf"
MINUTES = "I.1.1/Notulen rapat monev April 2025.pdf"
BANNER = "WBS/II.1.1 Banner WBS.pdf"
MUTE = ("scan0001.pdf", "IMG-20250204-WA0012.jpg", "image001.png")


def archive(path: str, *members: str, media: Media = Media.ZIP) -> EvidenceFile:
    return EvidenceFile(path=path, disk_path=path, size=1, sha256="a" * 64, media=media, members=members)


def matched_archive(path: str, *members: str, pins: tuple[Pin, ...] = ()) -> Matching:
    return match(PLAN, Scan(files=(archive(path, *members),), ignored=()), pins)


def placed(path: str, *members: str) -> tuple[str, ...]:
    """Return what an archive is placed as."""
    return places(matched_archive(path, *members))[path]


def test_an_archive_claims_what_its_members_claim() -> None:
    matching = matched_archive("kiriman/bukti.zip", INVITATION, MINUTES, BANNER)
    assert [(claim.code, claim.slot, claim.member) for claim in matching.claims] == [
        ("I.1.1.a", "2025-02", INVITATION),
        ("I.1.1.c", "2025-04", MINUTES),
        ("II.1.1.a", "2025-02", BANNER),
    ]
    assert {claim.file.path for claim in matching.claims} == {"kiriman/bukti.zip"}
    assert matching.claims[0].reasons[0].startswith(f"anggota “{INVITATION}”: kode I.1.1")
    assert matching.findings == ()


def test_a_member_is_placed_as_a_file_in_a_folder_called_like_the_archive() -> None:
    for member in (INVITATION, MINUTES, BANNER, "Banner WBS.pdf", "II/1/1 banner.pdf"):
        assert set(place(PLAN, f"II.1.1 kiriman/{member}")) <= set(placed("II.1.1 kiriman.zip", member))


def test_folders_of_the_archive_and_in_it_count() -> None:
    assert placed("II.1.1/foto.zip", "banner.jpg") == ("II.1.1.a 2025-02",)
    assert placed("kiriman/semua.zip", "II.1.1/banner.jpg") == ("II.1.1.a 2025-02",)
    assert placed("kiriman/II.1.1.zip", "banner.jpg") == ("II.1.1.a 2025-02",)


def test_what_the_archive_says_and_what_its_members_say_is_joined() -> None:
    matching = matched_archive("I.1.2 SK Tim Kerja.zip", BANNER)
    assert [(claim.code, claim.member) for claim in matching.claims] == [("I.1.2.a", None), ("II.1.1.a", BANNER)]


def test_mute_members_change_nothing_of_a_sure_archive() -> None:
    alone = placed("I.1.1 a Undangan rapat monev April.zip")
    assert alone == ("I.1.1.a 2025-04",)
    assert placed("I.1.1 a Undangan rapat monev April.zip", *MUTE) == alone


def test_members_say_the_periods_that_the_name_leaves_open() -> None:
    months = ("Februari", "April", "Juni")
    assert placed("I.1.1 Notulen rapat monev 2025.zip") == ("I.1.1.c None periode_tidak_terbaca",)
    assert placed("I.1.1 Notulen rapat monev 2025.zip", *(f"Notulen {month}.pdf" for month in months)) == (
        "I.1.1.c 2025-02",
        "I.1.1.c 2025-04",
        "I.1.1.c 2025-06",
    )
    assert matched_archive("I.1.1 Notulen rapat monev 2025.zip", "Notulen Juni.pdf").findings == ()


def test_several_members_may_serve_one_place() -> None:
    photos = ("II.1.1 banner depan.jpg", "II.1.1 banner belakang.jpg", "I.1.2 SK Tim.pdf")
    matching = matched_archive("foto.zip", *photos)
    assert [(claim.code, claim.member) for claim in matching.claims if claim.indicator == "II.1.1"] == [
        ("II.1.1.a", photos[1]),
        ("II.1.1.a", photos[0]),
    ]


def test_an_ambiguous_member_is_a_note_where_another_is_sure() -> None:
    doubtful = "IX.9.9 Laporan evaluasi WBS Maret.pdf"
    assert placed("x.zip", doubtful)[0].startswith("?")
    matching = matched_archive("x.zip", doubtful, BANNER)
    assert not matching.ambiguous
    assert [claim.code for claim in matching.claims] == ["II.1.1.a"]
    (note,) = [finding for finding in matching.findings if finding.code == "anggota_rancu"]
    assert note.severity is Severity.NOTE
    assert doubtful in note.text
    assert note.path == "x.zip"


def test_an_archive_of_unsure_members_has_their_candidates() -> None:
    (entry,) = matched_archive("x.zip", "IX.9.9 Laporan evaluasi WBS Maret.pdf").ambiguous
    assert entry.reason == "anggota “IX.9.9 Laporan evaluasi WBS Maret.pdf”: kode IX.9.9 tidak ada dalam rencana"
    assert {claim.member for claim in entry.candidates} == {"IX.9.9 Laporan evaluasi WBS Maret.pdf"}
    assert all(claim.file.path == "x.zip" for claim in entry.candidates)


def test_an_archive_of_mute_members_stays_unplaced() -> None:
    (entry,) = matched_archive("x.zip", *MUTE).unplaced
    assert entry.reason == "nama berkas tidak menyebut apa isinya"


def test_a_pin_on_the_archive_overrules_its_members() -> None:
    pin = Pin(path="x.zip", indicator="I.1.2", requirement="a")
    (claim,) = matched_archive("x.zip", INVITATION, BANNER, pins=(pin,)).claims
    assert (claim.code, claim.member) == ("I.1.2.a", None)
    refused = Pin(path="x.zip", indicator=None)
    assert not matched_archive("x.zip", INVITATION, pins=(refused,)).claims


def test_a_copy_of_an_archive_is_a_spare_for_all_that_its_members_serve() -> None:
    files = tuple(archive(path, INVITATION, BANNER) for path in ("a.zip", "b.zip"))
    matching = match(PLAN, Scan(files=files, ignored=()))
    assert matching.spare_paths == {"b.zip": ("a.zip",)}
    assert {claim.file.path for claim in matching.serving_claims} == {"a.zip"}


def test_the_fault_of_a_member_names_it_and_keeps_its_ending() -> None:
    matching = matched_archive("x.zip", "I.1.1 a Undangan rapat monev.docx", BANNER)
    (finding,) = matching.findings
    assert "“x.zip ► I.1.1 a Undangan rapat monev.docx”" in finding.text
    assert ".docx”" in finding.advice


def test_hostile_names_lead_nowhere_and_long_ones_are_cut_in_reasons() -> None:
    members = ("../../II.1.1/banner.pdf", "/II.1.1 banner.pdf", "..", "/", "", "II.1.1 banner " + "x" * 300 + ".pdf")
    paths = [file.path for _, file in as_files(archive("a/b.zip", *members))]
    assert all(path.startswith("a/b/") and ".." not in path.split("/") for path in paths)
    assert len(paths) == 3
    matching = matched_archive("a/b.zip", *members)
    assert {claim.code for claim in matching.claims} == {"II.1.1.a"}
    assert all(len(claim.reasons[0]) < 250 for claim in matching.claims)


def test_a_thousand_members_are_decided_in_a_moment() -> None:
    members = [f"III.4.2/{number} Laporan kegiatan {number} Maret 2025.pdf" for number in range(1_000)]
    scan = Scan(files=(archive("kiriman/besar.zip", *members),), ignored=())
    match(real_plan(), Scan(files=(), ignored=()))
    before = time.process_time()
    assert match(real_plan(), scan).claimed_paths == ("kiriman/besar.zip",)
    assert time.process_time() - before < 15


NAMES = st.sampled_from(
    [INVITATION, MINUTES, BANNER, "SK Tim Kerja.pdf", "IX.9.9 Laporan.pdf", "a. undangan.pdf", "b. notulen.pdf", *MUTE]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, unique=True), st.sampled_from(["x.zip", "II.1.1 x.zip", "I.1.1/x.zip"]), st.data())
def test_the_order_of_members_changes_nothing(names: list[str], path: str, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(names))
    first = matched_archive(path, *names)
    second = matched_archive(path, *shuffled)
    same = replace(archive(path, *names), members=())
    assert _without_members(first, same) == _without_members(second, same)


def _without_members(matching: Matching, file: EvidenceFile) -> object:
    """Return what was decided, with the order of the members taken out of the file."""
    return (
        [replace(claim, file=file) for claim in matching.claims],
        [(each.reason, [replace(c, file=file) for c in each.candidates]) for each in matching.ambiguous],
        [(each.reason, [replace(c, file=file) for c in each.near]) for each in matching.unplaced],
        matching.findings,
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, unique=True), st.lists(st.sampled_from(MUTE), unique=True))
def test_mute_members_change_no_claim(names: list[str], mute: list[str]) -> None:
    before = matched_archive("x.zip", *names)
    after = matched_archive("x.zip", *names, *mute)
    assert [(c.code, c.slot, c.member) for c in before.claims] == [(c.code, c.slot, c.member) for c in after.claims]


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, unique=True), NAMES)
def test_a_further_member_takes_no_place_away(names: list[str], more: str) -> None:
    before = matched_archive("x.zip", *names)
    after = matched_archive("x.zip", *names, more)
    assert {claim.place for claim in before.claims if claim.fills} <= {claim.place for claim in after.claims}
