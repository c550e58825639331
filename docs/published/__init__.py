"""Published cases beside what the model gives: one computation, for the tests and for the page.

Rooms by subject (`flights`, `launches`, `reach`, `replays`, `engagement`, `sensing`, `costs`, `conformance`)
return the same record, a `shieldwall`-independent `Line`; ``python -m docs.published`` writes them to
``docs/published-results.md``. The cases themselves, with sources and tolerances, are in
``tests/published/data``.
"""
