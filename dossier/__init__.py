"""dossier: one orderly Zona Integritas dossier from a plan and a folder of evidence.

The public Python API. Each name is loaded when it is first asked for; see README.md for an example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.2.0"

__all__ = [
    "Assessment",
    "BuildResult",
    "DossierError",
    "EngineError",
    "EvidenceError",
    "ExitCode",
    "Finding",
    "OutputError",
    "PlanError",
    "Project",
    "Settings",
    "Severity",
    "State",
    "StatusRow",
    "TemplateError",
    "UnknownSubjectError",
    "Urgency",
    "open_project",
]

if TYPE_CHECKING:
    from dossier.audit.assessment import Assessment
    from dossier.audit.status import StatusRow, Urgency
    from dossier.errors import (
        DossierError,
        EngineError,
        EvidenceError,
        ExitCode,
        OutputError,
        PlanError,
        TemplateError,
        UnknownSubjectError,
    )
    from dossier.model import Finding, Severity, State
    from dossier.project import Project, open_project
    from dossier.state import BuildResult, Settings
else:
    # Out of the sight of type checkers: to them a module with `__getattr__` has every name, the misspelt ones too.
    from dossier import _lazy

    _lazy.attach(__name__)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
