"""The parts of the reader: contents, text, rules beside it, bars, self-check."""
