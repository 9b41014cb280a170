"""The demonstration authority: a fictional commune that looks lived in."""
