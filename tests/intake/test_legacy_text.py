"""Text in TCVN3 and VNI. The examples were written by hand, as the alphabets in `old_fonts.py`."""

import datetime as dt
import unicodedata
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.cells import read_workbook
from analysis.intake.layout import find_table
from analysis.intake.layouts import load_layouts
from analysis.intake.legacy_text import conversion, converted, encoding_of, legacy_findings, unicode_cells
from analysis.intake.syllables import is_syllable, syllables
from analysis.intake.text import normal
from analysis.wording import load_words

from .forms import household, household_list
from .old_fonts import LETTERS, TCVN3, VNI, typed

KNOWN = {
    "tcvn3": {
        "Céng hßa x· héi chñ nghÜa ViÖt Nam": "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "§éc lËp - Tù do - H¹nh phóc": "Độc lập - Tự do - Hạnh phúc",
        "Danh s¸ch hé nghÌo": "Danh sách hộ nghèo",
        "Hé cËn nghÌo": "Hộ cận nghèo",
        "B¸o c¸o tµi chÝnh": "Báo cáo tài chính",
        "QuyÕt ®Þnh cña Bé tr\xadëng": "Quyết định của Bộ trưởng",
        "Uû ban nh©n d©n huyÖn": "Uỷ ban nhân dân huyện",
        "Chñ tÞch n\xadíc": "Chủ tịch nước",
        "Thµnh phè Hå ChÝ Minh": "Thành phố Hồ Chí Minh",
        "Hµ Néi": "Hà Nội",
        "§µ N½ng": "Đà Nẵng",
        "T©y Ninh, BÕn CÇu": "Tây Ninh, Bến Cầu",
        "B¶o Th¾ng, M\xadêng Kh\xad¬ng, B¸t X¸t": "Bảo Thắng, Mường Khương, Bát Xát",
        "NguyÔn V¨n An": "Nguyễn Văn An",
        "TrÇn ThÞ Hång": "Trần Thị Hồng",
        "Ng\xadêi lËp biÓu": "Người lập biểu",
        "Tæng céng": "Tổng cộng",
        "Kh«ng ph¸t sinh": "Không phát sinh",
        "DANH S¸CH Hé NGHÌO": "DANH SáCH Hộ NGHèO",  # as a capital font holds it
        "15/2021/N§-CP": "15/2021/NĐ-CP",
        "100.000 ®": "100.000 đ",
    },
    "vni": {
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam": "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Ñoäc laäp - Töï do - Haïnh phuùc": "Độc lập - Tự do - Hạnh phúc",
        "Danh saùch hoä ngheøo": "Danh sách hộ nghèo",
        "Hoä caän ngheøo": "Hộ cận nghèo",
        "Xin chaøo caùc baïn": "Xin chào các bạn",
        "Caên cöù Luaät Toå chöùc HÑND vaø UBND": "Căn cứ Luật Tổ chức HĐND và UBND",
        "Uûy ban nhaân daân huyeän": "Ủy ban nhân dân huyện",
        "Chuû tòch nöôùc": "Chủ tịch nước",
        "Thaønh phoá Hoà Chí Minh": "Thành phố Hồ Chí Minh",
        "Haø Noäi": "Hà Nội",
        "Ñaø Naüng": "Đà Nẵng",
        "Taây Ninh, Beán Caàu": "Tây Ninh, Bến Cầu",
        "Nguyeãn Vaên An": "Nguyễn Văn An",
        "Traàn Thò Hoàng": "Trần Thị Hồng",
        "Ngöôøi laäp bieåu": "Người lập biểu",
        "Toång coäng": "Tổng cộng",
        "Khoâng phaùt sinh": "Không phát sinh",
        "Kyõ thuaät, nghæ pheùp, naêm Tî": "Kỹ thuật, nghỉ phép, năm Tỵ",
        "AÂm lòch, Aán Ñoä, Öùng Hoøa": "Âm lịch, Ấn Độ, Ứng Hòa",
    },
}

