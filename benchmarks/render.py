"""Time to fill Word papers: the first apart from the rest, since it pays for imports and compiling.

Usage: python benchmarks/render.py [PAPERS]      (default 500)
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main(papers: int) -> None:
    """Render papers one by one through the public interface and print the figures."""
    started = time.perf_counter()
    from dossier import templates as documents  # noqa: PLC0415 — the import is part of what the first paper costs
    from dossier.plan import load_plan, load_unit  # noqa: PLC0415 — likewise

    plan, _ = load_plan(ROOT / "plan" / "plan.yaml")
    unit = load_unit(ROOT / "plan" / "unit.yaml")
    templates = documents.list_templates(None)
    requests = documents.plan_requests(plan, None, templates)
    loaded = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        documents.render(plan, unit, None, requests[:1], target, None)
        first = time.perf_counter()
        runs = []
        made = 1
        while made < papers:
            batch = requests[: papers - made]
            begun = time.perf_counter()
            result = documents.render(plan, unit, None, batch, target / str(made), None)
            runs.append((time.perf_counter() - begun) / len(result.papers))
            made += len(result.papers)
        spent = time.perf_counter() - first
    distinct = len({(r.indicator, r.requirement) for r in requests})
    print(f"requirements with a template   {distinct} ({len(requests)} papers with their periods)")
    print(f"imports, plan, template list   {(loaded - started) * 1000:8.0f} ms")
    print(f"first paper                    {(first - loaded) * 1000:8.1f} ms")
    print(f"the other {made - 1:4d}, each          {spent / (made - 1) * 1000:8.2f} ms")
    print(f"   median of {len(runs)} batches        {statistics.median(runs) * 1000:8.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
