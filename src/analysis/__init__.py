"""The programme workbook: household reviews and budgets in, figures and dated reports out.

The public names are loaded when first asked for, so that a command which needs one of them does
not wait for all.
"""

from importlib import import_module

_HOMES = {
    "load_programme": "analysis.programme",
    "load_standard": "analysis.law",
    "read_inputs": "analysis.intake.inputs",
    "classify": "analysis.measures.classify",
    "poverty_rates": "analysis.measures.poverty_rates",
    "rate_change": "analysis.measures.rate_change",
    "check_published": "analysis.measures.check_published",
    "read_published": "analysis.intake.published",
    "national_rule": "analysis.measures.national_rule",
    "standard_effect": "analysis.measures.standard_effect",
    "standard_effect_lines": "analysis.measures.standard_effect",
    "load_effects": "analysis.assumptions",
    "load_year_flows": "analysis.assumptions",
    "nowcast": "analysis.measures.nowcast",
    "year_end_draws": "analysis.measures.nowcast",
    "target_path": "analysis.measures.target_path",
    "near_lines": "analysis.measures.targeting",
    "cheapest_mix": "analysis.measures.targeting",
    "MeasurementResults": "analysis.measurement_results",
    "ChangeResults": "analysis.change_results",
    "TargetResults": "analysis.target_results",
    "alkire_foster": "analysis.measures.alkire_foster",
    "wide": "analysis.measures.alkire_foster",
    "to_excel": "analysis.reports.measures_workbook",
    "plot_profile": "analysis.reports.plots",
    "plot_contributions": "analysis.reports.plots",
    "plot_cutoffs": "analysis.reports.plots",
    "plot_ranking": "analysis.reports.plots",
    "plot_robustness": "analysis.reports.plots",
    "af_association": "analysis.measures.alkire_foster",
    "af_change": "analysis.measures.alkire_foster",
    "af_decompose_change": "analysis.measures.alkire_foster",
    "af_inequality": "analysis.measures.alkire_foster",
    "robustness": "analysis.measures.robustness",
    "rank_ranges": "analysis.measures.specifications",
    "specification_estimates": "analysis.measures.specifications",
    "transitions": "analysis.measures.transitions",
    "list_events": "analysis.measures.list_events",
    "panel_transitions": "analysis.measures.panel",
    "panel_events": "analysis.measures.panel",
    "transition_matrix": "analysis.measures.panel",
    "stock_accounts": "analysis.measures.panel",
    "list_spells": "analysis.measures.panel",
    "escapes": "analysis.measures.panel",
    "relapse_shares": "analysis.measures.panel",
    "indicator_flows": "analysis.measures.panel",
    "exit_deprivations": "analysis.measures.panel",
    "af_decompose_flows": "analysis.measures.panel",
    "budget_execution": "analysis.measures.budget_execution",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
