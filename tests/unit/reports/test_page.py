from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import re

import pytest

from dossier.audit.history import Milestone, milestone
from dossier.audit.status import AssessorNote
from dossier.model import Finding, IgnoredFile, Media, QuestionClaim, Severity, State
from dossier.reports import PageLink, page_html
from dossier.reports.offline_page import progress
from dossier.reports.page_data import with_web_links
from tests.support.small_page import MAYBE, SERVING, evidence, read_page, small_page
from tests.support.small_plan import small_plan

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&.pdf"


def test_every_total_of_the_page_is_that_of_the_overview() -> None:
    source = small_page()
    html = page_html(source)
    told = dict(re.findall(r'data-total="(\w+)">([\d.]+)<', html))
    assert told == {
        "jumlah": str(source.assessment.status.totals.total),
        **{state.value: str(amount) for state, amount in source.assessment.status.totals.states.items()},
    }
    for each in source.assessment.status.areas:
        line = re.search(rf'<li data-area="{each.area.code}">.*?</li>\n</ul>', html, re.DOTALL)
        assert line is not None
        assert f"{each.totals.states[State.PRESENT]} dari {each.totals.due} slot" in line[0]


def test_the_matrix_tells_states_by_a_sign_and_in_words() -> None:
    html = page_html(small_page())
    assert '<td class="s-ada"><span aria-hidden="true">✓</span><span class="unseen">ada</span></td>' in html
    assert '<td class="s-belum_ada"><span aria-hidden="true">✗</span>' in html


def test_the_same_values_give_the_same_page() -> None:
    assert page_html(small_page()) == page_html(small_page())


def test_a_hostile_file_name_is_nothing_but_a_name() -> None:
    page = read_page(page_html(small_page(evidence(HOSTILE))))
    assert page.file(HOSTILE)["href"].startswith("../../evidence/%3C/script%3E%3Cimg")
    assert "img" not in {tag for tag, _ in page.elements}
    assert [own.get("type") for own, _ in page.parts if own["tag"] == "script"] == ["application/json", None]


def test_hostile_words_of_plan_findings_and_remarks_are_nothing_but_words() -> None:
    bad = '<b onclick="x">{{ 7 * 7 }}</b>\u202e'
    plan = small_plan()
    area = dataclasses.replace(plan.areas[0], title=bad, person=bad)
    finding = Finding(code="x", severity=Severity.WARNING, subject="x", text=bad, advice=bad, path="plan/plan.yaml")
    remarks = {("I.1.1", "a", "2025-03"): AssessorNote(status=bad, text=bad, seen=((bad, "1" * 64),))}
    source = small_page(plan=dataclasses.replace(plan, areas=(area,)), findings=(finding,), remarks=remarks)
    page = read_page(page_html(source))
    assert not {tag for tag, own in page.elements if "onclick" in own}
    assert page.text.count("{{ 7 * 7 }}") > 5
    assert "\u202e" not in page.text
    assert "⟨U+202E⟩" in page.text


def test_only_our_own_style_and_script_are_allowed() -> None:
    html = page_html(small_page())
    policy = read_page(html).elements[3][1]["content"] or ""
    for directive, part in re.findall(r"<(style|script)>(.*?)</\1>", html, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"{directive}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    names = {name for _, own in read_page(html).elements for name in own}
    assert "style" not in names
    assert not {name for name in names if name.startswith("on")}


def test_the_page_names_nothing_outside_its_workspace_and_the_web() -> None:
    plan = small_plan()
    steps = "Unggah ke https://contoh.go.id/a?b=1&c=2. Bukan javascript:alert(1) atau file:///etc/passwd"
    indicator = dataclasses.replace(plan.indicators[0], steps=steps)
    component = dataclasses.replace(plan.areas[0].components[0], indicators=(indicator, plan.indicators[1]))
    plan = dataclasses.replace(plan, areas=(dataclasses.replace(plan.areas[0], components=(component,)),))
    places = {f"indikator:{each.code}": PageLink(file="dossier.pdf", position=3, number=3) for each in plan.indicators}
    page = read_page(page_html(small_page(plan=plan, places=places)))
    addresses = {own["href"] or "": own for tag, own in page.elements if tag == "a"}
    assert {address for address in addresses if not address.startswith("#")} == {
        "https://contoh.go.id/a?b=1&c=2",
        "../dossier.pdf#page=3",
    }
    assert addresses["https://contoh.go.id/a?b=1&c=2"]["rel"] == "noopener noreferrer"
    assert page.attributes("src") == []


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("lihat http://a.id/x, lalu (https://b.id).", ["http://a.id/x", "https://b.id"]),
        ("HTTPS://A.ID", ["HTTPS://A.ID"]),
        ("javascript:alert(1) data:text/html,x //a.id", []),
        ("", []),
    ],
)
def test_only_http_and_https_become_links_and_no_word_is_lost(text: str, addresses: list[str]) -> None:
    pieces = list(with_web_links(text))
    assert [address for _, address in pieces if address] == addresses
    assert "".join(piece for piece, _ in pieces) == text


def test_a_name_that_is_no_utf8_leads_to_its_file_byte_for_byte() -> None:
    odd = evidence("caf⟨0xE9⟩ 100%.pdf", disk_path="caf\udce9 100%.pdf")
    page = read_page(page_html(small_page(odd)))
    assert page.file("caf⟨0xE9⟩ 100%.pdf")["href"] == "../../evidence/caf%E9%20100%25.pdf"


