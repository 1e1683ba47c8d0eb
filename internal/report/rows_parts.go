package report

import (
	"fmt"
	"strings"
)

// What the parts of a workbook begin with, and the names of what they are made of.
const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	linkSpace = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packSpace = `http://schemas.openxmlformats.org/package/2006/relationships`
	typeSpace = `http://schemas.openxmlformats.org/package/2006/content-types`
	sheetType = `application/vnd.openxmlformats-officedocument.spreadsheetml.`
)

// parts writes all but the sheets, which are written.
func (b *rowBook) parts() error {
	var tabs, names, links, types strings.Builder
	for i, name := range b.names {
		text := appendText(nil, name)
		fmt.Fprintf(&tabs, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, strings.ReplaceAll(string(text), `"`, "&quot;"), i+1, i+1)
		fmt.Fprintf(&names, `<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">'%s'!%s</definedName>`, i, text, b.filters[i])
		fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">'%s'!$%d:$%d</definedName>`, i, text, HeaderRow, HeaderRow)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="`+linkSpace+`/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="`+sheetType+`worksheet+xml"/>`, i+1)
	}
	fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="`+linkSpace+`/styles" Target="styles.xml"/>`, len(b.names)+1)
	for _, part := range []struct{ name, text string }{
		{"xl/styles.xml", rowStyles()},
		{"xl/workbook.xml", `<workbook xmlns="` + mainSpace + `" xmlns:r="` + linkSpace + `"><sheets>` + tabs.String() + `</sheets><definedNames>` + names.String() + `</definedNames></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packSpace + `">` + links.String() + `</Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="` + packSpace + `"><Relationship Id="rId1" Type="` + linkSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="` + typeSpace + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + sheetType + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + sheetType + `styles+xml"/>` + types.String() + `</Types>`},
	} {
		if err := b.part(part.name); err != nil {
			return err
		}
		b.out.WriteString(xmlHead + part.text)
		if err := b.out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// rowStyles are the title's, the notes', the header's, then one a kind.
func rowStyles() string {
	font := `<sz val="11"/>%s<name val="Calibri"/>`
	var formats, kinds strings.Builder
	for i, format := range kindFormats {
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, strings.ReplaceAll(format, `"`, "&quot;"))
		fmt.Fprintf(&kinds, `<xf numFmtId="%d" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`, 164+i)
	}
	return `<styleSheet xmlns="` + mainSpace + fmt.Sprintf(`"><numFmts count="%d">`, len(kindFormats)) + formats.String() + `</numFmts><fonts count="4"><font>` + fmt.Sprintf(font, "") +
		`</font><font><b/><sz val="15"/><name val="Calibri"/></font><font><i/>` + fmt.Sprintf(font, `<color rgb="FF4A5560"/>`) + `</font><font><b/>` + fmt.Sprintf(font, `<color rgb="FFFFFFFF"/>`) +
		`</font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FF` + brand + `"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d">`, firstKind+len(kindFormats)) + `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="0" fontId="3" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>` + kinds.String() +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
