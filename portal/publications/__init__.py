"""Plans, decisions, notices and disclosures: read, checked, published, found."""
