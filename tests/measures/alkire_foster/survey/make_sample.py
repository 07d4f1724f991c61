"""Make sample.csv: a synthetic sample of two rounds with everything a design can hold. Seeded."""

from pathlib import Path

import numpy as np
import pandas as pd

INDICATORS = [f"d{j}" for j in range(1, 7)]


def main() -> None:
    rng = np.random.default_rng(20231215)
    rows = []
    for stratum in range(1, 9):
        n_clusters = int(rng.integers(3, 6))
        for round_, year in enumerate((2020.0, 2022.5)):
            for cluster in range(1, n_clusters + 1):
                # half of the clusters are visited again, the others give way to new ones
                name = cluster if round_ == 0 or cluster % 2 else cluster + 20
                level = rng.beta(2, 3) * (0.85 if round_ else 1)
                for _ in range(int(rng.integers(4, 8))):
                    share = np.clip(level + rng.normal(0, 0.15), 0.02, 0.95)
                    marks = (rng.random(6) < share).astype(int)
                    rows.append(
                        {
                            "year": year,
                            "stratum": stratum,
                            "cluster": name,
                            "clusters_in_stratum": 6 + 3 * stratum,
                            # two strata of a single cluster, the first clusters of strata 3 and 6
                            "thin_stratum": stratum + 50 * (stratum in (3, 6) and cluster == 1),
                            "weight": round(float(rng.uniform(0.5, 4)), 3),
                            "region": "north" if stratum <= 3 else "south",
                            "area": "urban" if rng.random() < 0.3 else "rural",
                            **dict(zip(INDICATORS, marks, strict=True)),
                        }
                    )
    frame = pd.DataFrame(rows)
    # nobody in the island has more than one deprivation: nobody is poor there
    island = (frame.stratum == 8) & (frame.cluster == 1)
    frame.loc[island, "region"] = "island"
    frame.loc[island, INDICATORS[1:]] = 0
    frame.to_csv(Path(__file__).with_name("sample.csv"), index=False)


if __name__ == "__main__":
    main()
