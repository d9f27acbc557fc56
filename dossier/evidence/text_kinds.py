"""Telling kinds of text apart: web pages, mails, links, tables, notes. Pure; works on the first bytes of a file."""

from __future__ import annotations

import codecs
import re

from dossier.addresses import only_addresses
from dossier.model import Media

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that no text holds: all but tab, newline, form feed, carriage return, backspace, escape, ^Z.
CONTROLS = re.compile(r"[\x00-\x07\x0b\x0e-\x19\x1c-\x1f]")
# The most bytes beyond ASCII, as a share, that an old 8-bit text in a Latin script has.
HIGH_BYTES_SHARE = 0.3
HIGH_BYTES = re.compile(rb"[\x80-\xff]")
LONGEST_CHARACTER = 4

# What may stand before the first tag. Possessive, so that a thousand comments cost a thousand steps and no more.
PROLOGUE = r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?>(?:<!--.*?-->|<!doctype\s+svg[^>]*+>))\s*+)*+"
HTML_START = re.compile(
    PROLOGUE + r"<(?:!doctype\s+html|html|head|body|script|title|meta|table|div)\b", re.IGNORECASE | re.DOTALL
)
HTML_TAG = re.compile(r"<(?:p|br|div|span|h[1-6]|a|b|ul|ol|table|img)\b[^>]{0,200}>", re.IGNORECASE)
SVG_START = re.compile(PROLOGUE + r"<svg\b", re.IGNORECASE | re.DOTALL)
# `[InternetShortcut]` of Windows, `<key>URL</key>` of macOS.
# Office 2003 XML: the name of the root element and its namespace.
OFFICE_XML = (
    (re.compile(r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet"), Media.XLS_XML),
    (re.compile(r"<w:wordDocument\b[^>]*http://schemas\.microsoft\.com/office/word/2003/wordml"), Media.DOC_XML),
)
SHORTCUT = re.compile(r"^[ \t]*\[InternetShortcut\]", re.IGNORECASE | re.MULTILINE)
# `[Desktop Entry]` … `URL=https://…` of Linux desktops (Desktop Entry Specification 1.5, chapter 6).
DESKTOP_ENTRY = re.compile(r"\s*+(?:#[^\n]*+\s*+)*+\[Desktop Entry\]", re.IGNORECASE)
DESKTOP_ADDRESS = re.compile(r"^URL(?:\[\$e\])?\s{0,20}=", re.MULTILINE | re.IGNORECASE)
PROPERTY_LINK = re.compile(r"<key>\s{0,20}URL\s{0,20}</key>", re.IGNORECASE)
ADDRESS = re.compile(r"\bhttps?://\S+", re.IGNORECASE)
# `Message-ID: <…>`; RFC 5322, 2.2.
MAIL_HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9-]*):", re.MULTILINE)
MAIL_TRACES = {"received", "message-id", "mime-version", "return-path", "delivered-to", "x-mailer", "dkim-signature"}
MAIL_NAMES = MAIL_TRACES | {"from", "to", "cc", "subject", "date", "reply-to", "content-type", "sender"}
MAIL_HEADERS_NEEDED = 3
# A web page with its parts in one file (RFC 2557), as Office saves it under the name .xls or .doc.
_WEB_ARCHIVE = re.compile(r"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
SEPARATORS = (",", ";", "\t", "|")
TABLE_LINES = 5

LINK_ENDINGS = {".url", ".webloc"}
ENDING_KINDS = {
    ".csv": Media.CSV,
    ".tsv": Media.CSV,
    ".md": Media.MARKDOWN,
    ".markdown": Media.MARKDOWN,
}


def decode(head: bytes, *, complete: bool = False) -> str | None:
    """Return the text that `head` begins, or None when it is no text.

    `complete` tells that the file ends here; otherwise a character cut at the end is forgiven.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _without_controls(head.decode(name, "ignore"))
    for cut in range(1 if complete else LONGEST_CHARACTER):
        try:
            return _without_controls(head[: len(head) - cut].decode("utf-8"))
        except UnicodeDecodeError:
            continue
    if len(HIGH_BYTES.findall(head)) > HIGH_BYTES_SHARE * len(head):
        return None
    return _without_controls(head.decode("latin-1"))


def kind_of(text: str, ending: str) -> Media:
    """Return the kind of a text; its ending decides between plain text, tables and Markdown.

    A text that is nothing but web addresses is a link, whatever its ending.
    """
    if _is_link(text, ending):
        return Media.LINK
    if (office := _office_xml(text)) is not None:
        return office
    if HTML_START.match(text) or (ending in {".html", ".htm"} and HTML_TAG.search(text)):
        return Media.HTML
    if _is_mail(text, ending):
        return Media.EML
    if ending in ENDING_KINDS:
        return ENDING_KINDS[ending]
    return Media.CSV if ending == ".xls" and _is_table(text) else Media.TEXT


def _is_link(text: str, ending: str) -> bool:
    if SHORTCUT.search(text[:2000]) or ("<plist" in text and PROPERTY_LINK.search(text)):
        return True
    if DESKTOP_ENTRY.match(text) and DESKTOP_ADDRESS.search(text):
        return True
    return bool(only_addresses(text)) or (ending in LINK_ENDINGS and ADDRESS.search(text) is not None)


def _office_xml(text: str) -> Media | None:
    if not text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        return None
    return next((media for root, media in OFFICE_XML if root.search(text)), None)


def is_vector_picture(text: str) -> bool:
    """Tell whether the text is an SVG picture."""
    return SVG_START.match(text) is not None


def _without_controls(text: str) -> str | None:
    return None if CONTROLS.search(text) else text


def _is_mail(text: str, ending: str) -> bool:
    """A mail begins with headers, of which one is only ever written by a mail program."""
    block = re.split(r"\r?\n\r?\n", text.lstrip("\n"), maxsplit=1)[0]
    if block.startswith("From "):
        block = block.partition("\n")[2]
    if not MAIL_HEADER.match(block):
        return False
    names = {name.casefold() for name in MAIL_HEADER.findall(block)} & MAIL_NAMES
    if ending in {".eml", ".mht", ".mhtml"} or (_WEB_ARCHIVE.search(block) and "mime-version" in names):
        return bool(names)
    return len(names) >= MAIL_HEADERS_NEEDED and bool(names & MAIL_TRACES)


def _is_table(text: str) -> bool:
    """Whether the first lines hold the same separator equally often: a table that was exported under another name."""
    lines = [line for line in text.splitlines() if line.strip()][:TABLE_LINES]
    return any(
        len(lines) > 1 and lines[0].count(separator) > 0 and len({line.count(separator) for line in lines}) == 1
        for separator in SEPARATORS
    )
