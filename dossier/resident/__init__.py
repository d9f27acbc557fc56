"""A resident process: sees changes in a workspace, waits for a quiet moment, and builds in a preloaded child.

Prints nothing; whoever opens it is told of each build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.resident.build_occasion import BuildOccasion as BuildOccasion
    from dossier.resident.build_server import WarmAnswer as WarmAnswer
    from dossier.resident.change_events import ChangeEvents as ChangeEvents
    from dossier.resident.tree_changes import ChangeKind as ChangeKind
    from dossier.resident.tree_changes import TreeChange as TreeChange
    from dossier.resident.tree_changes import differences as differences
    from dossier.resident.warm_builds import BuildCancelledError as BuildCancelledError
    from dossier.resident.warm_builds import WarmBuilds as WarmBuilds
    from dossier.resident.watch_loop import WatchTurn as WatchTurn
    from dossier.resident.watch_loop import watch as watch

_lazy.attach(__name__)
