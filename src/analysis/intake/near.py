"""What a text that is no known name may have meant: known names near it, for a person to decide.

Nothing is ever taken for a name because it is near one. Names are compared without tones, since a
lost or misplaced tone is the commonest slip.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rapidfuzz import fuzz

from analysis.intake.spelling import normal, toneless

MOST = 3
"""Suggestions a person can take in at a glance."""


def nearest(
    text: str,
    names: Mapping[str, str],
    *,
    alike: Callable[[str, str], float],
    least: float,
) -> list[str]:
    """The names near a text, the nearest first, `MOST` at most; none where nothing is near.

    names: what each spelling is a spelling of. alike: how alike two texts are, up to 100, and least:
    from where on they are near. The initials of a name ("BC" for Bến Cầu) are near it too.
    """
    said, plain = normal(text), toneless(text)
    scores: dict[str, tuple[float, float]] = {}
    for spelling, name in names.items():
        other = toneless(spelling)
        score = 100.0 if plain and plain.replace(" ", "") == _initials(other) else alike(plain, other)
        if score >= least:
            rank = (score, fuzz.ratio(said, normal(spelling)))  # of two that differ in tones the right one
            scores[name] = max(rank, scores.get(name, (0.0, 0.0)))
    return sorted(scores, key=lambda name: scores[name], reverse=True)[:MOST]


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in words) if len(words) > 1 else ""
