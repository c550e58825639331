"""Where luck comes from, and why two arrangements can be compared on the same luck.

Every random number is a function of what it is for (seed, draw, battle, target, slot, shot), never of who
computes it: results are the same on one worker or many, and adding a target or an interceptor leaves the
luck of the others alone. Uncertain facts are sampled by label, so that adding one leaves the others' samples
alone too.
"""
