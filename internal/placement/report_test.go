package placement_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

var said = map[string]string{"etonnement": "Le temps donné à chacun.", "pratique": "Appeler avant d’adresser."}

// A rapport d’étonnement: a draft from the first half-day on, sent once the stage is over, given back with a reason and
// sent again; the host's feedback moves nothing.
func TestReportFromTheDraftToTheEnd(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ReportReviewed = true })
	p := testapp.Signed(t, app, testapp.Matched(t, app, c, testapp.Offer(t, app, c, nil), "Exemple", "Camille"))
	id, at := p.Row.ID, testapp.Now.AddDate(0, 0, 12)
	if err := placement.SaveReport(app, at, id, domain.PartyTrainee, said); !domain.Is(err, domain.ErrReportEarly) {
		t.Errorf("before any half-day: %v", err)
	}
	p = told(t, app, p, 0, domain.HalfDayTold{Present: true, Minutes: p.P.Days[0].Minutes()})
	must(t, placement.SaveReport(app, at, id, domain.PartyTrainee, map[string]string{"etonnement": "Le début"}))
	ready := placement.Words{Answers: said, Read: true}
	if err := placement.SendReport(app, at, id, domain.PartyTrainee, ready); !domain.Is(err, domain.ErrReportUnended) {
		t.Errorf("before the end: %v", err)
	}
	must(t, placement.SendReport(app, at, id, domain.PartyHost, ready))
	testapp.Attended(t, app, p)

	doubtful := placement.Words{Answers: map[string]string{"etonnement": "Monsieur Essai m’a reçu.", "pratique": "Un mot"}}
	err := placement.SendReport(app, at, id, domain.PartyTrainee, doubtful)
	if !domain.Is(err, domain.ErrReportRead) || !domain.Is(err, domain.ErrReportDoubt) {
		t.Errorf("unread and doubtful: %v", domain.Refusals(err))
	}
	doubtful.Read, doubtful.Sure = true, "Monsieur Autre"
	if err := placement.SendReport(app, at, id, domain.PartyTrainee, doubtful); !domain.Is(err, domain.ErrReportDoubt) {
		t.Errorf("sure of other words: %v", err)
	}
	if err := placement.SendReport(app, at, id, domain.PartyTrainee, placement.Words{Read: true}); !domain.Is(err, domain.ErrRequired) {
		t.Errorf("empty: %v", err)
	}
	doubtful.Sure = "Monsieur Essai"
	must(t, placement.SendReport(app, at, id, domain.PartyTrainee, doubtful))
	must(t, placement.SendReport(app, at, id, domain.PartyTrainee, ready)) // sent twice: once
	if r := reportOf(t, app, id); r.Case.P.State != domain.PlacementReportReceived || !r.Sent() || r.Answers["pratique"] != "Un mot" {
		t.Errorf("sent: %s %+v", r.Case.P.State, r.Answers)
	}
	if err := placement.SaveReport(app, at, id, domain.PartyTrainee, said); !domain.Is(err, domain.ErrReportSent) {
		t.Errorf("a draft over what was sent: %v", err)
	}

	back := testapp.Moved(t, app, at, p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveReturn})
	r := reportOf(t, app, id)
	if why, _ := r.Case.Returned(); back.P.State != domain.PlacementDone || r.Sent() || why == "" || r.Answers["pratique"] != "Un mot" {
		t.Errorf("given back: %s %v %q %+v", back.P.State, r.Sent(), why, r.Answers)
	}
	must(t, placement.SendReport(app, at, id, domain.PartyTrainee, ready))
	testapp.Moved(t, app, at, p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveCertify})
	if r := reportOf(t, app, id); !r.Sent() || r.Answers["etonnement"] != said["etonnement"] {
		t.Errorf("at the end: %+v", r.Answers)
	}
	opinions(t, app, id, c.ID)
}

// opinions: each party answers once, and nothing of what is kept says who.
func opinions(t *testing.T, app core.App, id, campaign string) {
	t.Helper()
	before, _ := records.PlacementReportOf(app, id, "trainee")
	for _, by := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		o := domain.Opinion{Notes: map[string]int{}, Text: "  Un mot. "}
		if err := placement.Opine(app, id, by, o); !domain.Is(err, domain.ErrRequired) {
			t.Errorf("%s without a note: %v", by, err)
		}
		for i, q := range domain.OpinionQuestions(by) {
			o.Notes[q.Key] = i + 1
		}
		must(t, placement.Opine(app, id, by, o))
		if err := placement.Opine(app, id, by, o); !domain.Is(err, domain.ErrOpinionTwice) {
			t.Errorf("%s twice: %v", by, err)
		}
	}
	list, err := records.PlacementOpinions(app, campaign)
	must(t, err)
	var columns []string
	must(t, app.DB().NewQuery("SELECT name FROM pragma_table_info('placement_opinions')").Column(&columns))
	after, _ := records.PlacementReportOf(app, id, "trainee")
	slices.Sort(columns)
	if len(list) != 2 || !slices.Equal(columns, []string{"answers", "campaign", "id", "party"}) || !after.Opinion || !after.Updated.Equal(before.Updated) {
		t.Errorf("%d answers, columns %v, %+v", len(list), columns, after)
	}
	var o domain.Opinion
	must(t, json.Unmarshal(list[0].Answers, &o))
	var rows []int64
	must(t, app.DB().NewQuery("SELECT rowid FROM placement_opinions").Column(&rows))
	if o.Text != "Un mot." || slices.Min(rows) < 1000 { // in turn, they would be 1 and 2
		t.Errorf("%+v at %v", o, rows)
	}
}

func reportOf(t testing.TB, app core.App, id string) *placement.Report {
	t.Helper()
	r, err := placement.OpenReport(app, id, domain.PartyTrainee)
	must(t, err)
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
