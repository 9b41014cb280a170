"""Everything citizens send, and the answers they are owed."""
