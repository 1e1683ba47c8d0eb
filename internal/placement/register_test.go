package placement_test

import (
	"slices"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// entryOf is the entry of a placement in the register.
func entryOf(t testing.TB, app core.App, c *placement.Case) (*records.Event, *records.Registration) {
	t.Helper()
	row, err := records.PlacementOf(app, c.Row.ID)
	if err != nil {
		t.Fatal(err)
	}
	r, err := records.RegistrationOf(app, row.Registration)
	if err != nil {
		t.Fatal(err)
	}
	e, err := records.EventOf(app, r.Event)
	if err != nil {
		t.Fatal(err)
	}
	return e, r
}

func clean(t testing.TB, app core.App, at time.Time) {
	t.Helper()
	report, err := check.Run(app, at)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Violations {
		t.Error(v)
	}
}

// told tells a half-day.
func told(t testing.TB, app core.App, c *placement.Case, i int, h domain.HalfDayTold) *placement.Case {
	t.Helper()
	h.Slot = c.P.Days[i].ID
	return testapp.Moved(t, app, c.P.Days[i].End.Add(time.Hour), c, domain.PartyHost, domain.PlacementAct{Move: domain.MoveTell, HalfDay: h})
}

// A placement that is done is an event of the register with what was told, and nothing else of it moves: no letter of an
// event, no line in a list of events; its attestation waits for the report.
func TestWhatIsDoneEntersTheRegister(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.Title = "Printemps d’essai" })
	o := testapp.Offer(t, app, c, nil)

	whole := testapp.Attended(t, app, testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Exemple", "Camille")))
	e, r := entryOf(t, app, whole)
	if e.Status != domain.Held || e.Visibility != domain.Internal || e.Title != "Stage croisé : Centre hospitalier de Lens, Équipe mobile" || e.Campaign != "Printemps d’essai" || e.Host != o.Structure {
		t.Errorf("%+v", e)
	}
	if r.Withheld != placement.ReportAwaited || r.Structure != whole.Row.Structure || r.Email != whole.Row.Email || !r.ConfirmedAt.Equal(whole.Row.Created) {
		t.Errorf("%+v", r)
	}
	if _, err := certificate.LiveOf(app, r.ID); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("an attestation left before the report: %v", err)
	}
	clean(t, app, testapp.Now.AddDate(0, 0, 11))

	after := testapp.Now.AddDate(0, 0, 12)
	testapp.Moved(t, app, after, whole, domain.PartyTrainee, domain.PlacementAct{Move: domain.MoveReceive})
	attestation, err := certificate.LiveOf(app, r.ID)
	if err != nil || attestation.Kind != certificate.Placement {
		t.Fatalf("%+v, %v", attestation, err)
	}

	partial := testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Essai", "Noa"))
	partial = told(t, app, partial, 0, domain.HalfDayTold{Present: true, Minutes: 100, Incident: domain.IncidentShortened, How: domain.ToldByCode})
	partial = told(t, app, partial, 1, domain.HalfDayTold{Incident: domain.IncidentCancelled})
	partial = testapp.Moved(t, app, after, partial, domain.PartyHost, domain.PlacementAct{Move: domain.MoveFinish})
	e, r = entryOf(t, app, partial)
	slots, _ := records.Slots(app, e.ID)
	came, _ := records.AttendancesOf(app, r.ID)
	if len(slots) != 2 || len(came) != 1 || came[0].Minutes != 100 || domain.Proof(came[0].Proof) != domain.Scanned {
		t.Errorf("%d half-days, %+v", len(slots), came)
	}
	if listed, _ := records.Events(app, records.EventFilter{}); len(listed) != 0 {
		t.Errorf("%d events listed", len(listed))
	}
	if letters, n, _ := records.Letters(app, records.LetterFilter{Event: e.ID}); n != 0 {
		t.Errorf("a letter of an event left: %+v", letters)
	}
	clean(t, app, after)
}

