"""The papers of the sample, one file per kind, written from the panel in the official layouts."""
