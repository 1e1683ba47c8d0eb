package pdf

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func badgeFixture(n int, format LabelFormat) BadgeSheet {
	b := BadgeSheet{Event: "Les 1\u202f000 premiers jours\u00a0: repérer et orienter, ensemble", When: "12 mars 2026", Organiser: "Projet territorial de santé mentale du Pays fictif",
		Format: format, First: 1, Blanks: 3, IssuedAt: time.Date(2026, 3, 10, 8, 0, 0, 0, time.UTC)}
	for i := range n {
		one := Badge{LastName: fmt.Sprintf("Fictif%d", i), FirstName: "Noémie", Structure: "CH de l’Exemple", ShortCode: "BCDF-2345",
			QRPayload: fmt.Sprintf("HTTPS://PASSERELLE.EXEMPLE.FR/B/ABCDEF0123456789GHJKMNPQRSTVW%03d", i)}
		if i%3 == 1 {
			one.LastName, one.FirstName, one.Structure = "de la Fontaine-Éxemple-du-Marais", "Marie-Clémentine Joséphine", strings.Repeat("Centre d’accueil et d’accompagnement ", 4)
		}
		b.Badges = append(b.Badges, one)
	}
	return b
}

func drawnBadges(t testing.TB, b BadgeSheet) []byte { return made(t, DrawBadges, b) }

// A sheet of labels is cut alike on both sides: what is left is the margin of the first label.
func TestLabelFormatsFillThePage(t *testing.T) {
	for _, f := range LabelFormats {
		right := pageWidth - f.Left - float64(f.Columns)*f.Width - float64(f.Columns-1)*f.GapX
		below := pageHeight - f.Top - float64(f.Rows)*f.Height - float64(f.Rows-1)*f.GapY
		if math.Abs(right-f.Left) > 0.06 || math.Abs(below-f.Top) > 0.06 {
			t.Errorf("%s: %.2f left of the labels and %.2f right of them, %.2f above and %.2f below", f.Key, f.Left, right, f.Top, below)
		}
	}
}

func TestBadges(t *testing.T) {
	for _, f := range LabelFormats {
		b := badgeFixture(7, f)
		b.First = f.Count() // the last label of a sheet begun
		first := drawnBadges(t, b)
		if want := 1 + (9+f.Count()-1)/f.Count(); pageCount(first) != want {
			t.Errorf("%s: %d pages, want %d", f.Key, pageCount(first), want)
		}
		if !bytes.Equal(first, drawnBadges(t, b)) || !bytes.Contains(first, []byte("/PrintScaling /None")) {
			t.Errorf("%s: two drawings differ, or are printed at any size", f.Key)
		}
		if dir := os.Getenv("PAPERS"); dir != "" { // to be looked at
			b.First = 1
			if err := os.WriteFile(filepath.Join(dir, "badge-"+f.Key+".pdf"), drawnBadges(t, b), 0o600); err != nil {
				t.Error(err)
			}
		}
	}
	bad := badgeFixture(1, LabelFormats[0])
	bad.Badges[0].QRPayload = strings.Repeat("A", 5000)
	if err := DrawBadges(&bytes.Buffer{}, bad); err == nil {
		t.Error("an endless payload was drawn")
	}
}

// Whatever the names, the words of a badge end above its foot or its code, and a code is large enough to be read.
func TestBadgeWordsStayInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(LabelFormats).Draw(t, "format")
		word := rapid.StringOfN(rapid.SampledFrom([]rune("WMÉ il-'a ")), 0, 90, -1)
		one := Badge{LastName: clean(word.Draw(t, "last")), FirstName: clean(word.Draw(t, "first")), Structure: clean(word.Draw(t, "structure")), QRPayload: "HTTPS://X.FR/B/A", ShortCode: "BCDF-2345"}
		b, _ := (BadgeSheet{Event: longTitle, Format: f, Badges: []Badge{one}}).cleaned()
		d := badgeDrawing{page: newPage(meta{}, true, regular, semiBold, bold), b: b}
		d.AddPage()
		w, h := f.Width, f.Height
		if f.Folded {
			w /= 2
		}
		end, limit := 0.0, 0.0
		if w >= h {
			end, limit = d.names(b.Badges[0], wideRoom(w, h), h)
		} else {
			end, limit = d.tallNames(b.Badges[0], w, h)
		}
		if end > limit+0.01 {
			t.Fatalf("%s: the words end at %.1f mm of %.1f: %+v", f.Key, end, limit, one)
		}
	})
	for _, f := range LabelFormats {
		if side := wideSide(f.Width, f.Height); f.Width >= f.Height && !f.Folded && side*33/41 < 22 {
			t.Errorf("%s: a code of %.1f mm", f.Key, side*33/41)
		}
	}
}

func TestFitNameCutsNoWordItCanKeep(t *testing.T) {
	p := newPage(meta{}, true, bold)
	for in, want := range map[string]string{
		"Marie-Clémentine Joséphine": "Marie-|Clémentine|Joséphine",
		"Anne - Lise":                "Anne|- Lise",
		"A-B-C-D":                    "A-B-|C-D",
		"":                           "",
		"Jean Wolfeschlegelstein":    "Jean Wolfeschlegelstein",
	} {
		lines, points := p.fitName(in, bold, 24, 3, 20, 14, 9, 5)
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("%q became %q at %v", in, got, points)
		}
	}
	if lines, _ := p.fitName(strings.Repeat("W", 200), bold, 24, 2, 20, 8); len(lines) != 2 || !strings.HasSuffix(lines[1], ellipsis) {
		t.Errorf("%q", lines)
	}
}
