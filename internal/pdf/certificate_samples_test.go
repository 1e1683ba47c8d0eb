package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// sampleLogo is a mark on a transparent ground: rings in a shape of the given proportions.
func sampleLogo(t testing.TB, w, h int, c color.NRGBA) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dx, dy := (float64(x)+0.5)/float64(w)-0.5, (float64(y)+0.5)/float64(h)-0.5
			if r := math.Hypot(dx, dy); r < 0.5 && int(r*16)%3 != 1 {
				picture.Set(x, y, c)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sampleSignature is a scrawl on a transparent ground.
func sampleSignature(t testing.TB) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, 500, 200))
	for i := range 4000 {
		a := float64(i) / 4000 * 6 * math.Pi
		x, y := 40+float64(i)/10+30*math.Sin(a*1.3), 100+70*math.Sin(a)*math.Exp(-float64(i)/3500)
		for dx := range 4 {
			for dy := range 4 {
				picture.Set(int(x)+dx, int(y)+dy, color.NRGBA{R: 20, G: 30, B: 90, A: 255})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// complete is a presence at the first n of eight half-days, each from end to end.
func complete(n int) Certificate {
	c := certificateFixture()
	c.Sentence, c.Total = "a participé à", fmt.Sprintf("%g\u00a0h", 3.5*float64(n))
	c.Slots = nil
	for i := range n {
		label, hours := "Matin", "9\u00a0h - 12\u00a0h\u00a030"
		if i%2 == 1 {
			label, hours = "Après-midi", "13\u00a0h\u00a030 - 17\u00a0h"
		}
		c.Slots = append(c.Slots, SlotLine{Label: label, When: fmt.Sprintf("Jeudi %d mars 2026, %s", 5+7*(i/2), hours),
			Attended: true, AttendedTime: "3\u00a0h\u00a030", Duration: "3\u00a0h\u00a030"})
	}
	return c
}

func yearly(n int) Certificate {
	c := certificateFixture()
	c.Kind, c.Sentence, c.EventTitle, c.EventNature, c.Place = "Récapitulatif annuel 2026", "a participé au cours de l’année 2026 à", "40 formations et rencontres", "", ""
	c.Slots, c.TotalCount, c.Total, c.TotalLabel = nil, "52", "148\u00a0h\u00a030", "Total de l’année"
	for i := range n {
		e := EventLine{Title: fmt.Sprintf("Rencontre n° %d du réseau d’Exempleville", i+1), Detail: "12 mars 2026 - Réunion du projet territorial", HalfDays: "1", Time: "3\u00a0h\u00a030"}
		if i%7 == 3 {
			e.Title = longTitle
		}
		c.Events = append(c.Events, e)
	}
	return c
}

// samples are certificates of each kind and of each edge, with how many pages they take.
func samples(t testing.TB) map[string]struct {
	Certificate
	pages int
} {
	red, blue, green := color.NRGBA{180, 30, 40, 255}, color.NRGBA{20, 60, 140, 255}, color.NRGBA{20, 120, 60, 255}
	type sample = struct {
		Certificate
		pages int
	}
	out := map[string]sample{}
	add := func(name string, pages int, c Certificate, change func(c *Certificate)) {
		if change != nil {
			change(&c)
		}
		out[name] = sample{c, pages}
	}
	full := func(c *Certificate) {
		c.Logos = [][]byte{sampleLogo(t, 600, 200, red), sampleLogo(t, 200, 200, blue), sampleLogo(t, 120, 400, green)}
		c.Signature, c.Provider = sampleSignature(t), "en partenariat avec Mutualité de l’Exemple"
		c.Identifiers = "SIRET 123\u00a0456\u00a0789\u00a000012 · Déclaration d’activité de formation n°\u00a032\u00a062\u00a001234\u00a062. Cet enregistrement ne vaut pas agrément de l’État."
	}
	add("presence", 1, complete(4), func(c *Certificate) {
		full(c)
		c.Logos = c.Logos[:1]
		c.Closing = "Fait pour servir et valoir ce que de droit."
	})
	add("one", 1, complete(1), func(c *Certificate) { c.Total, c.EventTitle = "3\u00a0h\u00a030", "Journée d’étude" })
	add("eight", 1, complete(8), full)
	add("partial", 1, certificateFixture(), func(c *Certificate) {
		full(c)
		c.Logos = c.Logos[:2]
		c.Slots[2].Note = "Rattrapée dans un autre groupe\u00a0: jeudi 2 avril 2026, 9\u00a0h - 12\u00a0h\u00a030"
		c.Rule = "Présence partielle\u00a0: 3 demi-journées sur 4, soit 10 h. L’attestation est délivrée à partir d’une demi-journée suivie."
	})
	add("long", 1, complete(8), func(c *Certificate) {
		full(c)
		c.EventTitle = longTitle
		c.FirstName, c.LastName = "Marie-Emmanuelle-Bénédicte", "de la Rochefoucauld-Montbel-Exemple"
		c.Structure = "Centre hospitalier intercommunal de l’Exemple, pôle de psychiatrie de l’enfant et de l’adolescent"
		c.Intro = "Le Projet territorial de santé mentale du Pays fictif, réuni autour du Centre hospitalier de l’Exemple,\nvu la charte du réseau adoptée le 12 mars 2024 et le programme de la formation,\natteste que"
		c.Closing = "Cette attestation est remise à la personne pour faire valoir ses droits à la formation.\nElle ne préjuge pas d’une évaluation des acquis.\nFait pour servir et valoir ce que de droit."
	})
	add("bare", 1, complete(2), func(c *Certificate) {
		c.Structure, c.Function, c.OrganiserDetail, c.EventNature, c.Place, c.SignatoryFunction = "", "", "", "", "", ""
	})
	add("placement", 1, complete(6), func(c *Certificate) {
		c.Kind, c.Sentence, c.EventNature, c.EventTitle = "Attestation de stage", "a effectué le stage", "Stage d’immersion", "Immersion dans un centre médico-psychologique"
		c.Signature = sampleSignature(t)
	})
	add("speaker", 1, complete(2), func(c *Certificate) {
		full(c)
		c.Kind, c.Sentence, c.Subject, c.Link = "Attestation d’intervention", "a assuré, en qualité de formatrice, l’intervention", "Repérer la souffrance psychique et orienter", "lors de"
		c.TotalLabel, c.Total = "Durée de l’intervention", "7\u00a0h"
	})
	add("yearly", 1, yearly(4), full)
	add("yearly-40", 3, yearly(40), full)
	add("logos", 1, complete(2), func(c *Certificate) {
		c.Logos = [][]byte{sampleLogo(t, 1500, 120, red), sampleLogo(t, 90, 700, blue), sampleLogo(t, 1200, 150, green)}
		c.OrganiserDetail = ""
	})
	add("unicode", 1, complete(4), func(c *Certificate) { c.LastName = "Čapek-Exemple" })
	add("green", 1, complete(4), func(c *Certificate) { full(c); c.Colour = "#3f8f3a" })
	add("yellow", 1, certificateFixture(), func(c *Certificate) { full(c); c.Colour = "#ffd400" })
	return out
}

// Every kind and edge, in both layouts: its pages, and the same bytes each time. With PASSERELLE_PAPERS they are left
// in that folder, where e2e/unit/paper.test.mjs reads them as a reader and a camera do.
func TestPapers(t *testing.T) {
	folder := os.Getenv("PASSERELLE_PAPERS")
	all := samples(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, layout := range []Layout{Sober, Frame} {
			c := all[name].Certificate
			c.Layout = layout
			data := drawn(t, c)
			if got := pageCount(data); got != all[name].pages {
				t.Errorf("%s, %s: %d pages, want %d", name, layout, got, all[name].pages)
			}
			for range 19 {
				if !bytes.Equal(drawn(t, c), data) {
					t.Fatalf("%s, %s: two drawings differ", name, layout)
				}
			}
			if folder == "" {
				continue
			}
			if err := os.WriteFile(filepath.Join(folder, name+"-"+string(layout)+".pdf"), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