@pytest.mark.parametrize(
    ("name", "media"),
    [("a.html", Media.HTML), ("a.svg", Media.PICTURE), ("a", Media.PDF), ("a.pdf", Media.HTML), ("a.mht", Media.HTML)],
)
def test_what_a_browser_might_run_is_opened_in_the_dossier_only(name: str, media: Media) -> None:
    places = {f"berkas:{name}": PageLink(file="dossier-2.pdf", position=7, number=41)}
    file = read_page(page_html(small_page(evidence(name, media=media), places=places))).file(name)
    assert "href" not in file
    assert file["page"] == ["../dossier-2.pdf#page=7", 41]


def test_every_file_is_in_the_data_once_and_stands_where_it_serves() -> None:
    left_out = IgnoredFile(path="~$x.docx", reason="berkas kunci")
    page = read_page(page_html(small_page(evidence("lepas.pdf"), ignored=(left_out,))))
    paths = [file["path"] for file in page.data["files"]]
    assert sorted(paths) == sorted([SERVING, MAYBE, "lepas.pdf", "~$x.docx"])
    assert page.data["slots"][0] == {"files": [paths.index(SERVING)]}
    assert [slot["maybe"] for slot in page.data["slots"] if "maybe" in slot] == [[paths.index(MAYBE)]]
    assert page.data["loose"] == {"I.1.1.b": [paths.index("lepas.pdf")]}
    assert page.data["texts"][page.file("~$x.docx")["why"]] == "berkas kunci"


def test_a_claim_says_its_rule_score_and_reasons() -> None:
    page = read_page(page_html(small_page()))
    indicator, requirement, slot, rule, score, reasons, fault = page.file(SERVING)["claims"][0]
    assert (indicator, requirement, slot, rule, score, fault) == ("I.1.1", "a", "2025-03", "kode", "0,98", None)
    assert [page.data["texts"][number] for number in reasons] == ["kode"]


def test_a_file_beyond_the_plan_says_its_question_and_has_a_section_of_its_own() -> None:
    source = small_page(evidence("survei.pdf"))
    assessment = source.assessment
    file = next(file for file in assessment.scan.files if file.path == "survei.pdf")
    answer = QuestionClaim(file=file, question="B.I.a", score=0.9, reasons=("folder",))
    claims = tuple(each for each in assessment.matching.claims if each.file != file)
    matching = dataclasses.replace(assessment.matching, claims=claims, questions=(answer,))
    assessment = dataclasses.replace(assessment, matching=matching)
    html = page_html(dataclasses.replace(source, assessment=assessment))
    page = read_page(html)
    key, words, score, reasons = page.file("survei.pdf")["answers"][0]
    assert (key, score) == ("B.I.a", "0,90")
    assert [page.data["texts"][number] for number in (words, *reasons)] == [
        "Nilai Survey Persepsi Korupsi (Survei Eksternal)",
        "folder",
    ]
    assert page.file("survei.pdf")["group"] == "di luar rencana"
    assert 'data-group="di luar rencana"' in html
    assert "di-luar-rencana" not in page_html(small_page())


def test_findings_stand_at_their_file_and_the_others_at_the_end() -> None:
    about_file = Finding(code="x", severity=Severity.NOTE, subject="x", text="rusak", advice="ganti", path=SERVING)
    about_plan = Finding(code="x", severity=Severity.NOTE, subject="x", text="dicabut", path="plan/plan.yaml", line=3)
    page = read_page(page_html(small_page(findings=(about_file, about_plan))))
    text, advice = page.file(SERVING)["findings"][0]
    assert (page.data["texts"][text], page.data["texts"][advice]) == ("rusak", "ganti")
    assert "dicabut" in page.text
    assert "baris 3" in page.text
    assert "rusak" not in page.text


def test_an_open_slot_says_its_due_date_and_the_name_that_fills_it() -> None:
    source = small_page()
    text = read_page(page_html(source)).text
    missing = next(row for row in source.assessment.status.rows if row.state is State.MISSING)
    assert missing.fills_with in text
    assert "lewat 15 hari" in text


def test_progress_is_drawn_from_the_second_day_on_by_the_last_build_of_each_day() -> None:
    today = milestone(small_page().assessment.status)
    earlier = dataclasses.replace(today, as_of=dt.date(2025, 3, 1))
    wrong = Milestone(as_of=earlier.as_of, totals=today.totals, areas={})
    assert "Perjalanan" not in page_html(small_page(history=(today, today)))
    source = small_page(history=(wrong, earlier, today))
    charts = progress(source)
    assert [chart.title for chart in charts] == ["Seluruh rencana", "I. Manajemen Perubahan"]
    assert [day for day, _ in charts[0].days] == [dt.date(2025, 3, 1), dt.date(2025, 4, 15)]
    assert charts[0].complete == source.assessment.status.totals.states[State.PRESENT]
    assert "Perjalanan" in page_html(source)


def test_a_later_day_is_another_page_although_no_clock_is_read() -> None:
    assert page_html(small_page()) != page_html(small_page(as_of=dt.date(2025, 4, 16)))
