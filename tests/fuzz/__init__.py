"""Fuzzing: generators of anything, the real program that takes it, and what must hold afterwards."""
