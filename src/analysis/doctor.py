"""What the commands need of the machine they run on."""

from __future__ import annotations

import platform
import sys
import tempfile
from importlib import metadata
from pathlib import Path


def checks(folder: Path = Path()) -> list[tuple[str, bool, str]]:
    """Each check as its name, whether it holds, and what was found.

    folder: where reports are to be written.
    """
    return [_python(), _libraries(), _font(), _kernel(), _write_access(folder)]


def _python() -> tuple[str, bool, str]:
    return "python", sys.version_info >= (3, 11), platform.python_version()


def _libraries() -> tuple[str, bool, str]:
    names = [r.split(">=")[0] for r in metadata.requires("giamngheo") or [] if ">=" in r]
    found, missing = [], []
    for name in names:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    return "libraries", not missing, ", ".join(missing or found)


def _font() -> tuple[str, bool, str]:
    """The chart font has every letter of Vietnamese, composed."""
    from matplotlib.font_manager import findfont
    from matplotlib.ft2font import FT2Font

    path = findfont("DejaVu Sans")
    letters = set(map(ord, "ĂÂĐÊÔƠƯăâđêôơưẤẦẨẪẬắằẳẵặẾệỐộỚợỨựỹỵ"))
    return "font", letters <= set(FT2Font(path).get_charmap()), Path(path).name


def _kernel() -> tuple[str, bool, str]:
    from jupyter_client.kernelspec import KernelSpecManager

    from analysis.reports.kernels import KERNEL

    return "kernel", KERNEL in KernelSpecManager().find_kernel_specs(), KERNEL


def _write_access(folder: Path) -> tuple[str, bool, str]:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return "write_access", True, folder.resolve().name
    except OSError:
        return "write_access", False, folder.resolve().name
