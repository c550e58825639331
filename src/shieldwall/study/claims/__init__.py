"""Claims of two papers, worked out again: the common bench, the workings by kind, the verdicts."""
