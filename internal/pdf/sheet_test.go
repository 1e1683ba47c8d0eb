package pdf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// sheetFixture is a sheet of n people and c half-days; every third name is long.
func sheetFixture(n, c int, filled bool) Sheet {
	s := Sheet{Organiser: "Projet territorial de santé mentale du Pays fictif", Title: "Premiers secours en santé mentale, module standard", Nature: "Formation",
		When: "jeudi 12 mars 2026", Place: "Maison des associations, 1 rue de l’Exemple, Exempleville", Blanks: 6, Filled: filled, QRPayload: "https://passerelle.exemple.fr/gestion/evenements/abcdefghijklmno/feuilles/pqrstuvwxyz0123",
		Reference: "Feuille PQRS-TUVW", Prepared: "Préparée le 10 mars 2026", IssuedAt: time.Date(2026, 3, 10, 8, 0, 0, 0, time.UTC),
		Legend: []string{"Chaque personne signe à chaque demi-journée suivie\u202f; l’intervenante ou l’intervenant contresigne.", "Données\u00a0: gardées trois ans."}}
	if filled {
		s.Blanks = 0
	}
	for i := range c {
		s.Columns = append(s.Columns, SheetColumn{Label: []string{"Matin", "Après-midi"}[i%2], Hours: "9\u00a0h - 12\u00a0h\u00a030", Trainer: "Camille Exemple, formatrice"})
	}
	wave := [][]int{{100, 200, 200, 50, 300, 350, 420, 60, 520, 330, 640, 120, 900, 260}, {500, 380}}
	for i := range n {
		r := SheetRow{Number: fmt.Sprint(i + 1), LastName: fmt.Sprintf("Fictif%03d", i), FirstName: "Noémie", Structure: "CH de l’Exemple", Function: "Infirmier, infirmière"}
		if i%3 == 2 {
			r.LastName, r.FirstName = fmt.Sprintf("de la Fontaine-Éxemple-du-Marais%03d", i), "Marie-Clémentine Joséphine"
			r.Structure, r.Function = strings.Repeat("Centre d’accueil et d’accompagnement ", 3), "Technicien, technicienne d’intervention sociale et familiale"
		}
		for j := 0; filled && j < c; j++ {
			r.Marks = append(r.Marks, []SheetMark{{Text: "scanné 9\u00a0h\u00a002"}, {Strokes: wave, Text: "signé 9\u00a0h\u00a004", Detail: "départ 11\u00a0h\u00a030"},
				{Text: "ajouté après coup", Detail: "oubli à l’accueil, confirmé par l’intervenante au téléphone"}, {Text: "absence", Weak: true}, {Shut: true}, {Text: "feuille papier"}}[(i+j)%6])
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

func drawnPages(t testing.TB, s Sheet) []byte { return made(t, DrawSheet, s) }

// Whatever the list, every line is on a page, none over the paper, and the foot stands under the last one.
func TestSheetPagesHoldEveryLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, full := rapid.IntRange(0, 400).Draw(t, "n"), rapid.IntRange(4, 20).Draw(t, "full")
		last := rapid.IntRange(3, full).Draw(t, "last")
		pages, sum := sheetPages(n, full, last), 0
		for i, p := range pages {
			sum += p
			if p > full || i == len(pages)-1 && p > last || p == 0 && n > 0 {
				t.Fatalf("%d lines: %v", n, pages)
			}
		}
		if least := max(1, (n-last+full-1)/full+1); sum != n || len(pages) != least {
			t.Fatalf("%d lines: %v, %d pages would do", n, pages, least)
		}
	})
	for n, want := range map[int]int{0: 1, 7: 1, 8: 2, 14: 2, 22: 3} {
		if groups := columnGroups(n); n > 0 && n <= mostColumns && len(groups) != 1 {
			t.Errorf("%d half-days: %v", n, groups)
		} else if n > mostColumns && n != 22 && len(groups) != want || n == 22 && len(groups) != 4 {
			t.Errorf("%d half-days: %v", n, groups)
		}
	}
}

func TestSheetPageCount(t *testing.T) {
	for _, c := range []struct {
		people, columns, pages int
		filled                 bool
	}{{0, 1, 1, false}, {1, 1, 1, false}, {16, 2, 2, false}, {80, 2, 8, false}, {300, 2, 26, false}, {16, 7, 2, false}, {16, 8, 4, false}, {80, 2, 7, true}} {
		s := sheetFixture(c.people, c.columns, c.filled)
		first := drawnPages(t, s)
		if got := pageCount(first); got != c.pages {
			t.Errorf("%+v: %d pages", c, got)
		}
		if !bytes.Equal(first, drawnPages(t, s)) {
			t.Errorf("%+v: two drawings differ", c)
		}
		if dir := os.Getenv("PAPERS"); dir != "" { // to be looked at
			name := fmt.Sprintf("sheet-%d-%d-%t.pdf", c.people, c.columns, c.filled)
			if err := os.WriteFile(filepath.Join(dir, name), first, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}
