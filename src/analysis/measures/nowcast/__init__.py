"""The nowcast: the rate at the year's end, from what the papers tell by the report's date.

In three steps, each a table or a table of draws: `year_evidence` (what is known), `year_end_draws`
(how the year may end) and `nowcast` (expected figure, intervals, chances of the target).
"""

from analysis.measures.nowcast.draws import YearEnd, year_end_draws
from analysis.measures.nowcast.evidence import year_evidence
from analysis.measures.nowcast.figures import expected_by_unit, nowcast

__all__ = ["YearEnd", "expected_by_unit", "nowcast", "year_end_draws", "year_evidence"]
