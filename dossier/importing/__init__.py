"""A unit's own table ─► plan files, and back; the plan of the next year; a new workspace.

Modules are imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.importing.new_workspace import NewWorkspace as NewWorkspace
    from dossier.importing.new_workspace import require_no_plan as require_no_plan
    from dossier.importing.new_workspace import set_up as set_up
    from dossier.importing.plan_export import FORMS as FORMS
    from dossier.importing.plan_export import LEFT_OUT as LEFT_OUT
    from dossier.importing.plan_export import export_plan as export_plan
    from dossier.importing.rollover import RolledOver as RolledOver
    from dossier.importing.rollover import require_target as require_target
    from dossier.importing.rollover import roll_over as roll_over
    from dossier.importing.shared_plan import set_up_with as set_up_with
    from dossier.importing.shared_plan import shared_plan as shared_plan

_lazy.attach(__name__)
