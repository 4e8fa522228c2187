"""The demonstration: a firm of two dozen people whose two years and eleven months are told through the real actions.

`cast` says who there is, `story` what happens when, `stage` is what it happens on, `play` makes a folder of it, and
`shelf` finds the shipped one, copies it and says who can be looked at. Nothing here is written into the records in any
other way than a person's own click would.
"""
