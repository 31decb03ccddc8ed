"""Packs begun, added to, and turned into other forms."""
