"""Qicheng: training, mentoring and certification of after-sales specialists. Imports nothing."""

__version__ = "1.0.0.dev0"
