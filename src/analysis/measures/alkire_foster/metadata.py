"""What was done, in words a program reads: it travels with the result."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.measures.alkire_foster.definition import Definition
from analysis.measures.alkire_foster.design import Design


def metadata(
    definition: Definition,
    design: Design | None,
    *,
    weight: str | None,
    strata: str | None,
    cluster: str | None,
    fpc: str | None,
    subpopulation: str | None,
    missing: str,
    confidence: float,
) -> dict[str, Any]:
    """Definition, cut-offs, weighting, design and policy, all of it texts and numbers that JSON holds.

    `source` is `census` or `sample`; `error_code` names the sentence to print about the errors:
    `full_count_has_no_sampling_error` or `taylor_linearised`.
    """
    found: dict[str, Any] = {
        "source": "census" if design is None else "sample",
        "error_code": "full_count_has_no_sampling_error" if design is None else "taylor_linearised",
        "indicators": list(definition.indicators),
        "dimensions": dict(zip(definition.indicators, definition.dimensions, strict=True)),
        "weightings": {
            weighting.name or "": {
                "weights": dict(zip(definition.indicators, weighting.weights, strict=True)),
                "highest_score": weighting.highest,
                "poor_from": {str(written): score for written, score in weighting.cutoffs},
                "bands": {name: limits for name, *limits in weighting.bands},
            }
            for weighting in definition.weightings
        },
        "poor": "score >= cutoff",
        "weight": weight,
        "subpopulation": subpopulation,
        "missing_policy": missing,
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
