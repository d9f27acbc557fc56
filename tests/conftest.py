"""Settings that every test shares."""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

from dossier.typeset import typography

# The machines are shared and noisy: no deadlines, and the same examples every time, so that a failure is a change.
settings.register_profile(
    "dossier", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("dossier")

# Tests draw their own PDFs with reportlab too; what dossier sets there must not depend on which test came first.
typography.register_fonts()

# A shell without job control starts what runs in its background deaf to Ctrl-C, and every child inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
