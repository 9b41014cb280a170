"""Days on which the leader receives citizens (tiếp công dân), and the turns people book."""
