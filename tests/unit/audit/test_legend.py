"""One legend for every form: each state, urgency and severity once, told apart by sign and word, without colour."""

from __future__ import annotations

import re

import pytest

from dossier.audit import legend
from dossier.audit.status import Light, Urgency
from dossier.bind.front import state_signs
from dossier.model import Severity, State
from dossier.state.build_record import GROUPS

COLOUR = re.compile(r"#[0-9A-F]{6}")


def test_every_value_has_its_row_and_no_row_is_left_over() -> None:
    assert list(legend.STATES) == list(State)
    assert list(legend.URGENCIES) == list(Urgency)
    assert list(legend.SEVERITIES) == list(Severity)
    assert tuple(legend.GROUPS) == GROUPS


def test_states_differ_in_sign_and_word_so_that_no_colour_is_needed() -> None:
    assert len({look.sign for look in legend.STATES.values()}) == len(State)
    assert len({look.label for look in legend.STATES.values()}) == len(State)
    assert all(len(look.sign) == 1 for look in legend.STATES.values())


@pytest.mark.parametrize("state", State)
def test_the_colours_of_a_state_can_be_read_on_their_ground_and_on_paper(state: State) -> None:
    look = legend.STATES[state]
    assert all(COLOUR.fullmatch(each) for each in (look.ground, look.ink, look.bar, look.mark))
    assert contrast(look.ink, look.ground) >= 4.5
    assert contrast(look.mark, "#FFFFFF") >= 4.5


@pytest.mark.parametrize("state", State)
def test_the_printed_pages_can_draw_the_sign_that_the_other_forms_write(state: State) -> None:
    assert legend.STATES[state].sign in state_signs.SHAPES


def test_an_urgency_has_one_wording_in_all_lists() -> None:
    headed = [look for urgency, look in legend.URGENCIES.items() if urgency is not Urgency.DONE]
    assert all(look.heading for look in headed)
    assert len({look.heading for look in headed}) == len(headed)


def test_traffic_lights_differ_in_sign_and_word_and_each_states_its_rule() -> None:
    looks = legend.LIGHTS.values()
    assert list(legend.LIGHTS) == list(Light)
    assert len({look.sign for look in looks}) == len({look.label for look in looks}) == len(Light)
    assert all(look.rule and contrast(look.mark, "#FFFFFF") >= 4.5 for look in looks)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours by WCAG 2.1."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
