"""Shieldwall beside its peers on one machine: one run, medians of repeats, ratios."""
