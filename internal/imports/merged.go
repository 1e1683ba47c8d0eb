package imports

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// area is a merged area of a sheet: its first column, its first and last lines.
type area struct{ column, first, last int }

// fillMerged writes the text of a merged area on each of its lines, in its first column: « Journée du 12 mars » beside
// ten names is about the ten. Areas of one column never cover one another; one that does is left.
func (b *Book) fillMerged(areas []area) {
	slices.SortFunc(areas, func(x, y area) int { return cmp.Or(x.column-y.column, x.first-y.first) })
	column, covered := 0, 0
	for _, a := range areas {
		if a.column != column {
			column, covered = a.column, 0
		}
		if a.first <= covered || a.first > len(b.Lines) {
			continue
		}
		covered = a.last
		text := b.Lines[a.first-1].Cell(column - 1)
		for n := a.first + 1; text != "" && n <= min(a.last, len(b.Lines)); n++ {
			line := &b.Lines[n-1]
			if line.Empty() {
				continue
			}
			for len(line.Cells) < column {
				line.Cells = append(line.Cells, "")
			}
			if line.Cells[column-1] == "" {
				line.Cells[column-1] = text
			}
		}
	}
}

// readArea reads « A2:A11 ». Not ok: none, or one that is of one line, or of columns that are not read.
func readArea(ref string) (a area, ok bool) {
	from, to, _ := strings.Cut(ref, ":")
	column, first, err := excelize.CellNameToCoordinates(from)
	_, last, err2 := excelize.CellNameToCoordinates(to)
	return area{column, first, last}, err == nil && err2 == nil && column <= maxColumns && last > first
}

// mergedAreas streams the merged areas of a sheet (« A2:A11 »). The library would first lay every cell out in memory, up
// to the last column of each line.
func mergedAreas(z *zip.Reader, sheet string) (areas []area) {
	attr := func(e xml.StartElement, name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	relation, target := "", ""
	elements(z, "xl/workbook.xml", func(e xml.StartElement) {
		if e.Name.Local == "sheet" && attr(e, "name") == sheet {
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					relation = a.Value
				}
			}
		}
	})
	elements(z, "xl/_rels/workbook.xml.rels", func(e xml.StartElement) {
		if relation != "" && e.Name.Local == "Relationship" && attr(e, "Id") == relation {
			target = attr(e, "Target")
		}
	})
	if target == "" {
		return nil
	}
	if !strings.HasPrefix(target, "/") {
		target = path.Join("xl", target)
	}
	elements(z, strings.TrimPrefix(target, "/"), func(e xml.StartElement) {
		if e.Name.Local == "mergeCell" && len(areas) < maxLines {
			if a, ok := readArea(attr(e, "ref")); ok {
				areas = append(areas, a)
			}
		}
	})
	return areas
}

// elements shows every element of a part of a workbook, whatever is wrong with the rest of it.
func elements(z *zip.Reader, name string, see func(xml.StartElement)) {
	f, err := z.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	d := xml.NewDecoder(io.LimitReader(f, maxUnzip))
	for {
		t, err := d.Token()
		if err != nil {
			return
		}
		if e, ok := t.(xml.StartElement); ok {
			see(e)
		}
	}
}
