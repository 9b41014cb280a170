"""Measurements printed as ratios of two things in one run; no test depends on a time."""
