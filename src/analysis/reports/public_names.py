"""The public names as a page of the documents: one row per name, made from the docstrings.

`make docs` writes it; `python -m analysis.reports.public_names` prints it.
"""

from __future__ import annotations

import inspect
from collections import defaultdict

import analysis

_HEAD = """# Public names

Made from the docstrings by `make docs`; a test compares. Don't edit it by hand.

`from analysis import …` gives every name below; `help(name)` tells arguments, columns, units, errors and
sources. Names elsewhere in the package may change without notice.
"""


def public_names_page() -> str:
    """The page: a head, then per module a table of its public names and the first line of what they say."""
    by_module = defaultdict(list)
    for name in analysis.__all__:
        told = inspect.getdoc(getattr(analysis, name)) or ""
        module = getattr(analysis, name).__module__.removeprefix("analysis.")
        by_module[module].append(f"| `{name}` | {told.splitlines()[0].replace('|', chr(92) + '|')} |\n")
    sections = (
        f"\n## {module}\n\n| name | what it is |\n|---|---|\n{''.join(by_module[module])}"
        for module in sorted(by_module)
    )
    return _HEAD + "".join(sections)


if __name__ == "__main__":
    print(public_names_page(), end="")
