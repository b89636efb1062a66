"""Bytes become text with positions."""
