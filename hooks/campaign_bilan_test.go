package hooks_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// crossing makes a campaign with a crossed pair done, one postponed, one cancelled with its reason, one that waits.
func crossing(t *testing.T, app core.App) (*records.Campaign, []*placement.Case) {
	c := testapp.Campaign(t, app, nil)
	lens := testapp.Offer(t, app, c, func(o *records.Offer) { o.Places = 4 })
	epsm, err := records.StructureNamed(app, "EPSM Val de Lys-Artois")
	must(t, err)
	back := testapp.Offer(t, app, c, func(o *records.Offer) { o.Structure, o.Service = epsm.ID, "Centre médico-psychologique" })
	out := testapp.Attended(t, app, testapp.Signed(t, app, testapp.Matched(t, app, c, lens, "Exemple", "Camille")))
	wish := testapp.Wish(t, app, c, "Essai", "Noa", func(in *placement.Request) { in.Structure, in.Service = "CH Lens", "Urgences" }, lens.ID, back.ID)
	days := back.HalfDays.Slots()
	for i := range days {
		days[i].ID = records.NewID()
	}
	in := testapp.Attended(t, app, testapp.Signed(t, app, testapp.Placed(t, app, wish, back, days)))
	put := testapp.Moved(t, app, testapp.Now, testapp.Signed(t, app, testapp.Matched(t, app, c, lens, "Report", "Sacha")), domain.PartyHost, domain.PlacementAct{Move: domain.MovePostpone})
	off, err := placement.Move(app, testapp.Now.Add(50*time.Hour), testapp.Matched(t, app, c, lens, "Annule", "Lou").Row.ID, placement.Doing{By: domain.PartyHome, Why: "Effectif réduit."}, domain.PlacementAct{Move: domain.MoveCancel}, nil)
	must(t, err)
	waits := testapp.Wish(t, app, c, "Attente", "Mika", nil, lens.ID)
	return c, []*placement.Case{out, in, put, off, waits}
}

// The bilan says what the campaign came to; each number opens its list; a presence put right in the register counts at
// once; nobody's opinion is shown under three.
func TestTheBilanOfACampaign(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	boss := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	c, made := crossing(t, app)
	page := srv.URL + "/gestion/stages/" + c.ID + "/bilan"
	a := get(t, boss, page)
	for _, want := range []string{"2\u00a0stages réalisés sur 5\u00a0souhaits\u00a0: 4\u00a0demi-journées (12\u00a0h), entre 2\u00a0établissements", "2\u00a0l’ont été dans les deux sens", "Effectif réduit", "Annulation, par l’établissement d’origine", "Deuxième vœu"} {
		if a.status != 200 || !strings.Contains(a.body, want) {
			t.Errorf("%d: no %q in %s", a.status, want, a.body)
		}
	}
	if list := get(t, boss, page+"?voir=voeu-2"); !strings.Contains(list.body, "/gestion/placements/"+made[1].Row.ID) || strings.Contains(list.body, "/gestion/placements/"+made[0].Row.ID) {
		t.Error("the list of the second wishes", list.body)
	}
	if list := get(t, boss, page+"?voir=inconnu"); list.status != 404 {
		t.Error("a list of nothing", list.status)
	}
	for _, path := range []string{".pdf", ".xlsx"} {
		a := get(t, boss, page+path)
		if a.status != 200 || len(a.body) < 3000 {
			t.Error(path, a.status, len(a.body))
		}
		if dir := os.Getenv("PASSERELLE_LOOK"); dir != "" {
			must(t, os.WriteFile(dir+"bilan"+path, []byte(a.body), 0o600))
		}
	}
	opine(t, app, made[:2])
	if a := get(t, boss, page); strings.Contains(a.body, "Un mot secret") || !strings.Contains(a.body, "moins de trois réponses") {
		t.Error("two answers are shown")
	}
	putRight(t, app, made[0])
	if b, err := placement.BilanOf(app, testapp.Now.AddDate(0, 0, 20), c); err != nil || b.HalfDays != 3 || b.Missed != 1 || b.Minutes != 540 {
		t.Errorf("after a correction: %d half-days, %d missed, %d min, %v", b.HalfDays, b.Missed, b.Minutes, err)
	}
	erased(t, app, c, made)
	if b := get(t, boss, srv.URL+"/gestion/stages/"+testapp.Campaign(t, app, nil).ID+"/bilan"); b.status != 200 || !strings.Contains(b.body, "Rien à compter encore") {
		t.Error("an empty campaign", b.status)
	}
}

// erased takes everybody's name away: no number moves, no reason stays.
func erased(t *testing.T, app core.App, c *records.Campaign, made []*placement.Case) {
	t.Helper()
	numbers := func() (text string) {
		b, err := placement.BilanOf(app, testapp.Now.AddDate(0, 0, 20), c)
		must(t, err)
		for _, table := range b.Tables() {
			for _, l := range table.Lines {
				text += fmt.Sprintln(l.Cells[0], l.Cells[1], l.Keys)
			}
		}
		return text + fmt.Sprint(b.Figures(), b.Delays)
	}
	before, ids := numbers(), []string{}
	for _, p := range made {
		ids = append(ids, p.Row.ID)
	}
	must(t, records.ErasePlacements(app, ids, records.At(testapp.Now.AddDate(0, 0, 19))))
	if after := numbers(); after != before {
		t.Errorf("once erased:\n%s\nbefore:\n%s", after, before)
	}
	b, err := placement.BilanOf(app, testapp.Now.AddDate(0, 0, 20), c)
	must(t, err)
	if d := fmt.Sprint(b.Tables()); strings.Contains(d, "Effectif") || strings.Contains(d, records.Erased) {
		t.Error("a reason stays", d)
	}
}

func opine(t *testing.T, app core.App, made []*placement.Case) {
	t.Helper()
	for i, p := range made {
		o := domain.Opinion{Notes: map[string]int{}, Text: fmt.Sprint("Un mot secret ", i)}
		for _, q := range domain.OpinionQuestions(domain.PartyTrainee) {
			o.Notes[q.Key] = 3 + i
		}
		must(t, placement.Opine(app, p.Row.ID, domain.PartyTrainee, o))
	}
}

// putRight takes a presence back in the register.
func putRight(t *testing.T, app core.App, p *placement.Case) {
	t.Helper()
	row, err := records.PlacementOf(app, p.Row.ID)
	must(t, err)
	r, err := records.RegistrationOf(app, row.Registration)
	must(t, err)
	e, err := records.EventOf(app, r.Event)
	must(t, err)
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	_, err = door.Correct(app, testapp.Now.AddDate(0, 0, 12), door.Place{Event: e, Slots: slots, Actor: "test"}, door.Correction{Nonce: "retrait", Registration: r.ID, Slot: slots[0].ID, Reason: "Notée par erreur."})
	must(t, err)
}
