"""Letters, spaces and spellings: the same words however they are typed."""

from .bases import EXITS, HOUSEHOLDS, KINDS, LISTS, MOVEMENTS, PER_UNIT
from .book import after_another
from .case import Case, Found, Refused, Same
from .letters import decomposed, half_composed, other_place_of_tone, tcvn3, vni
from .mess import above, cells, every_text, heading, headings, put, title, words

LEGACY = Same(("TEXT-LEGACY",))
TCVN3 = Same(
    ("TEXT-LEGACY",),
    {
        (key, "village"): str(cells["village"]).lower()[:2] + str(cells["village"])[2:]
        for rows in (HOUSEHOLDS, EXITS, MOVEMENTS)
        for key, cells in rows.items()
        if "village" in cells
    },
)
"""TCVN3 has no capital with a tone: what a font of capitals shows as Ấp is ấp."""


def in_each_heading(old: str, new: str):
    return headings(lambda path: tuple(part.replace(old, new) for part in path))


CASES = [
    Case("letters with their tones apart", every_text(decomposed), kinds=KINDS, slot="letters"),
    Case("letters half apart", every_text(half_composed), kinds=KINDS, slot="letters"),
    Case("non-breaking spaces", every_text(lambda t: t.replace(" ", "\u00a0")), kinds=KINDS, slot="letters"),
    Case(
        "zero-width spaces within the words around the records",
        words(lambda t: t.replace(" ", " \u200b")),
        kinds=KINDS,
        slot="letters",
    ),
    Case(
        "zero-width spaces in every text",
        every_text(lambda t: "\u200b" + t + "\ufeff"),
        kinds=KINDS,
        slot="letters",
    ),
    Case("soft hyphens", every_text(lambda t: f"{t[:2]}\u00ad{t[2:]}"), kinds=KINDS, slot="letters"),
    Case(
        "joiners and marks of direction",
        every_text(lambda t: "\u2060" + t.replace(" ", " \u200d") + "\u200e"),
        kinds=KINDS,
        slot="letters",
    ),
    Case("double spaces", every_text(lambda t: t.replace(" ", "  ")), kinds=KINDS, slot="letters"),
    Case("spaces at both ends", every_text(lambda t: f"  {t} "), kinds=KINDS, slot="letters"),
    Case("a line break at the end", every_text(lambda t: f"{t}\n"), kinds=KINDS, slot="letters"),
    Case("upper case", words(str.upper), kinds=KINDS, slot="case"),
    Case("lower case", words(str.lower), kinds=KINDS, slot="case"),
    Case("the tone at the other place", words(other_place_of_tone), kinds=KINDS, slot="case"),
    Case("tỉ for tỷ and lí for lý", words(lambda t: t.replace("ỷ", "ỉ").replace("Lý", "Lí")), kinds=KINDS),
    Case("line breaks in headings", in_each_heading(" ", "\n"), kinds=KINDS, slot="headings"),
    Case("remarks in brackets", headings(lambda p: (*p[:-1], f"{p[-1]} (*)")), kinds=KINDS, slot="headings"),
    Case("colons after headings", headings(lambda p: (*p[:-1], f"{p[-1]}:")), kinds=KINDS, slot="headings"),
    Case("TCVN3 throughout", every_text(tcvn3), TCVN3, kinds=KINDS),
    Case("VNI throughout", every_text(vni), LEGACY, kinds=KINDS),
    Case("TCVN3 in the title block alone", above([tcvn3("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")])),
    Case(
        "TCVN3 in the records alone",
        cells(("text", "class"), lambda t: tcvn3(str(t))),
        TCVN3,
        kinds=LISTS,
    ),
    Case(
        "VNI in the records alone",
        cells(("text", "class"), lambda t: vni(str(t))),
        LEGACY,
        kinds=LISTS,
    ),
    Case(
        "a short name of the unit above",
        title(
            "UBND X. TIÊN THUẬN, H. BẾN CẦU", "Tháng 02/2023", "DANH SÁCH TĂNG, GIẢM HỘ NGHÈO, HỘ CẬN NGHÈO"
        ),
        kinds=("movement_return",),
    ),
    Case(
        "short names of units",
        cells(("unit",), lambda name: str(name).replace("Xã", "X.").replace("Thị trấn", "TT.")),
        kinds=PER_UNIT,
        slot="units",
    ),
    Case(
        "names of units without their type",
        cells(("unit",), lambda name: str(name).removeprefix("Xã ").removeprefix("Thị trấn ")),
        kinds=PER_UNIT,
        slot="units",
    ),
    Case(
        "names of units with the district's",
        cells(("unit",), lambda name: f"{name}, huyện Bến Cầu"),
        kinds=PER_UNIT,
        slot="units",
    ),
    Case(
        "names of units with a dash before",
        cells(("unit",), lambda name: f"- {name}"),
        kinds=PER_UNIT,
        slot="units",
    ),
    Case(
        "a unit's name with a wrong tone is asked about",
        put("t2", "unit_name", "Xã Lơi Thuận"),
        Found("UNIT-NEAR", ("t2", "unit_name"), aside=True, also=("ROW-MISSING",)),
        kinds=("resident_totals",),
    ),
    Case(
        "a name between Lợi Thuận and Long Thuận is asked about",
        put("t3", "unit_name", "Xã Lợng Thuận"),
        Found("UNIT-NEAR", ("t3", "unit_name"), aside=True, also=("ROW-MISSING",)),
        kinds=("resident_totals",),
    ),
    Case(
        "a unit of another district",
        put("t3", "unit_name", "Xã Phước Vinh"),
        Found("CELL-NAME", ("t3", "unit_name"), aside=True, also=("ROW-MISSING",)),
        kinds=("resident_totals",),
    ),
    Case(
        "the title's unit misspelt is asked about",
        title("XÃ TIÊN THUÂN", "Thời điểm: 31/12/2022", "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO"),
        Refused("UNIT-NEAR-TITLE", "warning", also=("UNIT-MISSING",)),
    ),
    Case(
        "a heading misspelt names the nearest",
        heading("members", "Số nhân khảu"),
        Refused("HEADING-MISSING", also=("HEADING-UNKNOWN", "HEADING-NEAR")),
    ),
    Case(
        "a class misspelt",
        put("h2", "poverty_class_recorded", "Hộ ngèo"),
        Found("CELL-WORD", ("h2", "poverty_class_recorded"), aside=True, also=("ROW-MISSING",)),
    ),
    Case(
        "two classes in one cell",
        put("h3", "poverty_class_recorded", "Hộ nghèo/hộ cận nghèo"),
        Found("CELL-WORD", ("h3", "poverty_class_recorded"), aside=True, also=("ROW-MISSING",), lost=("h3",)),
    ),
    Case(
        "class words in short",
        after_another(
            put("h1", "poverty_class_recorded", "nghèo"), put("h3", "poverty_class_recorded", "CẬN NGHÈO")
        ),
    ),
    Case(
        "a full stop after every word",
        cells(("class", "reason", "account", "sex"), lambda t: f"{t}."),
        kinds=(*LISTS, "form_7_2"),
        slot="case",
    ),
]
