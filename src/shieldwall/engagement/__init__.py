"""What leaks and what is fired: the odds of a shot, closed forms, shot plans and battles.

`lethality` turns hits and attempts into odds, `salvo` holds the closed forms, `shot_plan` divides rounds
among targets, and `battle` plays whole raids by the million, given `orders` (who fires, who comes, on what
luck). `board`, `muster`, `arrival` and `fire` are the battle's inside.
"""