PHRASES = sorted(
    {
        phrase
        for layout in load_layouts().values()
        for phrase in (
            *layout.titles,
            layout.sheet,
            *layout.empty_phrases,
            *(heading for column in layout.columns for heading in (*column.headings, *column.also)),
        )
    }
)
NAMES = [
    f"{family} {middle} {given}"
    for family in (
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Huỳnh",
        "Võ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Hồ",
        "Ngô",
        "Dương",
        "Lý",
    )
    for middle, given in zip(
        ("Văn", "Thị", "Hữu", "Đức", "Tấn", "Thị Mỹ", "Công", "Quốc", "Ngọc", "Thị Kim"),
        ("Tín", "Phượng", "Nghĩa", "Thắng", "Út", "Thủy", "Bảy", "Trí", "Quỳnh", "Tuyết"),
        strict=True,
    )
]
ENCODINGS = ("tcvn3", "vni")
PAGES = ("latin-1", "cp1252", "cp1258")


def with_tones():
    for bare in syllables():
        for at, letter in enumerate(bare):
            for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"):
                word = unicodedata.normalize("NFC", bare[:at] + letter + tone + bare[at + 1 :])
                if letter in "aăâeêioôơuưy" and is_syllable(word):
                    yield word


SYLLABLES = st.sampled_from(sorted(set(with_tones())))


def texts_of(words):
    return st.lists(words, min_size=1, max_size=6).map(" ".join)


def same(one, other):
    return one.casefold() == unicodedata.normalize("NFC", other).casefold()


def test_the_alphabet_here_is_whole():
    assert len(set(LETTERS)) == 67  # 134 with the capitals
    assert len(set(TCVN3)) == len(set(VNI)) == 67


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("letter", LETTERS + LETTERS.upper())
def test_every_letter_of_the_alphabet_is_read(letter, page):
    assert converted(typed(f"t{letter}", "vni", page), "vni") == f"t{letter}"
    assert same(converted(typed(f"t{letter}", "tcvn3", page), "tcvn3"), f"t{letter}")


def test_the_single_capitals_of_tcvn3_are_capitals():
    assert converted("¡n, ¢n, £m, ¤ng, ¥n, ¦ng, §¹i", "tcvn3") == "Ăn, Ân, Êm, Ông, Ơn, Ưng, Đại"


@pytest.mark.parametrize(
    ("encoding", "shown", "text"), [(e, shown, text) for e in ENCODINGS for shown, text in KNOWN[e].items()]
)
def test_known_texts(encoding, shown, text):
    assert converted(shown, encoding) == text
    assert encoding_of([*KNOWN[encoding], shown]) == encoding


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_headings_titles_and_names_come_back(encoding, page):
    for text in PHRASES + NAMES:
        back = converted(typed(text, encoding, page), encoding)
        assert same(back, text)
        assert normal(back) == normal(text)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("kind", load_layouts())
def test_the_headings_of_each_form_show_the_encoding(kind, encoding, page):
    headings = [heading for column in load_layouts()[kind].columns for heading in column.headings]
    assert encoding_of([typed(heading, encoding, page) for heading in headings]) == encoding


@given(texts_of(SYLLABLES), st.sampled_from(ENCODINGS), st.sampled_from(PAGES))
def test_every_text_of_syllables_comes_back(text, encoding, page):
    assert converted(typed(text, encoding, page), encoding) == text


@given(st.lists(texts_of(SYLLABLES), max_size=8), st.sampled_from(["NFC", "NFD"]))
def test_text_in_unicode_is_never_touched(texts, form):
    cells = [[unicodedata.normalize(form, text).title(), text.upper(), 1.0] for text in texts]
    assert unicode_cells(cells)[0] is cells
    assert unicode_cells(cells)[1] is None


@given(
    st.lists(
        st.lists(st.text(max_size=12) | st.floats() | st.dates() | st.booleans(), max_size=4), max_size=4
    )
)
def test_no_sheet_breaks_it_and_only_texts_change(cells):
    result = conversion(cells)
    assert [len(row) for row in result.cells] == [len(row) for row in cells]
    changed = [
        (before, after)
        for row, new in zip(cells, result.cells, strict=True)
        for before, after in zip(row, new, strict=True)
        if before is not after
    ]
    assert len(changed) == result.converted
    assert all(isinstance(before, str) and not before.isascii() for before, _ in changed)


