"""The sentences of the charts: the same in both languages, and all of them used."""

import re
from pathlib import Path
from string import Formatter

from analysis.reports import charts
from analysis.wording.words import load_words


def sentences(language):
    catalogue = load_words(language).catalogue
    return {key: text for key, text in catalogue.items() if key.startswith("charts.")}


def placeholders(text):
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_both_languages_have_the_same_sentences_with_the_same_values():
    vietnamese, english = sentences("vi"), sentences("en")
    assert {k: placeholders(t) for k, t in vietnamese.items()} == {
        k: placeholders(t) for k, t in english.items()
    }


def test_no_sentence_is_left_unused():
    code = "".join(file.read_text(encoding="utf8") for file in Path(charts.__file__).parent.glob("*.py"))
    # A part in braces is a name put in at run time: charts.execution_{pace}.
    called = {re.sub(r"\{.*?\}", r"[a-z0-9_]+", key) for key in re.findall(r'"(charts\.(?!{key}).*?)"', code)}
    called.add(r"charts\.verdict_(expected_)?(met|not_met|exceeded|unknown)")
    assert [key for key in sentences("vi") if not any(re.fullmatch(one, key) for one in called)] == []
