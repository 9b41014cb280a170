"""The authority, its offices and fields, the officials who sit in them, and how they sign in."""
