"""The brief, section by section: what each says, from which numbers, in which words."""
