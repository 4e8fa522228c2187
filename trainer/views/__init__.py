"""Everything a person can SEE: frozen rows and one function each, a module per subject."""
