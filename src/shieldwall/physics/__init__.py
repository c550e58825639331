"""How things fly over the turning Earth: threats to impact, interceptors to where they can meet them.

The floor answers three questions in SI units: where a missile of published range is at each moment of a
flight between two places (`flight`), how soon an interceptor of published speed can be at a range and
height (`reach`), and what the textbook says (`ballistic`). Below them lie the Earth (`earth`), the air
(`atmosphere`), the equations of motion (`steps`, `trajectory`, `arcs`), the calibration of a booster to its
range (`booster`, `steering_tables`) and the aim (`aim`, `solve`, `apogee`, `many`). Guidance, seekers and
warheads are left out.
"""
