package evaluation_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// season is a course of six people who were all there, for the first action of the roadmap.
func season(t *testing.T, app core.App) {
	t.Helper()
	programme, err := records.ItemByCode(app, records.Programmes, "pssm-standard")
	must(t, err)
	actions, err := records.Items(app, records.RoadmapActions)
	must(t, err)
	e := testapp.Event(t, app, 12, func(d *event.Draft) {
		d.Title, d.Programme, d.Action = "Secours de novembre", programme.ID, actions[0].ID
	})
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	for i := range 6 {
		r := testapp.Register(t, app, e, fmt.Sprintf("Papier%d", i), "Noé")
		for _, s := range slots {
			must(t, records.PutAttendance(app, records.Attendance{Event: e.ID, Registration: r.ID, Slot: s.ID, FirstAt: s.StartsAt, Minutes: 180, Proof: 4, Scans: 1}, true))
		}
	}
	_, err = app.DB().NewQuery("UPDATE events SET status = 'held'; UPDATE territories SET population = 104000").Execute()
	must(t, err)
	must(t, records.RefreshEventFacts(app, e.ID))
}

func plain(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

// The report is read back as whoever holds it would: its words, its pages, and the symbol of each.
func TestThePaperSaysAllAndEachPageIsVerified(t *testing.T) {
	app := testapp.New(t)
	season(t, app)
	must(t, evaluation.Comment(app, testapp.Now, "boss", "report", "Une année pleine de rencontres."))
	must(t, evaluation.Comment(app, testapp.Now, "boss", "chapter:territories", "Le Ternois reste loin."))
	r, err := evaluation.Make(app, testapp.Now, "boss", request("intent000000001"))
	must(t, err)
	c, err := evaluation.Load(app, r.ID)
	must(t, err)
	must(t, evaluation.Comment(app, testapp.Now, "boss", "report", "Un commentaire d’après."))
	var file bytes.Buffer
	must(t, evaluation.DrawPDF(&file, c, r))
	pages := pagesOf(t, file.Bytes())
	whole := ""
	for i, p := range pages {
		whole += p.text + " "
		if p.symbol != ticket.VerifyPayload(c.VerifyURL) || p.symbol == "" {
			t.Errorf("page %d: the symbol bears %q", i+1, p.symbol)
		}
		if foot := fmt.Sprintf("Page %d / %d", i+1, len(pages)); i > 0 && (!strings.Contains(p.text, foot) || !strings.Contains(p.text, "N° "+c.Number)) {
			t.Errorf("page %d does not say its number", i+1)
		}
	}
	if code, err := ticket.ParseCertificateCode(pages[0].symbol); err != nil || code != r.Code {
		t.Errorf("the symbol leads to %s, %v", code, err)
	}
	if n := bytes.Count(file.Bytes(), []byte("/Type /Page\n")); n != len(pages) || n < 8 || n > 40 {
		t.Errorf("%d pages, %d of them read", n, len(pages))
	}
	said := []string{"Une année pleine de rencontres.", "Le Ternois reste loin.", "Commentaire de la coordination", "6 Présents (participations)", "1 Événements réalisés",
		"Comment le savons-nous ?", "Mixité", "Couverture", "Pour 10 000 habitants", "Secouristes en santé mentale, en cumul", "Taux de présence des inscrits maintenus : 100 % (6 sur 6).",
		"Fiches action", "Secours de novembre", "Définitions", "Comment ces chiffres sont faits", "Ce rapport est un instantané", ticket.ShowCertificateCode(c.Code), "Sommaire"}
	for _, a := range c.Actions {
		said = append(said, "Action "+a.Code+". ")
	}
	for _, i := range c.Indicators {
		said = append(said, plain(i.Label)[:min(12, len(plain(i.Label)))])
	}
	for _, words := range said {
		if !strings.Contains(whole, words) {
			t.Errorf("%q is nowhere on the paper", words)
		}
	}
	if strings.Contains(whole, "d’après.") {
		t.Error("a comment of afterwards is on the paper")
	}
}

// The page for the committee is one A4 page, whatever there is to say.
func TestThePageForTheCommitteeIsOnePage(t *testing.T) {
	app := testapp.New(t)
	season(t, app)
	some, err := evaluation.Preview(app, testapp.Now, evaluation.Request{Query: year(2026)})
	must(t, err)
	none, err := evaluation.Preview(app, testapp.Now, evaluation.Request{Query: year(2009)})
	must(t, err)
	much := some
	much.Comments = map[string]string{"report": strings.Repeat("Beaucoup à dire de cette année. ", 150), "outlook": strings.Repeat("Et de la suite.\n", 60)}
	much.Title = strings.Repeat("Un titre qui n’en finit pas ", 7)
	much.Events = nil
	for i, a := range some.Actions {
		much.Events = append(much.Events, evaluation.Event{Key: fmt.Sprint(i), Title: strings.Repeat("Titre long ", 20), Day: "2026-03-04", Action: a.Code})
	}
	table := &much.Figures.Tables[domain.ByAction]
	table.Rows = nil
	for _, a := range some.Actions {
		table.Rows = append(table.Rows, evaluation.Row{Key: a.Code, Label: a.Name, Counts: map[string]int{"events_held": 1234, "present": 123456, "distinct_people": 99999, "structures": 888}})
	}
	for name, c := range map[string]evaluation.Content{"none": none, "some": some, "much": much} {
		var file bytes.Buffer
		must(t, evaluation.DrawCOPIL(&file, c, nil))
		pages := pagesOf(t, file.Bytes())
		if len(pages) != 1 || !bytes.Contains(file.Bytes(), []byte("/MediaBox [0 0 595.28 841.89]")) {
			t.Errorf("%s: %d pages, or not A4", name, len(pages))
			continue
		}
		for _, words := range map[string][]string{"none": {"Événements réalisés", "Aucun événement"}, "some": {"6 Présents (participations)", "Feuille de route"}, "much": {"Beaucoup à dire", "Action "}}[name] {
			if !strings.Contains(pages[0].text, words) {
				t.Errorf("%s: %q is not on the page", name, words)
			}
		}
	}
}
