"""Tables as decisions, reports and newspapers print them, for `check_published`."""

from analysis.intake.published.read_published import PublishedError, read_published

__all__ = ["PublishedError", "read_published"]
