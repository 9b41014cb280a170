"""The register of disclosures (công khai): what must be made public, where it was, and when."""
