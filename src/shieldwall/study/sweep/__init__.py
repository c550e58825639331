"""Studies of many cells: design, crew or cluster, the store that loses nothing, and what the cells say."""
