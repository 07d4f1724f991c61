"""Files that say little and claim much are read, or refused, within a process of little memory."""

import io
import json
import subprocess
import sys
import zipfile

import pytest

from .bases import clean_page
from .cases_bytes import SHEET, parts
from .page import draw
from .received import PROGRAMME
from .writers import ods, text_file, xlsx

pytest.importorskip("resource", reason="no limits of a process on this system")

MEMORY = 500 * 2**20
"""Bytes a process may take beyond what it has with the program loaded."""

SECONDS = 60
"""Of the processor, after which the process is ended."""

READ = """
import json
import resource
import sys
from pathlib import Path
from analysis.intake.received import read_documents
from analysis.programme import load_programme

programme = load_programme(Path(sys.argv[1]))
pages = int(Path("/proc/self/statm").read_text().split()[0]) if sys.platform == "linux" else 0
most = pages * resource.getpagesize() + int(sys.argv[3])
if pages:
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[4]),) * 2)
documents, findings = read_documents([Path(sys.argv[2])], programme)
print(json.dumps({
    Path(document.file).name: [document.rows_data, sorted({finding.code for finding in document.findings})]
    for document in documents
}))
"""


def in_sheet(content: bytes, data: bytes) -> bytes:
    """An .xlsx file with something more at the end of its rows."""
    return parts(lambda found: found.update({SHEET: found[SHEET].replace(b"</sheetData>", content)}))(data)


def blank_rows(first: int, last: int, cells: bytes = b"") -> bytes:
    rows = (b'<row r="%d" ht="15">%s</row>' % (n, cells) for n in range(first, last))
    return b"".join(rows) + b"</sheetData>"


def bomb(data: bytes) -> bytes:
    """A part that unpacks to a gigabyte, a thousand times its size."""
    with io.BytesIO(data) as file:
        with (
            zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
            archive.open("xl/worksheets/sheet9.xml", "w") as part,
        ):
            for _ in range(64):
                part.write(bytes(2**24))
        return file.getvalue()


def far_and_wide(data: bytes) -> bytes:
    """A sheet of OpenDocument repeated to its last row and column, formatted and empty."""
    row = (
        b'<table:table-row table:number-rows-repeated="1048000">'
        b'<table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/></table:table-row>'
    )
    return parts(
        lambda found: found.update(
            {"content.xml": found["content.xml"].replace(b"</table:table>", row + b"</table:table>")}
        )
    )(data)


def full_to_the_end(data: bytes) -> bytes:
    """The same with a value in each cell."""
    return parts(
        lambda found: found.update(
            {
                "content.xml": found["content.xml"].replace(
                    b' table:style-name="ce1"', b' office:value-type="float" office:value="1"'
                )
            }
        )
    )(far_and_wide(data))


def test_files_that_claim_much_take_little(tmp_path):
    grids = [draw(clean_page("household_list"))]
    clean, held = xlsx(grids), [6, []]
    sent = {
        "a million rows.xlsx": (in_sheet(blank_rows(100, 1_048_577), clean), held),
        "formats in them.xlsx": (in_sheet(blank_rows(100, 100_000, b'<c s="1"/><c s="1"/>'), clean), held),
        "a million lines.csv": (text_file()(grids) + b"\r\n" * 1_048_576, held),
        "a million lines of commas.csv": (text_file()(grids) + (b"," * 8 + b"\r\n") * 100_000, held),
        "far and wide.ods": (far_and_wide(ods(grids)), held),
        "full to the end.ods": (full_to_the_end(ods(grids)), [0, ["FILE-TOO-LARGE"]]),
        "a gigabyte of naughts.xlsx": (bomb(clean), [0, ["FILE-TOO-LARGE"]]),
    }
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name, (data, _) in sent.items():
        (inbox / name).write_bytes(data)
    limits = [str(PROGRAMME), str(inbox), str(MEMORY), str(SECONDS)]
    done = subprocess.run([sys.executable, "-c", READ, *limits], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {name: expected for name, (_, expected) in sent.items()}
