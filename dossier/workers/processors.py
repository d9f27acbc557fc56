"""How many processors this process may use: those that it is allowed to run on, and the quota of its control group."""

from __future__ import annotations

import math
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.workers import system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OWN_GROUPS: Final = Path("/proc/self/cgroup")
_ROOT: Final = Path("/sys/fs/cgroup")
_UNLIMITED: Final = "max"


@cache
def usable() -> int:
    """Return how many processors this process may keep busy; at least 1.

    Affinity (`taskset`, `cpuset`) and the CPU quota of every control group around it (`docker --cpus`, a SLURM job, a
    Kubernetes pod, `CPUQuota=` of systemd) are respected; half a processor counts as one.
    """
    return max(1, min([system.allowed_processors(), *(math.ceil(quota) for quota in quotas(_OWN_GROUPS, _ROOT))]))


def quotas(groups: Path, root: Path) -> Iterator[float]:
    """Yield the CPU quotas of the control groups that this process is in, in processors; nothing where there is none.

    Args:
        groups: the list of its groups: `/proc/self/cgroup`, see cgroups(7).
        root: where control groups are mounted: version 2 itself, version 1 with a folder `cpu` in it.
    """
    with suppress(OSError, ValueError):
        for line in groups.read_text(encoding="utf-8", errors="replace").splitlines():
            _, controllers, path = line.split(":", 2)  # "0::/user.slice/session-1.scope", "4:cpu,cpuacct:/docker/ab"
            if not controllers:
                yield from _in_tree(root, path, _unified_quota)
            elif "cpu" in controllers.split(","):
                yield from _in_tree(root / "cpu", path, _legacy_quota)


def _in_tree(root: Path, path: str, quota_of: Callable[[Path], float]) -> Iterator[float]:
    """Yield the quota of a group and of those around it; inside a container its path may lie above what is mounted."""
    parts = [part for part in path.split("/") if part not in {"", ".", ".."}]
    for depth in range(len(parts), -1, -1):
        with suppress(OSError, ValueError, IndexError):
            quota = quota_of(root.joinpath(*parts[:depth]))
            if quota > 0:
                yield quota


def _unified_quota(folder: Path) -> float:
    """Return the quota of a version 2 group, 0 without one: "150000 100000" is one and a half processors."""
    quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()[:2]
    return 0.0 if quota == _UNLIMITED else int(quota) / max(1, int(period))


def _legacy_quota(folder: Path) -> float:
    """Return the quota of a version 1 group; -1 stands for none."""
    quota = int((folder / "cpu.cfs_quota_us").read_text(encoding="ascii"))
    return quota / max(1, int((folder / "cpu.cfs_period_us").read_text(encoding="ascii")))
