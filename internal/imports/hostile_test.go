package imports_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
)

// part is a part of a workbook written by hand. Said: the size that its header tells; 0: the truth.
type part struct {
	name string
	text io.Reader
	said uint64
}

const (
	sheetHead = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	headings  = `<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c><c r="B1" t="inlineStr"><is><t>Prénom</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>ESSAI</t></is></c></row>`
)

// forged is a workbook of one sheet, some of its parts changed.
func forged(parts ...part) []byte {
	book := workbook(nil, [][]any{{"Nom", "Prénom"}})
	honest, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	must(err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for _, f := range honest.File {
		if f.Name != parts[0].name {
			must(w.Copy(f))
		}
	}
	for _, p := range parts {
		if p.said == 0 {
			out, err := w.Create(p.name)
			must(err)
			_, err = io.Copy(out, p.text)
			must(err)
			continue
		}
		var packed bytes.Buffer
		f, err := flate.NewWriter(&packed, flate.BestSpeed)
		must(err)
		_, err = io.Copy(f, p.text)
		must(err)
		must(f.Close())
		out, err := w.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: p.said})
		must(err)
		_, err = out.Write(packed.Bytes())
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

func sheet(body io.Reader, after string) part {
	return part{name: "xl/worksheets/sheet1.xml", text: io.MultiReader(strings.NewReader(sheetHead+headings), body, strings.NewReader("</sheetData>"+after+"</worksheet>"))}
}

// again says a text many times.
func again(text string, times int) io.Reader {
	return io.LimitReader(&circle{text, 0}, int64(len(text)*times))
}

type circle struct {
	text string
	at   int
}

func (c *circle) Read(p []byte) (n int, err error) {
	for n < len(p) {
		m := copy(p[n:], c.text[c.at:])
		n, c.at = n+m, (c.at+m)%len(c.text)
	}
	return n, nil
}

func numbered(n int, line func(i int) string) io.Reader {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return strings.NewReader(b.String())
}

// A file that is made to harm is refused or read, within seconds and a bounded memory.
func TestHostileFiles(t *testing.T) {
	lying := sheet(again(" ", 30<<20), "")
	lying.said = 500
	list := "Nom;Prénom\nESSAI;Alba\n"
	for _, h := range []struct {
		name    string
		content []byte
		code    domain.Code // empty: it is read
		lines   int
	}{
		{"a bomb", forged(sheet(again(" ", 130<<20), "")), domain.ErrImportLarge, 0},
		{"a bomb that lies of its size", forged(lying), domain.ErrImportFile, 0},
		{"a bomb of texts", forged(part{name: "xl/sharedStrings.xml", text: io.MultiReader(strings.NewReader(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`), again("<si/>", 4<<20), strings.NewReader("</sst>"))}), domain.ErrImportLarge, 0},
		{"a bomb of styles", forged(part{name: "xl/styles.xml", text: io.MultiReader(strings.NewReader(`<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>`), again("<xf/>", 4<<20), strings.NewReader("</cellXfs></styleSheet>"))}), domain.ErrImportLarge, 0},
		{"a cell a million columns away", forged(sheet(strings.NewReader(`<row r="3"><c r="BDWGN3"><v>1</v></c></row>`), "")), domain.ErrImportFile, 0},
		{"the last column that a sheet has", forged(sheet(strings.NewReader(`<row r="3"><c r="A3" t="inlineStr"><is><t>SAULE</t></is></c><c r="XFD3"><v>1</v></c></row>`), "")), "", 3},
		{"empty rows beyond the last that is read", forged(sheet(numbered(60_000, func(i int) string { return fmt.Sprintf(`<row r="%d"/>`, i+3) }), "")), "", 2},
		{"a row a million rows away", forged(sheet(strings.NewReader(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`), "")), domain.ErrImportLarge, 0},
		{"fifty thousand merged areas over one another", forged(sheet(numbered(20_000, func(i int) string { return fmt.Sprintf(`<row r="%d"><c r="B%d"><v>1</v></c></row>`, i+3, i+3) }),
			"<mergeCells>"+strings.Repeat(`<mergeCell ref="A1:A49999"/>`, 50_000)+"</mergeCells>")), "", 20_002},
		{"areas that are none", forged(sheet(strings.NewReader(""), `<mergeCells><mergeCell ref="A2:"/><mergeCell ref="?"/><mergeCell ref="B9:A1"/><mergeCell ref="A0:A99999999"/><mergeCell ref="XFE1:XFE3"/></mergeCells>`)), "", 2},
		{"no workbook, though it says so", []byte("PK\x03\x04 rien du tout"), domain.ErrImportFile, 0},
		{"an archive of something else", func() []byte {
			var b bytes.Buffer
			w := zip.NewWriter(&b)
			_, err := w.Create("../../etc/passwd")
			must(err)
			must(w.Close())
			return b.Bytes()
		}(), domain.ErrImportFile, 0},
		{"a workbook under a password", locked(), domain.ErrImportLocked, 0},
		{"an old workbook", append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 4096)...), domain.ErrImportFile, 0},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), domain.ErrImportFile, 0},
		{"a text of fifty megabytes", bytes.Repeat([]byte("a"), 50<<20), domain.ErrImportLarge, 0},
		{"a line of nine megabytes", append([]byte(list), bytes.Repeat([]byte("é"), 9<<19)...), "", 3},
		{"a quote that never ends", []byte(list + `"` + strings.Repeat("SAULE;Inès\n", 40_000)), "", 40_002},
		{"a million columns", []byte(list + strings.Repeat("x;", 1<<20)), "", 3},
		{"a million empty lines", []byte(list + strings.Repeat(";;\n", 1<<20)), "", 2},
		{"a million lines", []byte(list + strings.Repeat("SAULE;Inès\n", 900_000)), domain.ErrImportLarge, 0},
		{"nothing", nil, domain.ErrImportFile, 0},
	} {
		t.Run(h.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			b, err := imports.Read("fichier", h.content, "")
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			if took > 5*time.Second || (after.TotalAlloc-before.TotalAlloc)>>20 > 300 {
				t.Errorf("%v, %d MB", took, (after.TotalAlloc-before.TotalAlloc)>>20)
			}
			if h.code != "" && !domain.Is(err, h.code) || h.code == "" && err != nil {
				t.Fatalf("%v, want %q", err, h.code)
			}
			if len(b.Lines) != h.lines {
				t.Errorf("%d lines, want %d", len(b.Lines), h.lines)
			}
			for _, l := range b.Lines {
				for _, c := range l.Cells {
					if !utf8.ValidString(c) || len(c) > 2000 {
						t.Fatalf("line %d: %d bytes", l.Number, len(c))
					}
				}
			}
			imports.Guess(domain.ImportParticipants, b)
			imports.Guess(domain.ImportHistory, b)
		})
	}
}

func locked() []byte {
	b, err := excelize.Encrypt(workbook(nil, [][]any{{"Nom", "Prénom"}, {"ESSAI", "Alba"}}), &excelize.Options{Password: "essai"})
	must(err)
	return b
}
