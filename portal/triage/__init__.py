"""What a citizen's text seems to be about: a suggestion with its reasons, never a decision."""
