from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from analysis.assumptions import AssumptionsError, load_effects, load_year_flows
from analysis.failures import failure
from analysis.intake.inputs import read_files
from analysis.programme import FILE, load_programme
from analysis.wording import load_words

DATA = Path(__file__).parents[1] / "data" / "ben-cau-2023"
PROGRAMME = load_programme(DATA)
PROJECTS = [project.id for project in PROGRAMME.projects]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "assumptions").mkdir()
    return tmp_path


def write(folder, name, change):
    content = yaml.safe_load((DATA / "assumptions" / name).read_text(encoding="utf8"))
    change(content)
    text = yaml.safe_dump(content, allow_unicode=True)
    (folder / "assumptions" / name).write_text(text, encoding="utf8")


def test_programme_says_of_every_project_what_it_does():
    effects = load_effects(DATA, PROJECTS)
    assert sorted(effects.projects) == sorted(PROJECTS)
    # Nothing known stands behind a household's points: every one of them says it is assumed.
    assert all(effect.income_points.assumed for effect in effects.effects)


def test_shares_are_read_as_they_are_written():
    flows = load_year_flows(DATA)
    assert (flows.left.value, flows.season.returns) == (Fraction(1, 5), Fraction(2, 5))


def test_a_file_that_is_not_there_is_no_default(tmp_path):
    (tmp_path / FILE).touch()
    assert load_year_flows(tmp_path) is None
    assert load_effects(tmp_path, PROJECTS) is None


@pytest.mark.parametrize("load", [load_year_flows, lambda folder: load_effects(folder, PROJECTS)])
def test_a_folder_that_is_no_programmes_is_refused_and_no_silent_none(tmp_path, load):
    with pytest.raises(
        AssumptionsError, match="thuu is no folder of a programme: give the folder that"
    ) as wrong:
        load(tmp_path / "thuu")
    assert failure(wrong.value, load_words("vi")).endswith("thuu: không phải thư mục của chương trình.")
    with pytest.raises(AssumptionsError, match="is no folder of a programme"):
        load(DATA.parent)


def test_a_programme_is_known_by_its_file_too_and_projects_by_themselves():
    assert load_year_flows(DATA / FILE) == load_year_flows(DATA)
    assert load_effects(DATA / FILE, PROGRAMME.projects) == load_effects(DATA, PROJECTS)


def test_assumptions_are_shown_in_a_line():
    assert repr(load_year_flows(DATA)) == (
        "<YearFlows: a year 1/5 of the list leave, 1/500 of the residents enter>"
    )
    shown = repr(load_effects(DATA, PROJECTS))
    assert shown.startswith("<Effects: of DA")
    assert len(shown) < 160


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda c: c["season"].update(final="0.30"), "not_one"),
        (lambda c: c["left"].update(source="x"), "source_or_assumed"),
        (lambda c: c["left"].pop("assumed"), "source_or_assumed"),
        (lambda c: c["entered"].update(value="-1"), "greater_than"),
        (lambda c: c.update(sesaon={}), "extra_forbidden"),
    ],
)
def test_year_flows_that_can_not_be_are_refused(folder, change, kind):
    write(folder, "year_flows.yaml", change)
    with pytest.raises(AssumptionsError, match=kind):
        load_year_flows(folder)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda c: c["effects"][0]["lifts"].update(value=["roof"]), "unknown_indicator"),
        (lambda c: c["effects"][0].update(project="DA9"), "DA1 no_effect_stated; DA9 unknown_project"),
        (lambda c: c["effects"].append(c["effects"][0]), "stands_twice"),
        (lambda c: c["effects"][0]["success"].update(value="1.1"), "less_than_equal"),
        (lambda c: c["effects"][0]["cost"].update(value=0), "greater_than"),
    ],
)
def test_effects_that_can_not_be_are_refused(folder, change, kind):
    write(folder, "effects.yaml", change)
    with pytest.raises(AssumptionsError, match=kind):
        load_effects(folder, PROJECTS)


def test_what_is_wrong_is_said_in_the_readers_language(folder):
    write(folder, "effects.yaml", lambda content: content["effects"][0]["lifts"].update(value=["roof"]))
    with pytest.raises(AssumptionsError) as wrong:
        load_effects(folder, PROJECTS)
    said = failure(wrong.value, load_words("vi"))
    assert said.endswith("effects.yaml chưa đúng: effects.0: không có chỉ số roof.")


def test_a_file_that_is_no_yaml_is_refused(folder):
    (folder / "assumptions" / "year_flows.yaml").write_text("left: [", encoding="utf8")
    with pytest.raises(AssumptionsError, match="no_yaml"):
        load_year_flows(folder)


def test_assumptions_are_no_papers_that_have_come():
    files, findings = read_files([DATA], PROGRAMME)
    assert not files.file.str.contains("assumptions").any()
    assert not findings.file.str.contains("assumptions").any()
