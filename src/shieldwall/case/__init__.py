"""Where facts become numbers: scenario, catalogue and date in, frozen arrays of SI floats out.

The only floor that samples facts. It keeps a ledger of every fact it read and what for, from which the
sources of a result follow; the kernels below never see a record.
"""
