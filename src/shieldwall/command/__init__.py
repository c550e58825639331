"""Command: what each shooter knows, when, and from when it may fire.

Links carry alerts and tracks between parties; authority is a chance and a delay; the picture puts sensing,
links and authority into one timing chain for every shooter and mode of fire.
"""
