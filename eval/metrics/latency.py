"""How long each step took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from eval.records import Record


def latency_table(records: Sequence[Record]) -> str:
    """Median and 95th percentile of each step and of the whole, in milliseconds."""
    steps: defaultdict[str, list[float]] = defaultdict(list)
    for record in records:
        for step, milliseconds in record.timings:
            steps[step].append(milliseconds)
        steps["whole"].append(sum(milliseconds for _step, milliseconds in record.timings))
    parts = (
        f"{step} {np.median(taken):.1f}/{np.percentile(taken, 95):.1f}"
        for step, taken in steps.items()
    )
    return "ms, p50/p95: " + "  ".join(parts)
