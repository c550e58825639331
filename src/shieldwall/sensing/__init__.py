"""Sensing: which sensor sees a flight when, and how well the flight is then known.

Radars see by published reference range, cross-section, sector, elevation and horizon; infrared satellites
see a booster that burns above the clouds; what is seen adds up to information, and information to error.
"""
