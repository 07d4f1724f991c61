"""Published tables read critically: which printed rates, sums and changes hold."""

from analysis.measures.check_published.check import check_published

__all__ = ["check_published"]
