"""QR codes as SVG, PNG and printed sheets; knows nothing of the portal."""

from qr.code import png, svg

__all__ = ["png", "svg"]
