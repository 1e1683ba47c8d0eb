package pdf

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/ticket"
)

func agreementFixture() Agreement {
	return Agreement{
		Number: "CSC-2026-000012", Version: 1, IssuedOn: "2 mars 2026",
		Home: PlacementSide{Name: "Centre hospitalier de l’Exemple", Address: "1 rue de l’Exemple, 62000 Exempleville", SIRET: "123\u00a0456\u00a0789\u00a000012",
			Representative: "Camille Exemple", RepresentativeFunction: "Directrice"},
		Host: PlacementSide{Name: "Maison de l’enfant de l’Exemple", Address: "2 place Fictive, 62500 Fictiville", FINESS: "620\u00a0000\u00a0000",
			Representative: "Dominique Fictif", RepresentativeFunction: "Directeur général de l’association"},
		Trainee:     PlacementPerson{Name: "Noémie Lefœuvre-Éxemple", Function: "Infirmière", Service: "Centre médico-psychologique pour adultes"},
		Facilitator: "Projet territorial de santé mentale du Pays fictif", FacilitatorDetail: "porté par le Centre hospitalier de l’Exemple",
		Campaign: "Campagne de stages croisés du printemps 2026", Days: placementDays(4), Total: "14\u00a0h",
		Service: "Accueil de jour", Place: "Site des Tilleuls", PlaceAddress: "3 rue des Tilleuls, 62500 Fictiville",
		Tutor:         PlacementPerson{Name: "Sacha Modèle", Function: "Éducatrice spécialisée", Contact: "tuteur@exemple.invalid, 03\u00a000\u00a000\u00a000\u00a000"},
		Correspondent: PlacementPerson{Name: "Alex Témoin", Function: "Cadre de santé", Contact: "correspondant@exemple.invalid"},
		Objectives:    "Comprendre l’admission et l’orientation des enfants.\nRencontrer l’équipe éducative.",
		Programme:     "Temps d’accueil, réunion d’équipe, visite des locaux.",
		Conditions: []PlacementCondition{{"Badge", "À retirer à l’accueil le premier jour"}, {"Vaccination", "Selon la règle de l’établissement, à vérifier avant le stage"},
			{"Tenue", "Tenue de ville"}, {"Repas", "Au restaurant du personnel"}, {"Accès", "Bus 4, arrêt Tilleuls"}},
		VerifyURL: "https://passerelle.exemple.fr/verifier", Code: "2345-6789-ABCD-EFGH-JKMN", QRPayload: "HTTPS://PASSERELLE.EXEMPLE.FR/VERIFIER/23456789ABCDEFGHJKMN",
		IssuedAt: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC),
	}
}

// placementDays are n half-days of one stage.
func placementDays(n int) (days []PlacementDay) {
	for i := range n {
		moment, hours := "matin", "9\u00a0h - 12\u00a0h\u00a030"
		if i%2 == 1 {
			moment, hours = "après-midi", "13\u00a0h\u00a030 - 17\u00a0h"
		}
		days = append(days, PlacementDay{Day: fmt.Sprintf("Jeudi %d mars 2026, %s", 5+7*(i/2)%26, moment), Hours: hours, Duration: "3\u00a0h\u00a030"})
	}
	return days
}

// longAgreement is one where everything is long.
func longAgreement() Agreement {
	a := agreementFixture()
	a.Version, a.IssuedOn, a.Replaced, a.Reason = 2, "9 mars 2026", "2 mars 2026", "les deux dernières demi-journées sont reportées à la demande de l’établissement d’accueil, dont le service déménage"
	a.Home.Name = "Centre hospitalier intercommunal de l’Exemple et des Communes associées, pôle de psychiatrie de l’enfant et de l’adolescent"
	a.Host.Representative = "Marie-Emmanuelle-Bénédicte de la Rochefoucauld-Montbel-Exemple"
	a.Host.RepresentativeFunction = "Directrice générale adjointe chargée des ressources humaines, des affaires médicales et de la qualité, par délégation"
	a.Host.SIRET = "987\u00a0654\u00a0321\u00a000021"
	a.Days, a.Total = placementDays(12), "42\u00a0h"
	a.Days[3].Note = "À l’antenne de Villemodèle, 12 rue de la Gare, 62510 Villemodèle"
	a.Objectives = strings.TrimSpace(strings.Repeat("Comprendre comment une situation est repérée, qui la reçoit et comment les équipes se parlent ensuite.\n", 12))
	a.Costs = "Les déplacements entre les deux sites sont pris en charge par l’établissement d’accueil.\nLe reste suit les règles de chaque établissement."
	a.Conditions[1].Text = strings.Repeat("Les vaccinations demandées aux professionnels du service sont à jour. ", 4)
	return a
}