FOREIGN = [
    *("Café", "été", "déjà vu", "façade", "naïve", "cœur", "hôtel", "élève", "Noël", "garçon", "forêt", "où"),
    *("dû", "très sûr", "français", "Müller", "Zürich", "Köln", "Straße", "über", "schön", "São Paulo"),
    *("coração", "não", "señor", "mañana", "El Niño", "Ångström", "smørrebrød", "résumé"),
]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["x", "0", "1.234,5", "31/12/2022", "25693", "a@b.vn"],
        ["Ho ten", "Nguyen Van An", "Ho ngheo", "Poverty rate"],
        ["Café"],
        ["Müller"],
        FOREIGN,
        [" ".join(FOREIGN)],
        ["Hé!", "Lê", "Hoà", "Tý", "Bà Bé", "có", "xã"],
        ["5 m², 20 °C, ±3, 5 × 3 ÷ 2, §5, 100 ®, © 2023, ½ · ¼, «Hòa Bình»"],
        ["nghÃ¨o", "Há»™ nghÃ¨o", "Danh sÃ¡ch"],  # UTF-8 taken for Latin-1 is another accident
        ["Thạch Sóc, Chau Sóc Kha, Y Blôk Êban, H'Hen Niê, Rơ Châm, Krông Ana"],
    ],
)
def test_other_text_is_not_taken_for_legacy(texts):
    assert encoding_of(texts) is None
    cells = [[text, 1.0] for text in texts]
    assert unicode_cells(cells)[0] is cells


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_the_programmes_units_and_all_headings_are_unicode(folder, form):
    units = [name for unit in folder.programme.units for name in (unit.name, unit.name.upper())]
    for texts in (units, PHRASES, [p.upper() for p in PHRASES], NAMES):
        shown = [unicodedata.normalize(form, text) for text in texts]
        assert encoding_of(shown) is None
        assert {encoding_of([text]) for text in shown} == {None}


def rewritten(path, encoding):
    """The workbook with every text typed in the encoding."""
    book = openpyxl.load_workbook(path)
    for cell in (cell for row in book.worksheets[0].iter_rows() for cell in row):
        if isinstance(cell.value, str):
            cell.value = typed(cell.value, encoding)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_workbook_typed_in_an_old_font_is_read_like_its_twin_in_unicode(folder, encoding):
    rows = [
        household(f"{n:03}", head_name=name, village="Ấp Bến", birth_date=dt.datetime(1958, 9, 2), b2=30)
        for n, name in enumerate(NAMES)
    ]
    sheet = read_workbook(folder.add("unicode.xlsx", household_list(rows))).sheets[0]
    old = read_workbook(rewritten(folder.add("old.xlsx", household_list(rows)), encoding)).sheets[0]
    assert find_table(old, folder.programme) is None
    cells, found = unicode_cells(old.cells)
    assert found == encoding
    for row, expected in zip(cells, sheet.cells, strict=True):
        for cell, twin in zip(row, expected, strict=True):
            assert same(cell, twin) if isinstance(twin, str) else cell == twin
    table = find_table(replace(old, cells=cells), folder.programme)
    assert table.layout.kind == "household_list"
    assert table.headings.keys() == find_table(sheet, folder.programme).headings.keys()


def sheet_of(*columns):
    return [list(row) for row in zip(*columns, strict=True)]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_column_in_an_old_font_is_converted_and_the_unicode_around_it_stays(encoding):
    villages = ["Ấp", *(["Ấp Bến, xã Lợi Thuận", "Khu phố 1", "Xã Hoà"] * len(NAMES))[: len(NAMES)]]
    numbers = ["TT", *range(len(NAMES))]
    cells = sheet_of(numbers, ["Họ tên chủ hộ", *(typed(name, encoding) for name in NAMES)], villages)
    result = conversion(cells)
    assert [(row[0], row[2]) for row in result.cells] == list(zip(numbers, villages, strict=True))
    assert all(map(same, [row[1] for row in result.cells[1:]], NAMES))
    assert (result.encoding, result.converted, result.doubtful) == (encoding, len(NAMES), ())
    assert result.cells[0] is cells[0]  # a row without change is the same


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_row_pasted_in_unicode_stays(encoding):
    pasted = ["Lê Hoà", "Ấp Bến"]
    rows = [[name, "Ấp Voi"] for name in NAMES]
    cells = [[typed(cell, encoding) for cell in row] for row in rows]
    result = conversion([*cells[:50], pasted, *cells[50:]])
    assert result.cells[50] is pasted
    for row, expected in zip(result.cells[:50] + result.cells[51:], rows, strict=True):
        assert all(map(same, row, expected))


