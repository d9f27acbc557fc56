"""The fleet: many workspaces built one after another or side by side. A door beside `cli/`, started by `dossier fleet`.

One `dossier` process a unit; nothing of a unit's evidence comes here, only how its build ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.fleet.fleet_run import FleetOptions as FleetOptions
    from dossier.fleet.fleet_run import run_fleet as run_fleet
    from dossier.fleet.unit_list import find_units as find_units
    from dossier.fleet.unit_process import Ending as Ending

_lazy.attach(__name__)
