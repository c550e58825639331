"""What is known, and on what grounds: the floor that holds the facts and finds them by name.

One subject is one YAML file whose stem is its id, so that any record, or the posture of a day, loads without
the rest. Every name must be known, every number must say its unit and its basis, and what is wrong is
reported with file, line and field. Overlay folders add or replace records under the same checks.
"""
