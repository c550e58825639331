"""What it costs and who pays.

Money with its price year and each conversion named (`money`, `prices`); budgets by edition and basis, and
whether their totals add up (`programme`, `reconcile`); shares and savings against named worlds that did not
happen (`contributions`, `shares`, `joint_line`); learning, licences and the time to replace what was fired
(`learning`, `production`); interceptors expended, the cost of options, and cost against effect (`expended`,
`options`, `cost_exchange`, `frontier`); and one paper's claims held against the budgets (`evidence`, `hoff`).
Takes typed values and outcomes; loads nothing.
"""
