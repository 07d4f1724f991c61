"""pyproject.toml, environment.yml and requirements.lock say the same."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
CONDA_NAMES = {
    "matplotlib-base": "matplotlib",
    "nbconvert-core": "nbconvert",
    "python-editables": "editables",
    "playwright-python": "playwright",
}
"""conda-forge calls these packages otherwise than PyPI."""


def declared() -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))
    texts = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    return {canonicalize_name(r.name): r for r in map(Requirement, texts)}


def conda() -> dict[str, Requirement]:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf8"))["dependencies"]
    found = [Requirement(text) for text in listed if isinstance(text, str)]
    named = {CONDA_NAMES.get(r.name, canonicalize_name(r.name)): r for r in found}
    return {name: r for name, r in named.items() if name not in ("python", "pip")}


def locked() -> dict[str, list[str]]:
    pins: dict[str, list[str]] = {}
    for name, version in re.findall(
        r"^([\w.-]+)==([^\s;\\]+)", (ROOT / "requirements.lock").read_text(), re.M
    ):
        pins.setdefault(canonicalize_name(name), []).append(version)
    return pins


def test_environment_yml_names_the_same_packages_and_ranges_as_pyproject():
    assert {n: str(r.specifier) for n, r in conda().items()} == {
        n: str(r.specifier) for n, r in declared().items()
    }


def test_every_declared_package_is_pinned_within_its_range():
    pins = locked()
    outside = {
        name: pins.get(name)
        for name, r in declared().items()
        if not pins.get(name) or not all(r.specifier.contains(v) for v in pins[name])
    }
    assert outside == {}


def test_every_pin_of_the_lock_carries_a_hash():
    blocks = re.split(r"(?m)^(?=[\w.-]+==)", (ROOT / "requirements.lock").read_text())[1:]
    assert len(blocks) > 100
    assert [b.splitlines()[0] for b in blocks if "--hash=sha256:" not in b] == []


def test_the_package_is_installed_editable_by_conda_users_too():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf8"))["dependencies"]
    assert {"pip": ["--no-deps --editable ."]} in listed
