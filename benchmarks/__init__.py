"""Measurements, each run as `python -m benchmarks.NAME`; figures are printed, none asserted."""
