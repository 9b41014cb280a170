"""Whether what was acknowledged survives: processes killed at random, answers before the disk."""
