"""The sealed lane: denunciations that this machine takes in and cannot read."""
