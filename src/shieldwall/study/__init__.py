"""The floor that asks: comparisons of arrangements, attribution of differences, and what they rest on.

It samples a `Case` many times, runs the floors below on every sample with common luck, and reduces the
trials to estimates. Same seed, same answer, whatever the number of workers.
"""
