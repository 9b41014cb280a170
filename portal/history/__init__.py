"""What was done, by whom and when: one append-only log under every feature."""
