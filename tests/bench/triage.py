"""`python -m tests.bench.triage`: how often the suggestion for a submission is right, by claim."""

import time

from portal.triage.rules import suggest
from tests.triage.submissions import SEEN, accuracy, submissions


def main() -> None:
    """Measure both halves and the pace, print."""
    rows = submissions()
    print(f"\n{'claim':20} {'seen':>12} {'not seen':>12}")
    seen, unseen = accuracy(rows[:SEEN]), accuracy(rows[SEEN:])
    for claim in seen:
        shares = [
            f"{good}/{whole} {good / whole:.3f}" for good, whole in (seen[claim], unseen[claim])
        ]
        print(f"{claim:20} {shares[0]:>12} {shares[1]:>12}")
    started = time.perf_counter()
    for row in rows:
        suggest(row.text)
    print(
        f"{len(rows)} submissions, {(time.perf_counter() - started) / len(rows) * 1000:.2f} ms each"
    )


if __name__ == "__main__":
    main()
