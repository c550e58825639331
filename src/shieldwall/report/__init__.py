"""Figures, maps and tables of results. A report never computes: it draws what a study found."""
