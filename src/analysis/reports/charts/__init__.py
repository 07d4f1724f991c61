"""One file per chart: figures in, axes out."""
