"""A page of a report as a browser shows it, without a network: what is seen, loaded and cut off."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]

# The measures are taken when all is loaded and leave the browser inside the page's own text.
SCRIPT = """<script>
addEventListener("load", () => {
  const all = selector => [...document.querySelectorAll(selector)];
  const text = element => element.innerText.trim();
  const isShown = element => element.getClientRects().length > 0;
  all("details").forEach(folded => { folded.open = true; });
  const seen = {
    language: document.documentElement.lang,
    title: document.title,
    text: document.body.innerText,
    width: innerWidth,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    cut: all("body *").filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1)
      .map(e => `${e.tagName}.${e.className}: ${text(e).slice(0, 60)}`),
    loaded: performance.getEntriesByType("resource").map(e => e.name),
    addresses: all("[src], [href]:not(base), [srcset], [data], [poster]").flatMap(e =>
      ["src", "href", "srcset", "data", "poster"].map(name => e.getAttribute(name)).filter(a => a !== null)),
    styles: all("style").map(e => e.textContent).join("\\n")
      + all("[style]").map(e => e.getAttribute("style")).join("\\n"),
    code: all(".input, .input_area, .jp-InputArea, .highlight, pre").filter(isShown).map(text),
    images: all("img").map(e => ({alt: e.alt, width: e.naturalWidth, shown: isShown(e)})),
    tables: all("table").map(table => ({
      caption: table.caption ? text(table.caption) : null,
      headings: [...table.querySelectorAll("th")].map(text),
      rows: [...table.tBodies].flatMap(body => [...body.rows]).map(row => [...row.cells].map(cell =>
        ({text: text(cell), number: cell.classList.contains("n"), unknown: cell.classList.contains("u")}))),
    })),
  };
  const out = document.createElement("script");
  out.type = "application/json";
  out.id = "seen";
  out.textContent = JSON.stringify(seen).replaceAll("<", "\\\\u003c");
  document.body.append(out);
});
</script>"""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, and whether it is set as a number or as something not known."""

    text: str
    number: bool
    unknown: bool


@dataclass(frozen=True)
class Table:
    caption: str | None
    headings: list[str]
    rows: list[list[Cell]]

    def row(self, first: str) -> dict[str, str]:
        """The row whose first cell reads so, by heading."""
        cells = next(cells for cells in self.rows if cells[0].text == first)
        return dict(zip(self.headings, (cell.text for cell in cells), strict=True))


@dataclass(frozen=True)
class Seen:
    """What a browser shows of a page; `cut` are the elements whose content is wider than they are."""

    path: Path
    language: str
    title: str
    text: str
    width: int
    overflow: int
    cut: list[str]
    loaded: list[str]
    addresses: list[str]
    styles: str
    code: list[str]
    images: list[dict]
    tables: list[Table]

    def table(self, caption: str) -> Table:
        return next(table for table in self.tables if table.caption == caption)


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def look_at(page: Path, browser: str, width: int = 1200) -> Seen:
    """Open a copy of a page in a browser that knows no other machine and say what it shows."""
    text = page.read_text(encoding="utf8")
    head, tail = text.split("<head>"), text.rpartition("</body>")
    assert len(head) == 2, page
    assert tail[1], page
    # The copy keeps the page's place as its base, so that what stands beside the page is found.
    copy = text.replace("<head>", f'<head><base href="{page.as_uri()}">').replace(
        "</body>", SCRIPT + "</body>"
    )
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        opened = Path(folder) / "page.html"
        opened.write_text(copy, encoding="utf8")
        command = [browser, *FLAGS, f"--user-data-dir={folder}/profile", f"--window-size={width},900"]
        run = subprocess.run(
            [*command, "--dump-dom", opened.as_uri()], capture_output=True, encoding="utf8", timeout=120
        )
    _, mark, seen = run.stdout.rpartition('<script type="application/json" id="seen">')
    assert mark, run.stderr
    found = json.loads(unescape(seen.partition("</script>")[0]))
    tables = [
        Table(t["caption"], t["headings"], [[Cell(**cell) for cell in row] for row in t["rows"]])
        for t in found.pop("tables")
    ]
    return Seen(path=page, tables=tables, **found)
