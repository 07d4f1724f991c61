"""The same household in two rounds of lists: by official code, by decision, or by what the lists say."""

from analysis.intake.identity.match_households import match_households
from analysis.intake.identity.with_identity import with_identity

__all__ = ["match_households", "with_identity"]