// What was put off is in the register with the days that were in the end, told by the tutor alone or not; what nobody
// asks a report of is attested at once.
func TestWhatWasPutOffIsInTheRegisterAsItWas(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ReportAsked = false })
	p := testapp.Signed(t, app, testapp.Matched(t, app, c, testapp.Offer(t, app, c, nil), "Exemple", "Camille"))
	p = told(t, app, p, 0, domain.HalfDayTold{Present: true, Minutes: p.P.Days[0].Minutes()})
	at := p.P.Days[0].End.Add(2 * time.Hour)
	p = testapp.Moved(t, app, at, p, domain.PartyTrainee, domain.PlacementAct{Move: domain.MovePostpone})
	day := at.AddDate(0, 0, 7)
	p = testapp.Moved(t, app, at, p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveResume, Days: []domain.Slot{{ID: records.NewID(), Start: day, End: day.Add(3 * time.Hour)}}})
	p = testapp.Moved(t, app, at, p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveAmend})
	for _, by := range domain.PlacementSigners {
		p = testapp.Moved(t, app, at, p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSign, Signature: domain.AgreementSignature{Signer: by, Day: at.Truncate(24 * time.Hour), How: domain.SignedOnPaper}})
	}
	p = told(t, app, p, 1, domain.HalfDayTold{Present: true, Minutes: 180})
	end := day.AddDate(0, 0, 1)
	p = testapp.Moved(t, app, end, p, domain.PartyPlatform, domain.PlacementAct{Move: domain.MoveFinish})
	e, r := entryOf(t, app, p)
	if _, err := certificate.LiveOf(app, r.ID); err != nil || p.P.State != domain.PlacementCertified || !e.EndsAt.Time().Equal(day.Add(3*time.Hour)) {
		t.Errorf("%s, %v, %v", p.P.State, e.EndsAt, err)
	}
	if late, _ := records.CorrectionsOf(app, e); len(late) != 0 {
		t.Errorf("the tutor's word is counted among the corrections: %d", len(late))
	}
	clean(t, app, end)
}

// The entry of a campaign's stage says what the campaign serves beside what its programme does, asks nothing of an event,
// and keeps who noted what, and when, the last time; what a hand keeps back stays so.
func TestTheEntryIsTheCampaigns(t *testing.T) {
	app := testapp.New(t)
	sism, err := records.ItemByCode(app, records.Programmes, "sism")
	okay(t, err)
	actions, err := records.Items(app, records.RoadmapActions)
	okay(t, err)
	groups, err := records.Items(app, records.WorkingGroups)
	okay(t, err)
	served := actions[0].ID
	c := testapp.Campaign(t, app, func(c *records.Campaign) {
		c.Programme, c.RoadmapAction, c.WorkingGroup = sism.ID, served, groups[0].ID
	})
	o := testapp.Offer(t, app, c, nil)
	p := testapp.Wish(t, app, c, "Exemple", "Camille", func(in *placement.Request) { in.Origin = domain.FromCoordinator }, o.ID)
	p = testapp.Signed(t, app, testapp.Placed(t, app, p, o, o.HalfDays.Slots()))
	p = told(t, app, p, 0, domain.HalfDayTold{Incident: domain.IncidentCancelled})
	p = testapp.Moved(t, app, testapp.Now, p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveUntell, HalfDay: domain.HalfDayTold{Slot: p.P.Days[0].ID}})
	late := p.P.Days[1].End.Add(2 * time.Hour)
	for _, d := range p.P.Days {
		p = testapp.Moved(t, app, late, p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveTell, HalfDay: domain.HalfDayTold{Slot: d.ID, Present: true, Minutes: d.Minutes()}})
	}
	p = testapp.Moved(t, app, late, p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveFinish})
	e, r := entryOf(t, app, p)
	if e.Programme != sism.ID || e.WorkingGroup != groups[0].ID || e.RoadmapAction != served || !slices.Equal(e.OtherActions, records.List{sism.RoadmapActions[0]}) || e.Rule != domain.AtLeastOneSlot {
		t.Errorf("%+v", e)
	}
	if e.ReminderDays+e.JoiningDays+e.ThanksDays != 0 || e.SurveyHot+e.SurveyCold != "" || r.Origin != domain.FromCoordinator {
		t.Errorf("%+v, %+v", e, r)
	}
	scans, err := records.ScansOf(app, r.ID)
	okay(t, err)
	for _, s := range scans {
		if len(scans) != 2 || s.Kind != domain.ScanIn || !s.ReceivedAt.Time().Equal(late) {
			t.Errorf("%d scans, %+v", len(scans), s)
		}
	}
	okay(t, certificate.Withhold(app, late, "test", r.ID, "Vérification en cours."))
	p = testapp.Moved(t, app, late, p, domain.PartyTrainee, domain.PlacementAct{Move: domain.MoveReceive})
	if _, r = entryOf(t, app, p); p.P.State != domain.PlacementCertified || r.Withheld != "Vérification en cours." {
		t.Errorf("%s, kept back as %q", p.P.State, r.Withheld)
	}
	clean(t, app, late)
}
