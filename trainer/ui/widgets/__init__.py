"""The shared widgets of the program."""
