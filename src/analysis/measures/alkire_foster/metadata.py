"""What was done, in words a program reads: it travels with the result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.measures.alkire_foster.definition import Definition
from analysis.measures.alkire_foster.design import Design
from analysis.measures.alkire_foster.gaps import Achievements


def metadata(
    made_by: str,
    definition: Definition,
    design: Design | None,
    *,
    by: list[str],
    weight: str | None,
    strata: str | None,
    cluster: str | None,
    fpc: str | None,
    subpopulation: str | None,
    missing: str,
    destitution: Mapping[str, str] | None,
    achievements: Achievements | None,
    confidence: float,
) -> dict[str, Any]:
    """Definition, cut-offs, weighting, design and policy, all of it texts and numbers that JSON holds.

    `made_by` is the function that was called; an association has no weights and no cut-off. `source` is
    `census` or `sample`; `error_code` names the sentence to print about the errors:
    `full_count_has_no_sampling_error` or `taylor_linearised`.
    """
    indicators = list(map(str, definition.indicators))
    found: dict[str, Any] = {
        "made_by": made_by,
        "source": "census" if design is None else "sample",
        "error_code": "full_count_has_no_sampling_error" if design is None else "taylor_linearised",
        "indicators": indicators,
        "dimensions": dict(zip(indicators, definition.dimensions, strict=True)),
        "by": list(map(str, by)),
        "weight": weight,
        "subpopulation": subpopulation,
        "missing_policy": missing,
        "destitution": dict(destitution or {}),
        "achievements": {
            name: {"column": column, "line": float(line)}
            for name, (column, line) in (achievements or {}).items()
        },
    }
    if made_by != "af_association":
        found["poor"] = "score >= cutoff"
        found["weightings"] = {
            weighting.name or "": {
                "weights": dict(zip(indicators, weighting.weights, strict=True)),
                "highest_score": weighting.highest,
                "poor_from": {str(written): score for written, score in weighting.cutoffs},
                "bands": {name: limits for name, *limits in weighting.bands},
            }
            for weighting in definition.weightings
        }
    if design is not None:
        found["design"] = {
            "strata": strata, "cluster": cluster, "fpc": fpc, "lonely": design.lonely,
            "n_strata": int(np.count_nonzero(design.sampled)), "n_clusters": len(design.stratum),
            "variance": "taylor", "degrees_of_freedom": "clusters less strata with a record of the group",
        }  # fmt: skip
        found["confidence"] = confidence
        found["intervals"] = "t; shares on log odds"
    return found
