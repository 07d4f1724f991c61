"""Why some cases do not hold yet, each reason once: an empty reason makes its cases count.

A case with a reason is a strict expected failure, so that it speaks up when it begins to hold.
"""

INVISIBLE = "invisible letters stay in names and codes, which then differ from the same ones without"
FORMULA_LINE = "of a line of formulas and a line of numbers below a header only the first is known"
HEADER_AGAIN = "a repeated header whose first row has more groups than headings is taken for a record"
TOTAL_REMARK = "a total's label with a remark in brackets is not known as a total's"
TOTAL_ON_TOP = "a total above its lines is compared with the lines above it, which are none"
PLACEHOLDER = "a placeholder in place of a code is left out and nothing said of it"
NAUGHTS = "a code of one digit many times over is taken for a code"
CAPITALS_1258 = "a text file in windows-1258 with the capitals ƯƠ is taken for one of another encoding"
