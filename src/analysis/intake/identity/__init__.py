"""The same household in two rounds of lists: by official code, by decision, or by what the lists say."""

from analysis.intake.identity.entries import entries_of
from analysis.intake.identity.identified import identified
from analysis.intake.identity.identity_findings import identity_findings
from analysis.intake.identity.match_households import match_households
from analysis.intake.identity.recognised import recognised
from analysis.intake.identity.with_identity import with_identity

__all__ = ["entries_of", "identified", "identity_findings", "match_households", "recognised", "with_identity"]
