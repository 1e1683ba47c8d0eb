package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestACSVIsWhatAFrenchSpreadsheetOpens(t *testing.T) {
	var b bytes.Buffer
	if err := WriteCSV(&b, sample()); err != nil {
		t.Fatal(err)
	}
	want := byteOrderMark + strings.Join([]string{
		"Secteur;Présents;Part;Durée;Premier jour;Dernier passage",
		"Sanitaire;1234;12,5%;210;12/03/2026;01/07/2026 09:02",
		"non renseigné;40;;;;",
		`"'=HYPERLINK(""http://x"")";-3;1;45;non renseigné;`,
		"Médico-social;7;50,0%;0;;",
		"Total;1278;;255;;", "",
	}, "\r\n")
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestATextMadeInertIsMarked(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+33 6": "'+33 6", "-": "'-", "@x": "'@x", "\tx": "'\tx", "\nx": "'\nx", "'=x": "''=x", " =x": "' =x", "＝x": "'＝x",
		"’": "’", "'a": "'a", "a=b": "a=b", "": "", "1-2": "1-2",
	} {
		if got := inert(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestACSVReadBackIsTheRowsAndNoCellIsComputed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := spread().Draw(t, "sheet")
		var b, again bytes.Buffer
		if err := WriteCSV(&b, s); err != nil {
			t.Fatal(err)
		}
		if err := WriteCSV(&again, streamed(s)); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Fatalf("row by row: %v, %q against %q", err, again.String(), b.String())
		}
		text, marked := strings.CutPrefix(b.String(), byteOrderMark)
		r := csv.NewReader(strings.NewReader(text))
		r.Comma = ';'
		records, err := r.ReadAll()
		if err != nil || !marked || len(records) != len(s.Rows)+1 {
			t.Fatalf("%v, %d records in %q", err, len(records), b.String())
		}
		for i, record := range records {
			for j, got := range record {
				if want := written(s, i, j); plain(got) != want {
					t.Fatalf("line %d: %q, want %q", i, got, want)
				}
				if number := i > 0 && s.Columns[j].Kind == Int; !number && got != "" && strings.ContainsAny(got[:1], "=+-@\t\r\n") {
					t.Fatalf("a spreadsheet computes %q", got)
				}
			}
		}
	})
}

// written is the text of a cell as it should be read back, line 0 being the header.
func written(s Sheet, line, column int) string {
	if line == 0 {
		return clean(s.Columns[column].Title)
	}
	switch v := s.Rows[line-1][column].(type) {
	case int:
		return strconv.Itoa(v)
	case string:
		return clean(v)
	}
	return ""
}

// plain takes away the apostrophe of a text made inert.
func plain(s string) string {
	if rest, marked := strings.CutPrefix(s, "'"); marked && risky(rest) {
		return rest
	}
	return s
}

func TestAPackHoldsOneFileASheetAndWhatTheyAre(t *testing.T) {
	second := sample()
	second.Name = "Œuvres & réseaux : l’été"
	var b, again bytes.Buffer
	if err := CSVPack(&b, book(sample(), second)); err != nil {
		t.Fatal(err)
	}
	if err := CSVPack(&again, book(sample(), second)); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same tables gave other bytes (%v)", err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	content := map[string]string{}
	for _, f := range z.File {
		names = append(names, f.Name)
		content[f.Name] = unzip(t, f)
	}
	if want := []string{"00-lisez-moi.txt", "01-presences-par-secteur.csv", "02-oeuvres-reseaux-l-ete.csv"}; !slices.Equal(names, want) {
		t.Errorf("files %q, want %q", names, want)
	}
	if s := content["00-lisez-moi.txt"]; !strings.Contains(s, "Année 2026 – exporté le jeudi 12 mars 2026 à 9") || !strings.Contains(s, sample().Note) {
		t.Error(s)
	}
	if s := content["02-oeuvres-reseaux-l-ete.csv"]; !strings.Contains(s, "Sanitaire;1234") {
		t.Error(s)
	}
}

func unzip(t *testing.T, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
