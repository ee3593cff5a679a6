"""Hostile and broken input, by kind: the campaign of ``make hostile``, of which the tests take samples.

Each kind is a module whose functions try cases on real sites in processes of their own and return counts by outcome.
``python -m tests.hostile`` runs all of them at length and prints the counts that docs/reliability.md tells.
"""
