"""THE FACE: the only package that imports PySide6 (beside app)."""
