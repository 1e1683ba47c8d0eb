package imports

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"passerelle/internal/domain"
)

func readWorkbook(content []byte, sheet string) (b Book, err error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return b, refused(domain.ErrImportFile)
	}
	if err := bounded(z); err != nil {
		return b, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip, RawCellValue: true})
	if err != nil {
		return b, refused(domain.ErrImportFile)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b.Sheets = f.GetSheetList()
	if len(b.Sheets) == 0 {
		return b, refused(domain.ErrImportFile)
	}
	b.Sheet = b.Sheets[0]
	if sheet != "" {
		b.Sheet = sheet
	}
	if err := b.readSheet(f); err != nil {
		return Book{}, err
	}
	b.fillMerged(mergedAreas(z, b.Sheet))
	return b, nil
}

// bounded refuses what unfolds too far, whatever its header says: all of it, and what is not streamed apart.
func bounded(z *zip.Reader) error {
	whole, parts, tags := int64(0), int64(0), 0
	buffer := make([]byte, 64<<10)
	for _, part := range z.File {
		f, err := part.Open()
		if err != nil {
			return refused(domain.ErrImportFile)
		}
		streamed := strings.HasPrefix(strings.ToLower(part.Name), "xl/worksheets/")
		for err == nil && whole <= maxUnzip && parts <= maxParts && tags <= maxTags {
			var n int
			n, err = f.Read(buffer)
			whole += int64(n)
			if !streamed {
				parts += int64(n)
				tags += bytes.Count(buffer[:n], []byte("<"))
			}
		}
		switch f.Close(); {
		case err == nil:
			return refused(domain.ErrImportLarge)
		case err != io.EOF:
			return refused(domain.ErrImportFile)
		}
	}
	return nil
}

// readSheet streams the lines of a sheet.
func (b *Book) readSheet(f *excelize.File) (err error) {
	rows, err := f.Rows(b.Sheet)
	if err != nil {
		return domain.Error{Code: domain.ErrImportSheet, Field: "feuille"}
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return refused(domain.ErrImportFile)
		}
		b.Wide = b.Wide || len(cells) > maxColumns && slices.ContainsFunc(cells[maxColumns:], func(c string) bool { return c != "" })
		cells = tidy(cells)
		if number <= maxLines {
			b.Lines = append(b.Lines, domain.ImportLine{Number: number, Cells: slices.Clip(cells)})
		} else if len(cells) > 0 { // else: a sheet that was coloured to its very end
			return refused(domain.ErrImportLarge)
		}
	}
	for len(b.Lines) > 0 && b.Lines[len(b.Lines)-1].Empty() {
		b.Lines = b.Lines[:len(b.Lines)-1]
	}
	return nil
}
