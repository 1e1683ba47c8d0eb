package report

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// A document of a word processor is a ZIP of a few XML files (ECMA-376): these are the ones that every reader asks for.
const (
	docxTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`
	docxRels  = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
	docxLinks = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	docxSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
)

// docxStyles are the styles of the document: the reader's own take over when it is pasted elsewhere.
var docxStyles = xml.Header + `<w:styles ` + docxSpace + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="21"/><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	docxStyle("Title", "Title", 48, "", true) + docxStyle("Heading1", "heading 1", 34, `<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>`, true) +
	docxStyle("Heading2", "heading 2", 27, `<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="1"/>`, true) +
	docxStyle("Heading3", "heading 3", 23, `<w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="2"/>`, true) +
	docxStyle("Quote", "Quote", 21, `<w:ind w:left="400"/>`, false) + `<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`

func docxStyle(id, name string, size int, paragraph string, strong bool) string {
	weight := ""
	if strong {
		weight = `<w:b/><w:color w:val="0B5563"/>`
	}
	return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr>%s</w:pPr><w:rPr>%s<w:sz w:val="%d"/></w:rPr></w:style>`, id, name, paragraph, weight, size)
}

// WriteDOCX writes a document for a word processor: headings, texts and tables. Charts are left out: their tables say
// the same. The same content gives the same bytes.
func WriteDOCX(w io.Writer, d Document) error {
	b := &docx{}
	b.open(d)
	for _, c := range d.Chapters {
		b.para(fmt.Sprintf("Heading%d", max(1, min(c.Level, 3))), c.Title)
		for _, block := range c.Blocks {
			b.block(block)
		}
	}
	b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="600" w:footer="600" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	z := zip.NewWriter(w)
	for _, f := range []struct{ name, text string }{{"[Content_Types].xml", docxTypes}, {"_rels/.rels", docxRels}, {"word/document.xml", b.String()},
		{"word/styles.xml", docxStyles}, {"word/_rels/document.xml.rels", docxLinks}, {"docProps/core.xml", docxCore(d)}} {
		out, err := create(z, f.name, d.At)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, f.text); err != nil {
			return err
		}
	}
	return z.Close()
}

func docxCore(d Document) string {
	return xml.Header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` +
		escaped(d.Title) + `</dc:title><dc:creator>` + escaped(d.Author) + `</dc:creator><dc:language>fr-FR</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">` + d.At.UTC().Format(time.RFC3339) + `</dcterms:created></cp:coreProperties>`
}

// docx is the body of a document under way.
type docx struct{ strings.Builder }

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(clean(s))) // a strings.Builder never fails
	return b.String()
}

func (b *docx) open(d Document) {
	b.WriteString(xml.Header + `<w:document ` + docxSpace + `><w:body>`)
	b.para("Title", d.Title)
	lines := append([]string{d.Organiser, d.Subtitle, d.MadeOn}, d.Cover...)
	if d.Number != "" {
		lines = append(lines, "Rapport n°\u00a0"+d.Number+", à vérifier sur "+d.VerifyURL)
	}
	for _, l := range append(lines, d.Warning) {
		if l != "" {
			b.para("", l)
		}
	}
}

func (b *docx) para(style, text string) {
	b.WriteString(`<w:p>`)
	if style != "" {
		b.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	b.run(text, "")
	b.WriteString(`</w:p>`)
}

// run writes a text; properties are those of its letters.
func (b *docx) run(text, properties string) {
	b.WriteString(`<w:r>` + properties + `<w:t xml:space="preserve">` + escaped(text) + `</w:t></w:r>`)
}

// cell is a text in a table, smaller than the others.
func (b *docx) cell(text string, strong bool) {
	weight := ""
	if strong {
		weight = "<w:b/>"
	}
	b.run(text, `<w:rPr>`+weight+`<w:sz w:val="17"/></w:rPr>`)
}

func (b *docx) block(block Block) {
	switch {
	case block.Heading != "":
		b.para("Heading3", block.Heading)
	case block.Comment != "":
		b.lines("Quote", block.Comment)
	case block.Text != "" || block.Note != "":
		b.lines("", block.Text+block.Note)
	case len(block.List) > 0:
		for _, item := range block.List {
			b.para("Quote", "•\u00a0"+item)
		}
	case len(block.Figures) > 0:
		g := Grid{Columns: []GridColumn{{Title: "Chiffre", Share: 50}, {Title: "Valeur", Share: 20, Number: true}, {Title: "Comparaison", Share: 40}}}
		for _, f := range block.Figures {
			g.Rows = append(g.Rows, []string{f.Label, f.Value, f.Change})
		}
		b.grid(g)
	case block.Grid != nil:
		b.grid(*block.Grid)
	}
}

func (b *docx) lines(style, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		b.para(style, line)
	}
}

// docxWidths are the widths of columns, in twentieths of a point: no word of a title is cut while the widest column can
// give the room.
func docxWidths(columns []GridColumn) []int {
	const paper, letter, margins = 9638, 112, 120
	total, widest, missing := 0.0, 0, 0
	for i, c := range columns {
		total += c.Share
		if c.Share > columns[widest].Share {
			widest = i
		}
	}
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = int(paper * c.Share / total)
		for _, word := range strings.Fields(c.Title) {
			if least := margins + letter*utf8.RuneCountInString(word); i != widest && least > widths[i] {
				missing += least - widths[i]
				widths[i] = least
			}
		}
	}
	widths[widest] = max(widths[widest]-missing, paper/6)
	return widths
}

// grid is a table whose header is repeated on each page.
func (b *docx) grid(g Grid) {
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders><w:top w:val="single" w:sz="4" w:color="B9C9CC"/><w:bottom w:val="single" w:sz="4" w:color="B9C9CC"/><w:insideH w:val="single" w:sz="4" w:color="B9C9CC"/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	widths, titles := docxWidths(g.Columns), make([]string, len(g.Columns))
	for i, c := range g.Columns {
		titles[i] = c.Title
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, widths[i])
	}
	b.WriteString(`</w:tblGrid>`)
	b.row(g, widths, titles, `<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`, true)
	for _, r := range g.Rows {
		b.row(g, widths, r, `<w:trPr><w:cantSplit/></w:trPr>`, false)
	}
	if g.Total != nil {
		b.row(g, widths, g.Total, "", true)
	}
	b.WriteString(`</w:tbl><w:p/>`)
}

func (b *docx) row(g Grid, widths []int, cells []string, properties string, strong bool) {
	b.WriteString(`<w:tr>` + properties)
	for i, text := range cells {
		fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:after="20"/>`, widths[i])
		if g.Columns[i].Number {
			b.WriteString(`<w:jc w:val="right"/>`)
		}
		b.WriteString(`</w:pPr>`)
		b.cell(text, strong)
		b.WriteString(`</w:p></w:tc>`)
	}
	b.WriteString(`</w:tr>`)
}
