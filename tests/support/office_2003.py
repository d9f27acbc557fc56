"""Makers of Office files that are text: SpreadsheetML and WordprocessingML 2003, and web pages saved as one file."""

from __future__ import annotations

SPREADSHEET = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="Rekap/2025"><Table>
  <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">CONTOH rekap kehadiran</Data></Cell></Row>
  <Row ss:Index="3"><Cell><Data ss:Type="String">Pegawai Satu</Data></Cell>
   <Cell ss:Index="3"><Data ss:Type="Number">12.5</Data></Cell>
   <Cell ss:Formula="=TODAY()"><Data ss:Type="DateTime">2025-03-04T00:00:00.000</Data></Cell></Row>
  <Row><Cell><Data ss:Type="String">=1+1 &amp; sisanya</Data></Cell></Row>
  <Row ss:Hidden="1"><Cell><Data ss:Type="String">baris rahasia</Data></Cell></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="Bantu"><Table><Row><Cell><Data ss:Type="String">lembar bantu</Data></Cell></Row></Table>
  <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>
"""
WORD = """<?xml version="1.0"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>
<w:p><w:r><w:t>CONTOH surat tugas</w:t></w:r></w:p>
</w:body></w:wordDocument>
"""
WEB_ARCHIVE = """MIME-Version: 1.0\r
X-Document-Type: Workbook\r
Content-Type: multipart/related; boundary="----=_bagian"\r
\r
------=_bagian\r
Content-Location: file:///C:/rekap.htm\r
Content-Type: text/html; charset="us-ascii"\r
\r
<html><body><table><tr><td>CONTOH rekap absensi</td><td>12</td></tr></table></body></html>\r
------=_bagian--\r
"""
