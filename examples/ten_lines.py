"""Compare two arrangements on a shipped scenario, later in time, and follow a number to its source."""

import shieldwall as sw

scenario = sw.scenario("japan_2015").but(date="2018-06-01", options=["sm3_2a_for_1a"])
result = sw.compare(scenario, ["unconnected", "integrated"], trials=2_000, seed=7)
result.table()
print(result.difference("integrated", "unconnected").expected_leakers.mean)
print({name: share.mean for name, share in result.attribution("expected_leakers").items()})
print(sw.fact("sm3_1a.burnout_speed_km_s").cites, len(result.facts_used()), result.cite(), sep="\n")
