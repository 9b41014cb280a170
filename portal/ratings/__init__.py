"""What citizens think of a visit to a counter."""
