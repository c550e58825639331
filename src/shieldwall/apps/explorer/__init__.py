"""The question on a page: the web explorer, which speaks the JSON of the command line."""
