package retention_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/retention"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// Erasing somebody takes every word of the stages croisés with it, those that came to nothing too, and moves no figure and
// no state; what nobody followed goes by itself.
func TestAStageCroiseIsErasedAndStillCounts(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	later := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, nil)
	about := func(in *placement.Request) {
		in.Email, in.Phone, in.Service, in.Function = "zqstage@exemple.invalid", "Zqphone", "Zqservice", "Zqfonction"
		in.ManagerName, in.HomeName, in.Objectives, in.Constraints = "Zqchef Essai", "Zqcorres Essai", "Zqobjectifs", "Zqcontraintes"
	}
	p := testapp.Wish(t, app, c, "Zqtrainee", "Zqpre", about, o.ID)
	days := o.HalfDays.Slots()
	for i := range days {
		days[i].ID = records.NewID()
	}
	p = testapp.Signed(t, app, testapp.Placed(t, app, p, o, days))
	_, err := agreement.Seal(app, testapp.Now, 10)
	must(t, err)
	paper := &records.Paper{Placement: p.Row.ID, Party: "home", Kind: "signed", Name: "Zqpaper.pdf", Type: "application/pdf", At: records.At(testapp.Now)}
	must(t, records.AddPaper(app, paper))
	must(t, records.AddFile(app, &records.File{ID: records.PaperFile(paper.ID), Name: paper.Name, Type: paper.Type, Bytes: []byte("%PDF-1.4 Zqbytes"), Created: records.At(testapp.Now)}))
	_, end := domain.Span(p.P.Days)
	for _, d := range p.P.Untold() {
		_, err = placement.Move(app, end.Add(time.Hour), p.Row.ID, placement.Doing{By: domain.PartyHost, Why: "Zqraison"}, domain.PlacementAct{Move: domain.MoveTell,
			HalfDay: domain.HalfDayTold{Slot: d.ID, Present: true, Minutes: 60, Incident: domain.IncidentShortened}}, nil)
		must(t, err)
	}
	p, err = placement.Open(app, p.Row.ID)
	must(t, err)
	p = testapp.Moved(t, app, end.Add(2*time.Hour), p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveFinish})
	must(t, records.PutPlacementReport(app, &records.PlacementReport{Placement: p.Row.ID, Party: "trainee", Answers: []byte(`{"a":"Zqrapport"}`), Updated: records.At(end), SentAt: records.At(end)}))
	wish := testapp.Wish(t, app, later, "Zqtrainee", "Zqpre", about, testapp.Offer(t, app, later, nil).ID)
	r, err := records.RegistrationOf(app, p.Row.Registration)
	must(t, err)

	now := end.AddDate(0, 0, 3)
	if err := retention.ErasePerson(app, now, "test", r.Person, "Opposition reçue"); !domain.Is(err, domain.ErrErasedComing) {
		t.Errorf("somebody whose wish is under way: %v", err)
	}
	testapp.Moved(t, app, now, wish, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveCancel})
	called := testapp.Wish(t, app, later, wish.Row.LastName, wish.Row.FirstName, func(in *placement.Request) {
		in.Origin, in.Email, in.Phone = placement.ByCoordinator, "", "06 00 00 00 01"
	}, wish.Row.Choices...)
	if err := retention.ErasePerson(app, now, "test", r.Person, "Opposition reçue"); !domain.Is(err, domain.ErrErasedComing) {
		t.Errorf("erased while a stage asked for by telephone is under way: %v", err)
	}
	testapp.Moved(t, app, testapp.Now, called, domain.PartyTrainee, domain.PlacementAct{Move: domain.MoveWithdraw})
	was, before := violations(t, app), countedStages(t, app, c, later, now)
	fold(t, app)
	marks := []string{"Zqtrainee", "Zqpre", "zqstage@", "Zqphone", "Zqservice", "Zqfonction", "Zqchef", "Zqcorres", "Zqobjectifs", "Zqcontraintes", "Zqpaper", "Zqbytes", "Zqraison", "Zqrapport"}
	for _, m := range marks {
		if len(stands(t, app, m)) == 0 {
			t.Errorf("« %s » was never written: nothing is proved of it", m)
		}
	}
	must(t, retention.ErasePerson(app, now, "test", r.Person, "Opposition reçue"))
	must(t, retention.Nightly(app, now))
	fold(t, app)
	for _, m := range marks {
		if files := stands(t, app, m); len(files) > 0 {
			t.Errorf("« %s » still stands in %v: %v", m, files, mentions(t, app, strings.ToLower(m)))
		}
	}
	for v := range violations(t, app) {
		if !was[v] {
			t.Error("check:", v)
		}
	}
	if moved := before.moved(countedStages(t, app, c, later, now)); len(moved) > 0 {
		t.Errorf("an erasure moved %v", moved)
	}

	left := testapp.Wish(t, app, later, "Zqoubli", "Lou", nil, wish.Row.Choices...)
	must(t, retention.Nightly(app, testapp.Now.AddDate(0, 4, 0))) // the campaign lasts two months, the time is three
	row, err := records.PlacementOf(app, left.Row.ID)
	must(t, err)
	if !row.ErasedAt.IsZero() {
		t.Error("erased before its time")
	}
	must(t, retention.Nightly(app, testapp.Now.AddDate(0, 8, 0)))
	if row, err = records.PlacementOf(app, left.Row.ID); err != nil || row.ErasedAt.IsZero() || row.LastName != "" || row.State == "" {
		t.Errorf("%+v, %v", row, err)
	}
}

// countedStages is what is counted of stages croisés, by campaign and in the figures.
func countedStages(t *testing.T, app core.App, first, second *records.Campaign, now time.Time) snapshot {
	t.Helper()
	all := snapshot{}
	for _, c := range []*records.Campaign{first, second} {
		cases, err := placement.OpenAll(app, c)
		must(t, err)
		for _, p := range cases {
			all.put(t, p.Row.ID, []any{p.P.State, p.P.Days, len(p.P.Told), domain.TimeInStates(p.Steps, now), p.Row.Structure, p.Row.Sector, p.Row.Choices, p.Row.Offer})
		}
	}
	f, err := stats.Count(app, now, stats.Query{})
	must(t, err)
	all.put(t, "figures", f)
	m, err := stats.MetOf(app, now, stats.Query{})
	must(t, err)
	all.put(t, "met", m)
	return all
}
