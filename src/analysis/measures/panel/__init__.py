"""Households followed over any number of rounds: what happened to them, and what that did to poverty.

The lists become arrays over the households (`stocks`), two lists become courses (`courses`,
`panel_transitions`), and the rest counts these in one way each.
"""

from analysis.measures.panel.af_decompose_flows import af_decompose_flows
from analysis.measures.panel.indicator_flows import exit_deprivations, indicator_flows
from analysis.measures.panel.list_spells import list_spells
from analysis.measures.panel.panel_events import event_counts, panel_events
from analysis.measures.panel.panel_transitions import panel_transitions
from analysis.measures.panel.relapse import escapes, relapse_shares
from analysis.measures.panel.stock_accounts import stock_accounts
from analysis.measures.panel.transition_matrix import transition_matrix

__all__ = [
    "af_decompose_flows",
    "escapes",
    "event_counts",
    "exit_deprivations",
    "indicator_flows",
    "list_spells",
    "panel_events",
    "panel_transitions",
    "relapse_shares",
    "stock_accounts",
    "transition_matrix",
]
