"""The rules. Pure Python: no Qt, no SQL, no files, no clock."""
