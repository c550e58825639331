"""What a posture can engage, on a map, year by year, option by option, and where units cover most."""
