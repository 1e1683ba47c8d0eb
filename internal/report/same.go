package report

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"

	"github.com/xuri/excelize/v2"
)

// typesPart lists what the parts of a workbook are; readers look for it first.
const typesPart = "[Content_Types].xml"

// writeOrdered writes the parts of a workbook in one order: excelize takes that of maps, so
// that two files of the same content would differ.
func writeOrdered(w io.Writer, f *excelize.File) error {
	b, err := f.WriteToBuffer()
	if err != nil {
		return err
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return err
	}
	slices.SortStableFunc(r.File, func(a, b *zip.File) int {
		if (a.Name == typesPart) != (b.Name == typesPart) {
			return map[bool]int{true: -1, false: 1}[a.Name == typesPart]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	z := zip.NewWriter(w)
	for _, part := range r.File {
		if err := copyPart(z, part); err != nil {
			return fmt.Errorf("write part %s: %w", part.Name, err)
		}
	}
	return z.Close()
}

func copyPart(z *zip.Writer, part *zip.File) error {
	if part.Name == typesPart {
		return copyTypes(z, part)
	}
	raw, err := part.OpenRaw()
	if err != nil {
		return err
	}
	h := part.FileHeader
	out, err := z.CreateRaw(&h)
	if err == nil {
		_, err = io.Copy(out, raw)
	}
	return err
}

var typeEntry = regexp.MustCompile(`<(Default|Override) [^>]*>(</(Default|Override)>)?`)

// copyTypes puts the list of types in order.
func copyTypes(z *zip.Writer, part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return err
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	sorted := typeEntry.FindAll(text, -1)
	slices.SortFunc(sorted, bytes.Compare)
	n := -1
	text = typeEntry.ReplaceAllFunc(text, func([]byte) []byte {
		n++
		return sorted[n]
	})
	out, err := z.Create(part.Name)
	if err == nil {
		_, err = out.Write(text)
	}
	return err
}
