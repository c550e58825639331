"""What it costs and who pays: prices, and the cost of interceptors expended.

Takes typed values and outcomes; programmes, shares, production and cost exchange live here too as they come.
"""
