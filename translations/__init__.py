"""The texts of the portal in both languages."""
