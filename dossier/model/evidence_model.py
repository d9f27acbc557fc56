"""Values of the evidence folder: files by kind, what they say, and what was left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dossier.model.assessment_model import Finding


class Media(StrEnum):
    """What a file is by its content; the ending of its name decides only where content cannot.

    Extensions add kinds by `named`; going over `Media` gives the built-in ones only.
    """

    AUDIO = "audio"
    BMP = "bmp"
    CSV = "csv"
    DOC = "doc"
    DOC_XML = "doc-xml"
    DOCX = "docx"
    EML = "eml"
    GIF = "gif"
    HEIC = "heic"
    HTML = "html"
    JPEG = "jpeg"
    LINK = "tautan"
    MARKDOWN = "markdown"
    MSG = "msg"
    ODP = "odp"
    ODS = "ods"
    ODT = "odt"
    PDF = "pdf"
    PICTURE = "gambar lain"
    PNG = "png"
    PPT = "ppt"
    PPTX = "pptx"
    RTF = "rtf"
    TEXT = "teks"
    TIFF = "tiff"
    UNKNOWN = "tak dikenal"
    VIDEO = "video"
    WEBP = "webp"
    XLS = "xls"
    XLS_XML = "xls-xml"
    XLSX = "xlsx"
    ZIP = "arsip"

    @classmethod
    def named(cls, name: str) -> Media:
        """Return the kind of this name: one of these, or the kind of an extension, which is known from then on.

        Raises:
            ValueError: it is no name of a kind: a small letter, and up to 30 more, digits, dashes and blanks.
        """
        if name not in cls._value2member_map_ and name not in _OUTSIDE:
            if not _KIND_NAME.fullmatch(name):
                raise ValueError(f"no name of a kind of files: {name!r}")
            kind = str.__new__(cls, name)
            kind._name_ = kind._value_ = name
            _OUTSIDE[name] = kind
        return cls(name)

    @classmethod
    def _missing_(cls, value: object) -> Media | None:
        return _OUTSIDE.get(value) if isinstance(value, str) else None

    def __reduce_ex__(self, _protocol: object) -> tuple[object, tuple[str]]:
        """Make the kind of an extension known in the process that it is sent to."""
        return Media.named, (self.value,)


_OUTSIDE: dict[str, Media] = {}
"""Kinds of extensions by name; each is made once in a process, so that kinds compare by identity."""


_KIND_NAME: Final = re.compile(r"[a-z][a-z0-9 -]{0,30}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A file of the evidence tree.

    `path` is its name for people and for every output: relative, with `/`, NFC, unique in the tree, printable.
    `disk_path` is the same place as the file system spells it (may hold surrogate escapes). `size` is in bytes.
    `problem` is None or says in Indonesian why the file cannot be read. `members` are the names of what is in an
    archive or attached to a mail, with `/`, printable, sorted; empty where nobody listed them or there are too many.
    """

    path: str
    disk_path: str
    size: int
    sha256: str
    media: Media
    problem: str | None = None
    members: tuple[str, ...] = ()


CONTAINERS: Final = frozenset({Media.ZIP, Media.EML, Media.MSG})
"""Kinds that hold other files."""


class ContentSource(StrEnum):
    """Where the text of a file comes from."""

    TEXT = "teks"
    OCR = "ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a file says on its first pages: `text` keeps its lines, at most `CONTENT_LIMIT` characters.

    `problem` is None or says in Indonesian why there is no text ("pindaian tanpa lapisan teks", a password …). `turned`
    is by how many degrees clockwise pages had to be turned to be read; 0 where they stood upright. `lasting` is False
    where another reading of the same bytes may end otherwise: after a failure that may pass.
    """

    text: str
    source: ContentSource = ContentSource.TEXT
    problem: str | None = None
    turned: int = 0
    lasting: bool = True


CONTENT_LIMIT = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoredFile:
    """An entry of the evidence tree that is no evidence (lock file, hidden, empty, link …) and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Everything found in the evidence tree, sorted by path."""

    files: tuple[EvidenceFile, ...]
    ignored: tuple[IgnoredFile, ...]
    findings: tuple[Finding, ...] = ()
