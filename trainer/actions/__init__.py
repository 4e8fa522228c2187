"""Everything a person can DO: one function each, a module per subject: may they? → judge → append."""
