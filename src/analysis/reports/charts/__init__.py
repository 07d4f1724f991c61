"""One file per chart: figures in, a slide out. Nothing here computes a reported number."""
