"""Settings that every test shares."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from dossier.typeset import typography

# The machines are shared and noisy: no deadlines, and the same examples every time, so that a failure is a change.
settings.register_profile(
    "dossier", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("dossier")

# Tests draw their own PDFs with reportlab too; what dossier sets there must not depend on which test came first.
typography.register_fonts()
