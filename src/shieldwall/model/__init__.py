"""The words of the house: frozen records of what is asked, what is known and what comes back.

Units, provenance, systems, posture, arrangements of cooperation, raids, doctrine, scenarios and outcomes.
Nothing here computes an answer; every other floor speaks in these records.
"""
