"""The desk: a local web page on which people sort evidence. A door beside `cli/`, started by `dossier desk`.

Plain files in `plan/` stay the truth: what the page does is what those files say. Nothing here decides, counts or
matches; the page shows what `pipeline` returns and writes through `plan/` and `curation/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.desk.desk_server import DeskServer as DeskServer
    from dossier.desk.lan_listener import lan_address as lan_address

_lazy.attach(__name__)
