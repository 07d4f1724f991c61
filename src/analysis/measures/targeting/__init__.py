"""Targeting: who is near which line, what the projects could change, and the cheapest mix of support.

Every result is counts by unit, class and indicator: no household is ever named.
"""

from analysis.measures.targeting.mix import Mix, cheapest_mix
from analysis.measures.targeting.money import support_money
from analysis.measures.targeting.near_lines import near_lines
from analysis.measures.targeting.reach import assumptions_frame, reachable
from analysis.measures.targeting.sensitivity import mix_sensitivity

__all__ = [
    "Mix",
    "assumptions_frame",
    "cheapest_mix",
    "mix_sensitivity",
    "near_lines",
    "reachable",
    "support_money",
]