// bareAgreement is one of which nothing is known.
func bareAgreement() Agreement {
	return Agreement{IssuedAt: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
}

func drawnAgreement(t interface{ Fatal(...any) }, a Agreement) []byte {
	return made(t, DrawAgreement, a)
}

// agreements are samples, with how many pages they take. With PASSERELLE_PAPERS their files are left in that folder.
func agreements(t *testing.T) map[string]Agreement {
	second, rare := agreementFixture(), agreementFixture()
	second.Version, second.Replaced, second.Reason, second.IssuedOn = 2, "2 mars 2026", "report de la dernière demi-journée", "9 mars 2026"
	rare.Trainee.Name, rare.Host.Name = "Łukasz Čapek-Żółć", "Maison de l’Œuvre de Nguyễn"
	all := map[string]Agreement{"short": agreementFixture(), "long": longAgreement(), "bare": bareAgreement(), "second": second, "rare": rare}
	for name, a := range all {
		left(t, "agreement-"+name, drawnAgreement(t, a))
	}
	return all
}

// left writes a paper to be looked at, where somebody asked for it.
func left(t *testing.T, name string, data []byte) {
	t.Helper()
	if folder := os.Getenv("PASSERELLE_PAPERS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name+".pdf"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// said is all that a paper says, its lines joined.
func said(t *testing.T, data []byte) string { return strings.Join(shown(t, data), " ") }

// wordsIn are the texts anywhere in a paper's content, line by line.
func wordsIn(v reflect.Value) (words []string) {
	switch v.Kind() {
	case reflect.String:
		for _, part := range paragraphs(strings.ReplaceAll(v.String(), "\u00a0", " ")) {
			words = append(words, strings.TrimSpace(part))
		}
	case reflect.Slice:
		for i := range v.Len() {
			words = append(words, wordsIn(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "QRPayload" && name != "IssuedAt" {
				words = append(words, wordsIn(v.Field(i))...)
			}
		}
	}
	return words
}

func TestAnAgreementSaysEverything(t *testing.T) {
	all := agreements(t)
	for name, pages := range map[string]int{"short": 3, "second": 3, "long": 4, "bare": 3, "rare": 3} {
		data := drawnAgreement(t, all[name])
		if got := pageCount(data); got != pages {
			t.Errorf("%s: %d pages, want %d", name, got, pages)
		}
		if !bytes.Equal(data, drawnAgreement(t, all[name])) {
			t.Errorf("%s: the same content gave other bytes", name)
		}
		if name == "rare" { // drawn in fonts that the test does not read
			continue
		}
		text := said(t, data)
		for _, want := range append(wordsIn(reflect.ValueOf(all[name])), "n’accomplit aucun acte de soin", "Article 12. Fin du stage et report",
			"ordre de mission pour les dates de l’article 2", "L. 124-1 et suivants du code de l’éducation", fmt.Sprintf("page %d sur %d", pages, pages)) {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not said in\n%s", name, want, text)
			}
		}
		if strings.Contains(text, ellipsis) {
			t.Errorf("%s: a text is cut", name)
		}
	}
	if text := said(t, drawnAgreement(t, all["second"])); !strings.Contains(text, "annule et remplace la version 1 du 2 mars 2026. Motif : report") ||
		!strings.Contains(text, "Convention n° CSC-2026-000012, version 2, page 1 sur 3") {
		t.Error(text)
	}
	long := pagesOf(drawnAgreement(t, all["long"]))
	if n := strings.Count(strings.Join(long, ""), "(Horaires)"); n != 1 {
		t.Error(n, "heads of a table that holds on its page")
	}
}

// A table that a page does not hold goes on under its head.
func TestTheHeadOfALongTableComesAgain(t *testing.T) {
	a := agreementFixture()
	a.Days = placementDays(60)
	data := drawnAgreement(t, a)
	left(t, "agreement-sixty", data)
	held := 0
	for i, page := range pagesOf(data) {
		rows, heads := strings.Count(page, "(Jeudi "), strings.Count(page, "(Horaires)")
		if heads != min(rows, 1) || rows == 1 {
			t.Errorf("page %d: %d rows under %d heads", i+1, rows, heads)
		}
		if heads > 0 {
			held++
		}
	}
	if held < 2 {
		t.Error("the table does not go on")
	}
}

// What is not known is a line for the hand, and never said in words.
func TestADraftIsFilledByHand(t *testing.T) {
	data := drawnAgreement(t, bareAgreement())
	text := said(t, data)
	for _, never := range []string{"renseigné", "Motif", ", version", "facilitateur", "vérifier", "n°", "Badge", "Contact", "du du", " ."} {
		if strings.Contains(text, never) {
			t.Errorf("%q is said in\n%s", never, text)
		}
	}
	if !strings.Contains(text, "Projet de convention, page 1 sur 3") {
		t.Error("the draft does not say that it is one")
	}
	// Two sides of five, the trainee, the dates, the place, the tutor, the correspondent, the objectives, the boxes.
	if n := strings.Count(strings.Join(pagesOf(data), ""), "[0.85 3.12] 0.00 d"); n != 5+5+3+3+3+2+2+3+6 {
		t.Error(n, "dotted lines")
	}
}

func TestAnAgreementBearsItsCode(t *testing.T) {
	a := agreementFixture()
	want, err := ticket.QR(a.QRPayload)
	if err != nil {
		t.Fatal(err)
	}
	for i, page := range pagesOf(drawnAgreement(t, a)) {
		if got := symbolOf(t, page); !reflect.DeepEqual(got, want) {
			t.Errorf("page %d: another symbol of %d modules", i+1, len(got))
		}
	}
	a.QRPayload = strings.Repeat("a", 5000)
	if err := DrawAgreement(io.Discard, a); err == nil {
		t.Error("a code that no symbol holds")
	}
}

// Whatever is typed, the signatures stand together under the last article, no heading ends a page, and nothing
// reaches the foot.
func TestSignaturesNeverPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(label string) string {
			return strings.TrimSpace(strings.Repeat(rapid.SampledFrom([]string{"mot composé ", "Éxemple-Fictif ", "mot.\n"}).Draw(t, label), rapid.IntRange(0, 30).Draw(t, label)))
		}
		a := agreementFixture()
		for i, s := range []*string{&a.Home.Name, &a.Host.RepresentativeFunction, &a.Trainee.Service, &a.Objectives, &a.Programme, &a.Costs, &a.Conditions[0].Text, &a.Conditions[1].Label} {
			*s = text(strconv.Itoa(i))
		}
		a.Version, a.Reason = rapid.IntRange(1, 3).Draw(t, "version"), text("reason")
		a.Days = placementDays(rapid.IntRange(0, 20).Draw(t, "half-days"))
		d, latin := newAgreement(a)
		pages := d.laid()
		for i, pieces := range pages {
			if high := stacked(pieces); high > agreementBottom-agreementTop {
				t.Fatalf("page %d is %.1f mm tall", i+1, high)
			}
			if end := pieces[len(pieces)-1]; end.keep {
				t.Fatalf("page %d ends with what belongs to the next", i+1)
			}
		}
		last := pages[len(pages)-1]
		if n := len(marks(last)); n < 2 || marks(last)[n-1] != "Signatures" || !latin {
			t.Fatalf("the last page has %q", marks(last))
		}
	})
}

// marks are the headings of a page.
func marks(pieces []piece) (list []string) {
	for _, p := range pieces {
		if p.mark != "" {
			list = append(list, p.mark)
		}
	}
	return list
}
