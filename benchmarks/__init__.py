"""Measurements. Each is run as `python -m benchmarks.NAME`; figures are printed, nothing is asserted."""
