package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/ticket"
)

func posterFixture() Poster {
	return Poster{Site: "Passerelle", Territory: "PTSM du Pays fictif", Title: "Santé mentale et précarité\u00a0: mieux se connaître pour mieux orienter",
		Summary: "Une journée pour croiser les pratiques du soin, du social et du médico-social.",
		Days:    []PosterDay{{"Jeudi 12 mars 2026", "9\u00a0h - 12\u00a0h\u00a030 et 14\u00a0h - 17\u00a0h"}},
		Place:   "Salle des fêtes", Address: "1 place de l’Exemple, Exempleville", Audience: "Professionnels du soin, du social et du médico-social.",
		Call: "S’inscrire", How: []string{"Jusqu’au jeudi 5 mars 2026 à 18\u00a0h.", "En ligne et sans compte\u00a0: photographiez ce code ou allez à l’adresse"},
		URL:       "https://passerelle.exemple.invalid/evenements/sante-mentale-et-precarite",
		Organiser: "Organisé par le PTSM du Pays fictif", Partners: "Partenaires\u00a0: la mairie", Contact: "contact@exemple.invalid",
		At: time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)}
}

func drawnPoster(t interface{ Fatal(...any) }, c Poster) []byte { return made(t, DrawPoster, c) }

var (
	streamPattern = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	squarePattern = regexp.MustCompile(`(?m)^(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+) re$`)
	textPattern   = regexp.MustCompile(`(?m)^(?:q [\d.]+ [\d.]+ [\d.]+ rg )?BT (-?[\d.]+) (-?[\d.]+) Td`)
)

// content is what draws the first page of a document.
func content(t interface{ Fatal(...any) }, data []byte) string {
	pages := pagesOf(data)
	if len(pages) == 0 {
		t.Fatal("no page")
	}
	return pages[0]
}

// pagesOf is what draws each page of a document.
func pagesOf(data []byte) (pages []string) {
	for _, m := range streamPattern.FindAllSubmatch(data, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		if text, err := io.ReadAll(r); err == nil && bytes.Contains(text, []byte(" Td ")) {
			pages = append(pages, string(text))
		}
	}
	return pages
}

// symbolOf reads the modules of the code back from the squares of the page.
func symbolOf(t *testing.T, page string) [][]bool {
	t.Helper()
	type square struct{ x, y, w, h float64 }
	var all []square
	module := math.Inf(1)
	for _, m := range squarePattern.FindAllStringSubmatch(page, -1) {
		var s square
		if _, err := fmt.Sscan(strings.Join(m[1:], " "), &s.x, &s.y, &s.w, &s.h); err != nil {
			t.Fatal(err)
		}
		all, module = append(all, s), min(module, s.h)
	}
	left, top, right, bottom := math.Inf(1), math.Inf(-1), math.Inf(-1), math.Inf(1)
	for _, s := range all {
		left, right, bottom, top = min(left, s.x), max(right, s.x+s.w), min(bottom, s.y), max(top, s.y+s.h)
	}
	n := int(math.Round((right - left) / module))
	rows := make([][]bool, n)
	for i := range rows {
		rows[i] = make([]bool, n)
	}
	for _, s := range all {
		x, y := int(math.Round((s.x-left)/module)), int(math.Round((top-s.y-s.h)/module))
		for i := range int(math.Round(s.w / module)) {
			rows[y][x+i] = true
		}
	}
	return rows
}

func TestThePosterBearsTheCodeOfItsPage(t *testing.T) {
	c := posterFixture()
	data := drawnPoster(t, c)
	want, err := ticket.QR(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	if got := symbolOf(t, content(t, data)); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("another code of %d modules, want %d", len(got), len(want))
	}
	if pageCount(data) != 1 || !bytes.Contains(data, []byte("/Lang (fr-FR)")) {
		t.Error("one page, in French")
	}
	if !bytes.Equal(data, drawnPoster(t, posterFixture())) {
		t.Error("the same words gave other bytes")
	}
}

