"""Letters of apology for files that will be late."""
