"""Petitions many people sign together (kiến nghị tập thể): started, looked at, signed, answered."""