func TestThePosterShowsWhatItIsGiven(t *testing.T) {
	whole := content(t, drawnPoster(t, posterFixture()))
	for name, change := range map[string]func(*Poster){"title": func(c *Poster) { c.Title = "Forum" }, "summary": func(c *Poster) { c.Summary = "" },
		"days": func(c *Poster) { c.Days = append(c.Days, PosterDay{"Lundi 16 mars 2026", "9 h"}) }, "place": func(c *Poster) { c.Place = "" },
		"address": func(c *Poster) { c.Address = "" }, "audience": func(c *Poster) { c.Audience = "" }, "call": func(c *Poster) { c.Call = "Voir" },
		"how": func(c *Poster) { c.How = nil }, "organiser": func(c *Poster) { c.Organiser = "" }, "partners": func(c *Poster) { c.Partners = "" },
		"contact": func(c *Poster) { c.Contact = "" }, "notice": func(c *Poster) { c.Notice = "Annulé" }, "territory": func(c *Poster) { c.Territory = "" }} {
		c := posterFixture()
		change(&c)
		if content(t, drawnPoster(t, c)) == whole {
			t.Error("the poster does not show: ", name)
		}
	}
	c := posterFixture()
	c.Logos = [][]byte{logo(t, 400, 120), logo(t, 120, 120)}
	if n := bytes.Count(drawnPoster(t, c), []byte("/Subtype /Image")); n != 2 {
		t.Error(n, "logos")
	}
	c.Logos = [][]byte{[]byte("not a picture")}
	if err := DrawPoster(io.Discard, c); !errors.Is(err, ErrLogo) {
		t.Error(err)
	}
	c.Logos, c.URL = nil, strings.Repeat("a", 5000)
	if err := DrawPoster(io.Discard, c); err == nil {
		t.Error("an address that no code holds")
	}
}

// Whatever is typed, the words of a poster are on its sheet, and those of the column stay over the foot.
func TestAnyPosterHoldsOnItsSheet(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("aWMéœÉ’.- \u00a0\u202f😀漢ł  ")), 0, 200, -1)
	rapid.Check(t, func(t *rapid.T) {
		c := posterFixture()
		for _, s := range []*string{&c.Title, &c.Summary, &c.Place, &c.Address, &c.Audience, &c.Partners, &c.Site, &c.Territory} {
			*s = text.Draw(t, "text")
		}
		c.Audience = strings.Repeat(c.Audience+" ", rapid.IntRange(1, 6).Draw(t, "times"))
		c.Days = nil
		for range rapid.IntRange(1, 20).Draw(t, "days") {
			c.Days = append(c.Days, PosterDay{"Mercredi 30 septembre 2026", rapid.SampledFrom([]string{"9 h - 12 h", "9 h 30 - 12 h 30 et 13 h 30 - 17 h 15"}).Draw(t, "hours")})
		}
		d, latin := c.cleaned()
		p := &posterDrawing{page: newPage(meta{at: c.At}, latin, regular, semiBold, bold), c: d}
		p.AddPage()
		top := p.head() + 12
		if err := p.foot(); err != nil {
			t.Fatal(err)
		}
		if end := p.column(top, wordsRight-posterLeft, posterScales[len(posterScales)-1], 4, false); end > p.footTop-4 {
			t.Fatalf("the words end at %.1f, the foot begins at %.1f", end, p.footTop)
		}
		page := content(t, drawnPoster(t, c))
		texts := textPattern.FindAllStringSubmatch(page, -1)
		if len(texts) < 5 {
			t.Fatal("the words were not found")
		}
		for _, m := range texts {
			var x, y float64
			if _, err := fmt.Sscan(m[1]+" "+m[2], &x, &y); err != nil {
				t.Fatal(err)
			}
			if x < 10*pointsPerMM || x > 200*pointsPerMM || y < 8*pointsPerMM || y > 285*pointsPerMM {
				t.Fatalf("words off the sheet: %s", m[0])
			}
		}
	})
}
