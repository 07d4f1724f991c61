from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.programme import Programme, load_programme
from analysis.sample.panel import Panel, simulate
from analysis.sample.setting import Setting
from analysis.sample.write_sample import write_sample

PROGRAMME = Path(__file__).parents[2] / "data" / "ben-cau-2023"


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load_programme(PROGRAMME)


@pytest.fixture(scope="session")
def sample(programme, tmp_path_factory) -> Path:
    """The sample with the default arguments."""
    return write_sample(programme, tmp_path_factory.mktemp("sample") / "default")


@pytest.fixture(scope="session")
def panel(programme) -> Panel:
    """The history behind the default sample."""
    history, *_ = np.random.default_rng(2023).spawn(6)
    return simulate(Setting.of(programme, history), 20_000, history)
