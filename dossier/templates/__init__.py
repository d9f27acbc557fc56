"""Word papers: the template library, papers filled from plan and unit, and the audit of filed papers.

Modules that fill templates are imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.templates.docx_package import fixed_package as fixed_package
    from dossier.templates.drafts import carry_over as carry_over
    from dossier.templates.drafts import copy_missing as copy_missing
    from dossier.templates.logo import read_logo as read_logo
    from dossier.templates.meeting_papers import disagreements as disagreements
    from dossier.templates.meeting_papers import meeting_requests as meeting_requests
    from dossier.templates.meeting_papers import unknown_people as unknown_people
    from dossier.templates.paper_audit import audit_document as audit_document
    from dossier.templates.paper_audit import audit_documents as audit_documents
    from dossier.templates.paper_audit import known_prompts as known_prompts
    from dossier.templates.paper_audit import open_prompts as open_prompts
    from dossier.templates.paper_audit import unfilled_finding as unfilled_finding
    from dossier.templates.question_papers import question_requests as question_requests
    from dossier.templates.rendering import list_templates as list_templates
    from dossier.templates.rendering import plan_requests as plan_requests
    from dossier.templates.rendering import render as render
    from dossier.templates.staff import begin_staff as begin_staff
    from dossier.templates.staff import with_staff as with_staff
    from dossier.templates.staff_edit import staff_text as staff_text
    from dossier.templates.template_check import check_templates as check_templates
    from dossier.templates.template_library import DocumentAudit as DocumentAudit
    from dossier.templates.template_library import RenderedPaper as RenderedPaper
    from dossier.templates.template_library import RenderError as RenderError
    from dossier.templates.template_library import RenderRequest as RenderRequest
    from dossier.templates.template_library import RenderResult as RenderResult
    from dossier.templates.template_library import Serves as Serves
    from dossier.templates.template_library import TemplateInfo as TemplateInfo
    from dossier.templates.template_library import templates_by_requirement as templates_by_requirement

_lazy.attach(__name__)
