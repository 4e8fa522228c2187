"""Files for other people. Own plain types; knows no record."""
