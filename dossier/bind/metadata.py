"""What the bundle tells a viewer of itself: title, author, language, page labels, how to open. No clock."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from pikepdf import Array, Dictionary, Name, String

from dossier.bind.manifest import FILE_NAME, title_of
from dossier.typeset.typography import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pikepdf

    from dossier.bind.bind_input import BindInput
    from dossier.model import PageRange

LANGUAGE: Final = "id-ID"
_CREATOR: Final = "dossier"

_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


def write_metadata(pdf: pikepdf.Pdf, source: BindInput, runs: Sequence[PageRange]) -> None:
    """Set document information, XMP, language and how a viewer opens the bundle."""
    texts = {
        "title": visible(title_of(source)),
        "author": visible(source.unit.name),
        "subject": visible(f"Bukti fisik pembangunan Zona Integritas menuju {source.plan.predicate}"),
        "keywords": visible(f"Zona Integritas, {source.plan.predicate}, {source.plan.year}, {source.unit.short_name}"),
        "creator": _CREATOR,
    }
    date = String(f"D:{source.as_of:%Y%m%d}")
    information = Dictionary({f"/{key.capitalize()}": String(text) for key, text in texts.items()})
    information.CreationDate = information.ModDate = date
    pdf.trailer.Info = pdf.make_indirect(information)
    values = {key: escape(text, quote=False) for key, text in texts.items()}
    packet = _XMP.format(language=LANGUAGE, date=source.as_of.isoformat(), **values)
    pdf.Root.Metadata = pdf.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.PageLabels = _labels(runs)


def _labels(runs: Sequence[PageRange]) -> Dictionary:
    """Return plain numbers: what a stamp says is what one types into the viewer's page field."""
    numbers = Array()
    position = 0
    for run in runs:
        style = Dictionary(S=Name.D) if run.first == 1 else Dictionary(S=Name.D, St=run.first)
        numbers.append(position)
        numbers.append(style)
        position += run.count
    return Dictionary(Nums=numbers)


def attach(pdf: pikepdf.Pdf, manifest: bytes, named: Mapping[str, Array]) -> None:
    """Put the manifest into the bundle as its one attached file, and the names of its places."""
    data = pdf.make_stream(manifest, Type=Name.EmbeddedFile, Subtype=Name("/application/json"))
    data.Params = Dictionary(Size=len(manifest))
    file = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(FILE_NAME),
            UF=String(FILE_NAME),
            Desc=String("Daftar isi bundel untuk diperiksa dengan dossier verify"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=data, UF=data),
        )
    )
    # In one piece: an array that grows is copied at each step.
    destinations = Array([item for name in sorted(named) for item in (String(name), named[name])])
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String(FILE_NAME), file])), Dests=Dictionary(Names=destinations)
    )
    pdf.Root.AF = Array([file])
