"""The portal a Vietnamese commune, ward or department gives to its people."""
