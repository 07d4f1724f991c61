"""The public names, in the order of docs/api.md."""

from .assumptions import load_effects, load_year_flows
from .change_results import ChangeResults
from .intake.inputs import read_inputs
from .intake.published import read_published
from .law import load_standard
from .measurement_results import MeasurementResults
from .measures.alkire_foster import (
    af_association,
    af_change,
    af_decompose_change,
    af_inequality,
    alkire_foster,
    wide,
)
from .measures.budget_execution import budget_execution
from .measures.check_published import check_published
from .measures.class_counts import class_counts
from .measures.classify import classify
from .measures.list_events import list_events
from .measures.movement_forms import movement_forms
from .measures.national_rule import national_rule
from .measures.nowcast import expected_by_unit, nowcast, year_end_draws, year_evidence
from .measures.panel import (
    af_decompose_flows,
    escapes,
    exit_deprivations,
    indicator_flows,
    list_spells,
    panel_events,
    panel_transitions,
    relapse_shares,
    stock_accounts,
    transition_matrix,
)
from .measures.poverty_rates import poverty_rates
from .measures.rate_change import rate_change
from .measures.robustness import robustness
from .measures.specifications import rank_ranges, specification_estimates
from .measures.standard_effect import standard_effect, standard_effect_lines
from .measures.target_path import target_path
from .measures.targeting import (
    cheapest_mix,
    mix_sensitivity,
    near_lines,
    reachable,
    support_money,
)
from .measures.transitions import transitions
from .programme import load_programme
from .reports.measures_workbook import to_excel
from .reports.plots import (
    plot_contributions,
    plot_cutoffs,
    plot_profile,
    plot_ranking,
    plot_robustness,
)
from .reports.published_page import show_published
from .results import Results
from .target_results import TargetResults

__all__ = [
    "ChangeResults",
    "MeasurementResults",
    "Results",
    "TargetResults",
    "af_association",
    "af_change",
    "af_decompose_change",
    "af_decompose_flows",
    "af_inequality",
    "alkire_foster",
    "budget_execution",
    "cheapest_mix",
    "check_published",
    "class_counts",
    "classify",
    "escapes",
    "exit_deprivations",
    "expected_by_unit",
    "indicator_flows",
    "list_events",
    "list_spells",
    "load_effects",
    "load_programme",
    "load_standard",
    "load_year_flows",
    "mix_sensitivity",
    "movement_forms",
    "national_rule",
    "near_lines",
    "nowcast",
    "panel_events",
    "panel_transitions",
    "plot_contributions",
    "plot_cutoffs",
    "plot_profile",
    "plot_ranking",
    "plot_robustness",
    "poverty_rates",
    "rank_ranges",
    "rate_change",
    "reachable",
    "read_inputs",
    "read_published",
    "relapse_shares",
    "robustness",
    "show_published",
    "specification_estimates",
    "standard_effect",
    "standard_effect_lines",
    "stock_accounts",
    "support_money",
    "target_path",
    "to_excel",
    "transition_matrix",
    "transitions",
    "wide",
    "year_end_draws",
    "year_evidence",
]
