"""The registry of finding codes against the source of the package, and the page made from it."""

from __future__ import annotations

import ast
import re

from dossier import knowledge
from dossier.knowledge import finding_codes
from tests.support.finding_codes import PACKAGE, codes_used
from tests.support.finding_reference import REFERENCE, reference

REGISTRY = {row["kode"]: row for row in knowledge.rows("temuan.csv")}


def test_the_registry_has_every_code_that_the_package_gives_and_no_other() -> None:
    used = codes_used()
    assert sorted(set(used) - set(REGISTRY)) == []
    assert sorted(set(REGISTRY) - set(used)) == []


def test_the_registry_says_which_rooms_give_a_code() -> None:
    wrong = {
        code: sorted(rooms) for code, rooms in codes_used().items() if REGISTRY[code]["asal"] != "|".join(sorted(rooms))
    }
    assert wrong == {}


def test_codes_have_one_spelling_stand_once_and_in_order() -> None:
    codes = [row["kode"] for row in knowledge.rows("temuan.csv")]
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+)*", code)] == []
    assert codes == sorted(set(codes))


def test_what_a_code_means_and_what_to_do_are_sentences_that_fit_a_table() -> None:
    for row in REGISTRY.values():
        for text in (row["arti"], row["tindakan"]):
            assert text.endswith((".", "…")), row
            assert "|" not in text


def test_every_constant_is_in_the_registry_and_no_code_is_compared_as_a_bare_text() -> None:
    constants = {value for name, value in vars(finding_codes).items() if name.isupper()}
    assert constants <= set(REGISTRY)
    bare: list[tuple[str, int, str]] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                if any(isinstance(side, ast.Attribute) and side.attr == "code" for side in sides):
                    texts = {each.value for side in sides for each in ast.walk(side) if isinstance(each, ast.Constant)}
                    bare += [(path.name, node.lineno, code) for code in REGISTRY if code in texts]
            elif isinstance(node, ast.Set):
                texts = {each.value for each in node.elts if isinstance(each, ast.Constant)}
                bare += [(path.name, node.lineno, code) for code in constants if code in texts]
    assert bare == []


def test_the_page_of_codes_is_up_to_date() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "python -m tests.support.finding_reference"
