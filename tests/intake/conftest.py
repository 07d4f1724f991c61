from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .forms import Folder

PROGRAMME = Path(__file__).parents[2] / "data" / "ben-cau-2023" / "programme.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty programme's folder."""
    shutil.copy(PROGRAMME, tmp_path)
    return Folder(tmp_path)
