"""The yardstick: one Flask view that says hello, served exactly as the portal is."""

import sys

import waitress
from flask import Flask, request

from portal.server import HOW

app = Flask("bare")


@app.route("/", methods=["GET", "POST"])
def hello() -> str:
    """Return what costs nothing, after reading what was sent."""
    request.get_data()
    return "xin chào"


if __name__ == "__main__":
    waitress.serve(app, host="127.0.0.1", port=int(sys.argv[1]), **HOW)
