package pdf

import (
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"passerelle/internal/ticket"
)

var (
	shownPattern   = regexp.MustCompile(`\(((?:\\.|[^\\)])*)\) ?Tj`)
	escapedPattern = regexp.MustCompile(`\\(.)`)
)

// shown are the words that a document of one byte a character draws, in order.
func shown(t testing.TB, data []byte) (words []string) {
	t.Helper()
	for _, page := range pagesOf(data) {
		for _, s := range shownPattern.FindAllStringSubmatch(page, -1) {
			text, err := charmap.Windows1252.NewDecoder().String(escapedPattern.ReplaceAllString(s[1], "$1"))
			if err != nil {
				t.Fatal(err)
			}
			words = append(words, strings.ReplaceAll(text, "\u00a0", " "))
		}
	}
	return words
}

func TestEveryWordIsDrawn(t *testing.T) {
	all := samples(t)
	for name, want := range map[string][]string{
		"presence": {"Attestation de présence", "Nous attestons que", "Noémie LEFŒUVRE-ÉXEMPLE", "a participé à", "en partenariat avec Mutualité de l’Exemple",
			"Jeudi 5 mars 2026, 9 h - 12 h 30", "Après-midi", "Durée", "Total des heures suivies", "14 h", "Fait pour servir et valoir ce que de droit.", "Fait le 16 mars 2026", "Camille Exemple"},
		"partial":   {"a participé partiellement à", "Suivi", "non suivi", "Rattrapée dans un autre groupe : jeudi 2 avril 2026, 9 h - 12 h 30"},
		"placement": {"Attestation de stage", "a effectué le stage"},
		"speaker":   {"a assuré, en qualité de formatrice, l’intervention", "Repérer la souffrance psychique et orienter", "lors de", "Durée de l’intervention"},
		"yearly":    {"Récapitulatif annuel 2026", "Demi-journées", "Heures", "Rencontre n° 1 du réseau d’Exempleville", "52", "148 h 30"},
		"yearly-40": {"page 1/3", "La suite du détail est en page 2.", "page 3/3", "Rencontre n° 40 du réseau d’Exempleville"},
		"long":      {"Marie-Emmanuelle-Bénédicte", "DE LA ROCHEFOUCAULD-MONTBEL-EXEMPLE", "Elle ne préjuge pas d’une évaluation des acquis."},
	} {
		words := shown(t, drawn(t, all[name].Certificate))
		said := strings.Join(words, "\n") + "\n"
		for _, w := range want {
			if !strings.Contains(said, w+"\n") {
				t.Errorf("%s: %q is not drawn in\n%s", name, w, said)
			}
		}
		if strings.Contains(said, ellipsis) {
			t.Errorf("%s: a text is cut in\n%s", name, said)
		}
	}
	if said := strings.Join(shown(t, drawn(t, all["presence"].Certificate)), "\n"); strings.Contains(said, "Suivi\n") {
		t.Error("a whole presence has a second column")
	}
	if said := strings.Join(shown(t, drawn(t, all["bare"].Certificate)), "\n"); strings.Contains(said, "SIRET") || strings.Contains(said, "partenariat") {
		t.Error("what is not filled in is printed")
	}
}

func TestTheCodeIsTheAddress(t *testing.T) {
	for _, layout := range []Layout{Sober, Frame} {
		c := certificateFixture()
		c.Layout = layout
		want, err := ticket.QR(c.QRPayload)
		if err != nil {
			t.Fatal(err)
		}
		if got := symbolOf(t, content(t, drawn(t, c))); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another symbol of %d modules", layout, len(got))
		}
	}
}

// Whatever is typed, page one keeps above its foot and the texts keep on the page.
func TestTheColumnNeverReachesTheFoot(t *testing.T) {
	picture := logo(t, 60, 80)
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return strings.TrimSpace(strings.Repeat("mot composé ", rapid.IntRange(0, 40).Draw(t, label)))
		}
		c := withSlots(rapid.IntRange(0, 40).Draw(t, "half-days"))
		c.Organiser, c.OrganiserDetail, c.Structure, c.EventTitle, c.Place, c.Provider = text("organiser"), text("detail"), text("structure"), text("title"), text("place"), text("provider")
		c.LastName, c.Subject, c.Rule, c.Identifiers = text("name"), text("subject"), text("rule"), text("identifiers")
		c.Intro, c.Closing = strings.ReplaceAll(text("intro"), "é ", "é\n"), text("closing")
		c.SignatoryFunction, c.VerifyURL = text("function"), text("address")
		for range rapid.IntRange(0, 3).Draw(t, "logos") {
			c.Logos = append(c.Logos, picture)
		}
		if rapid.Bool().Draw(t, "signed") {
			c.Signature = picture
		}
		one, latin := cleanedPaper(c)
		p := newPage(meta{at: c.IssuedAt}, latin, regular, semiBold)
		d := &certificateDrawing{page: p, c: one, look: lookOf(Frame, "")}
		plan, err := d.planned()
		if err != nil {
			t.Fatal(err)
		}
		if plan.spare < -gapsOf(plan) {
			t.Fatalf("%.1f mm are missing at tightness %d", -plan.spare, d.tight)
		}
		if err := DrawCertificate(io.Discard, c); err != nil {
			t.Fatal(err)
		}
	})
}

// gapsOf is what the gaps of a plan can still give.
func gapsOf(p plan) (sum float64) {
	for _, b := range append(p.above, p.below...) {
		sum += b.gap
	}
	return sum + tableGap*tightness[len(tightness)-1].gaps
}
