"""What leaks, what is fired, and how sure we are: test records, closed forms, shot plans and battles.

`lethality` turns a test record into a distribution of the kill probability, `salvo` holds the closed forms,
`shot_plan` divides rounds among targets, `battle` plays whole raids by the million, and `sampling` turns what
came back into estimates with their uncertainty.
"""
