"""Measure understanding on questions that neither training nor tuning has seen."""
