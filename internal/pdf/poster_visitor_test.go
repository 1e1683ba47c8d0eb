package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"passerelle/internal/ticket"
)

func visitorFixture() Poster {
	return Poster{Site: "Passerelle", Territory: "PTSM du Pays fictif", Title: "Pas inscrit\u202f?", Summary: "Journée des équipes",
		How: []string{"Photographiez ce code avec votre téléphone.", "Donnez votre nom et votre structure.", "Montrez à l’accueil le code reçu."},
		URL: "https://passerelle.exemple.invalid/sur-place/abcdefghijklmnoabcdefghijklmnopqrstuvwxyz", Organiser: "Organisé par le PTSM du Pays fictif"}
}

func TestTheVisitorsPosterBearsItsCode(t *testing.T) {
	for name, title := range map[string]string{"short": "Forum", "long": strings.Repeat("Une journée au titre très long, qui prend plusieurs lignes. ", 4)} {
		c := visitorFixture()
		c.Summary = title
		var out bytes.Buffer
		if err := DrawVisitorPoster(&out, c); err != nil {
			t.Fatal(err)
		}
		page := content(t, out.Bytes())
		want, err := ticket.QR(c.URL)
		if err != nil {
			t.Fatal(err)
		}
		if got := symbolOf(t, page); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: another code of %d modules, want %d", name, len(got), len(want))
		}
		if pageCount(out.Bytes()) != 1 {
			t.Error(name, "is not one page")
		}
	}
	c := visitorFixture()
	c.URL = strings.Repeat("a", 5000)
	if err := DrawVisitorPoster(&bytes.Buffer{}, c); err == nil {
		t.Error("an address that no code holds")
	}
}
