"""Opportunity: which intercepts are feasible for whom, and how many shots with looks between that makes.

Windows are geometry and are worked out once; chains put the picture's ready times into them.
"""