def test_words_of_the_forms_settle_a_cell_that_makes_sense_both_ways():
    # "Cã" is "Có" in TCVN3 and a syllable of its own; "Xã" would be "Xó"
    names = [typed(name, "tcvn3") for name in NAMES[:5]]
    cells = sheet_of(["Họ tên", *names], ["Có mặt ở ấp", *["Cã", "Xã"] * 2, "Cã"])
    assert [row[1] for row in conversion(cells).cells[1:]] == ["Có", "Xã", "Có", "Xã", "Có"]


@pytest.mark.parametrize(
    ("above", "below", "read"),
    [
        ("NguyÔn", "TrÇn", "Lộ"),
        ("Ấp Bến", "Ấp Voi", None),
        ("TrÇn", "Ấp Voi", None),
        ("Ấp Bến", "TrÇn", None),
    ],
)
def test_what_makes_sense_both_ways_is_converted_only_among_converted_cells(above, below, read):
    # "Lé" is a nickname, or "Lộ" in TCVN3: no other cell has either
    cells = [["", typed(NAMES[0], "tcvn3")], [above, ""], ["Lé", ""], [below, ""]]
    result = conversion(cells)
    assert result.encoding == "tcvn3"
    assert result.cells[2][0] == (read or "Lé")
    assert result.doubtful == (() if read else ((2, 0),))


def test_a_cell_in_both_is_left_and_told():
    cells = [[typed(name, "tcvn3")] for name in NAMES] + [["Hộ nghÌo"], ["NguyÔnV¨n"]]
    result = conversion(cells)
    assert result.cells[-2:] == cells[-2:]
    assert result.doubtful == ((len(NAMES), 0), (len(NAMES) + 1, 0))


@pytest.mark.parametrize(
    ("cells", "doubtful"),
    [
        ([["Hé nghÌo", 3.0]], ((0, 0),)),  # one word
        ([["Ấp Bến"], ["nghÌo"], ["Ấp Voi"], ["nghÌo"]], ((1, 0), (3, 0))),
        ([["TrÇn"], ["CÇn"], ["CÇu"]], ((0, 0), (1, 0), (2, 0))),  # one sign
        ([["TrÇn V¨n"], ["Café"], ["Müller"]], ((0, 0),)),  # as many words of another language
    ],
)
def test_too_little_to_be_sure_is_left_and_told(cells, doubtful):
    result = conversion(cells)
    assert result.cells is cells
    assert (result.encoding, result.converted, result.doubtful) == ("doubtful", 0, doubtful)
    assert unicode_cells(cells) == (cells, "doubtful")


def test_two_encodings_that_explain_as_much_are_doubtful():
    texts = [typed(name, encoding) for name in NAMES[:3] for encoding in ENCODINGS]
    assert encoding_of(texts) == "doubtful"


def test_signs_that_stand_alone_stay_signs():
    cells = [[typed(name, "tcvn3")] for name in NAMES] + [["5 × 3"], ["Dù ¸n 1 · x·"], ["×·÷"]]
    assert [row[0] for row in conversion(cells).cells[-3:-1]] == ["5 × 3", "Dự án 1 · xã"]


def test_an_unknown_encoding_is_refused():
    with pytest.raises(ValueError, match="viscii"):
        converted("Hộ", "viscii")


def test_findings_count_the_cells_and_name_the_first_of_a_column():
    names = [[typed(name, "vni"), "Ấp Bến", ""] for name in NAMES]
    result = conversion([*names, ["", "", "Hoä nghèo"], ["", "", "Hoä cận"]])
    told = legacy_findings("a.xlsx", "Trang 1", result)
    assert [(f.code, f.severity, f.sheet, f.cell, dict(f.values)) for f in told] == [
        ("TEXT-LEGACY", "info", "Trang 1", None, {"encoding": "VNI", "count": len(NAMES)}),
        ("TEXT-LEGACY-DOUBT", "warning", "Trang 1", f"C{len(NAMES) + 1}", {"count": 2}),
    ]
    for language in ("vi", "en"):
        for finding in told:
            said = load_words(language)(f"findings.{finding.code}.message", **finding.values)
            assert not any(name in said for name in NAMES)
    assert legacy_findings("a.xlsx", "Trang 1", conversion([["Hộ nghèo"]])) == []
