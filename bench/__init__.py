"""Ratios against the physical limit, or against the same work at another size, in the same run.

Machines are shared and noisy: absolute times mean little and are not printed.
"""
