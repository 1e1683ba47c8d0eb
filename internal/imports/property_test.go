package imports_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
	"passerelle/internal/testapp"
)

// cell draws what a cell of a sheet says: cleaned text, or what harms.
func cell(rt *rapid.T) string {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "", "ESSAI", "Alba", "oui", "non", "x", "12/03/2025", "45728", "12 et 13 mars 2025", "31 février 2025", "80 personnes", "=1+1", "=cmd|'/c x'!A1",
		"<script>alert(1)</script>", `un "mot"`, "a;b,c\td|e", "CH Lens", "Total", "Nom", "Prénom", "Date", "Titre", "Présence", "-1", "1e308", "ESSAI Alba et MODÈLE Bruno", "'", `"`}),
		rapid.StringN(0, 12, 40)).Draw(rt, "cell")
	return domain.CleanLine(strings.ToValidUTF8(text, ""))
}

// written draws a sheet as reading gives it: no cell after the last that says something, no line after the last either.
func written(rt *rapid.T) (rows [][]string) {
	rows = rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) []string {
		cells := make([]string, rapid.IntRange(0, 6).Draw(rt, "width"))
		for i := range cells {
			cells[i] = cell(rt)
		}
		for len(cells) > 0 && cells[len(cells)-1] == "" {
			cells = cells[:len(cells)-1]
		}
		return cells
	}), 0, 8).Draw(rt, "rows")
	for len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
		rows = rows[:len(rows)-1]
	}
	return rows
}

func asText(rows [][]string, separator, end string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	for _, row := range append([][]string{{"Nom", "Prénom", "Date", "Titre", "Présence", "Structure", "Fonction", "Lieu"}}, rows...) {
		for i, c := range row {
			if i > 0 {
				b.WriteString(separator)
			}
			b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		b.WriteString(end)
	}
	return b.Bytes()
}

// What a spreadsheet writes is read back as it is, from a workbook and from a text; and whatever it says, every line is
// written, refused or left.
func TestWhatIsWrittenIsRead(t *testing.T) {
	d, err := imports.Load(testapp.New(t))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		rows := written(rt)
		sheet := make([][]any, len(rows))
		for i, row := range rows {
			for _, c := range row {
				sheet[i] = append(sheet[i], c)
			}
		}
		book, err := imports.Read("x.xlsx", workbook(nil, sheet), "")
		if err != nil {
			rt.Fatal(err)
		}
		text, err := imports.Read("x.csv", asText(rows, rapid.SampledFrom([]string{";", ",", "\t"}).Draw(rt, "separator"), rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "end")), "")
		if err != nil {
			rt.Fatal(err)
		}
		text.Lines = text.Lines[1:]
		for _, b := range []imports.Book{book, text} {
			if len(b.Lines) != len(rows) {
				rt.Fatalf("%d lines, want %d: %v", len(b.Lines), len(rows), b.Lines)
			}
			for i, l := range b.Lines {
				if !slices.Equal(l.Cells, rows[i]) {
					rt.Fatalf("line %d: %q, want %q", i, l.Cells, rows[i])
				}
			}
			for _, kind := range []domain.ImportKind{domain.ImportParticipants, domain.ImportHistory} {
				m := imports.Guess(kind, b)
				m.Title = rapid.SampledFrom([]string{"", "Forum"}).Draw(rt, "title")
				p := imports.Make(kind, b, m, d, testapp.Now)
				if p.Lines != len(rows) || p.Written+p.Refused+len(p.Left) != p.Lines {
					rt.Fatalf("%d lines of %d: %d written, %d refused, %d left", p.Lines, len(rows), p.Written, p.Refused, len(p.Left))
				}
			}
		}
	})
}

// Whatever the bytes, reading refuses or reads: it never panics.
func TestAnyBytesAreReadOrRefused(t *testing.T) {
	book := workbook(nil, [][]any{{"Nom", "Prénom"}, {"ESSAI", "Alba"}})
	rapid.Check(t, func(rt *rapid.T) {
		content := rapid.SliceOfN(rapid.Byte(), 0, 400).Draw(rt, "bytes")
		switch rapid.IntRange(0, 2).Draw(rt, "how") {
		case 1: // a workbook, some of it changed
			rest := slices.Clone(book)
			for i, b := range content {
				if i%2 == 1 {
					rest[(int(content[i-1])*257+i*131)%len(rest)] = b
				}
			}
			content = rest
		case 2: // one that was cut
			content = book[:rapid.IntRange(0, len(book)).Draw(rt, "length")]
		}
		b, err := imports.Read("x", content, "")
		if err != nil && len(domain.Refusals(err)) == 0 {
			rt.Fatalf("no refusal: %v", err)
		}
		for _, kind := range []domain.ImportKind{domain.ImportParticipants, domain.ImportHistory} {
			imports.Guess(kind, b)
		}
	})
}
