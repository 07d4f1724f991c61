"""The book of rules: every rule has its words in both languages, and says no person's data."""

import string
from pathlib import Path

import pytest
import yaml

import analysis.intake.rules  # noqa: F401  enters every rule
from analysis.intake.rules.book import BOOK, rule
from analysis.wording import words as wording

WORDS = Path(wording.__file__).parent


def sentences(language):
    return yaml.safe_load((WORDS / language / "findings.yaml").read_text(encoding="utf8"))


def places(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_has_a_message_and_a_hint_and_no_words_are_left_over(language):
    assert set(sentences(language)) == {f"{code}.{part}" for code in BOOK for part in ("message", "hint")}


def test_both_languages_ask_for_the_same_facts():
    vi, en = sentences("vi"), sentences("en")
    assert {key: places(text) for key, text in vi.items()} == {key: places(text) for key, text in en.items()}


def test_every_rule_says_what_it_asks_and_where_that_comes_from():
    assert all(entry.says and entry.source for entry in BOOK.values())


def test_a_code_is_given_once():
    with pytest.raises(ValueError, match="two rules B2-STEP"):
        rule("B2-STEP", level="cell", severity="error", source="law")(lambda rows, programme: rows)


@pytest.mark.parametrize("personal", ["head_name", "personal_id"])
def test_a_finding_refuses_personal_columns(personal):
    with pytest.raises(ValueError, match=personal):
        BOOK["B2-STEP"].finding("a.xlsx", **{personal: "x"})
