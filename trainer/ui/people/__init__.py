"""What HR does about people and their keys: the acts behind the sheet of one person."""
