"""Question sets, scorecards, calibration and benchmarks."""
