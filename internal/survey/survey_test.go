package survey_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/mailing"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/stats"
	"passerelle/internal/survey"
	"passerelle/internal/testapp"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// held is an event of 21 November that was closed: came were present, the last absent. Its moment after is the evening.
func held(t *testing.T, app core.App, people int, change func(*records.Event)) (e *records.Event, came []*records.Registration, after time.Time) {
	t.Helper()
	e = testapp.Event(t, app, 0, nil)
	e, err := records.EventOf(app, e.ID)
	must(t, err)
	e.SurveyHot, e.SurveyCold = reference.HotSurvey, reference.ColdSurvey
	if change != nil {
		change(e)
	}
	must(t, records.SaveEvent(app, e))
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	for i := range people + 1 {
		r := testapp.Register(t, app, e, "Essai", fmt.Sprint("Personne", i))
		if i == people {
			break
		}
		must(t, records.PutAttendance(app, records.Attendance{Event: e.ID, Registration: r.ID, Slot: slots[0].ID, FirstAt: slots[0].StartsAt, Minutes: 60, Proof: 4, Scans: 1}, true))
		came = append(came, r)
	}
	after = e.EndsAt.Time().Add(time.Hour)
	must(t, event.Close(app, after, "essai", e.ID))
	return e, came, after
}

func typed(values map[string]string) func(string) []string {
	return func(key string) []string {
		if v := values[key]; v != "" {
			return []string{v}
		}
		return nil
	}
}

func token(t *testing.T, app core.App, registration, kind string) string {
	t.Helper()
	i, err := records.SurveyInvitationFor(app, registration, kind)
	must(t, err)
	secret, err := link.Token(app, link.Survey, i.ID)
	must(t, err)
	return secret
}

func letters(t *testing.T, app core.App, kind string) (n int) {
	t.Helper()
	must(t, app.DB().NewQuery("SELECT COUNT(*) FROM outbox WHERE kind = {:k}").Bind(dbx.Params{"k": kind}).Row(&n))
	return n
}

func TestOnlyWhoCameIsAskedOnceAndRemindedTwiceAtMost(t *testing.T) {
	app := testapp.New(t)
	e, came, after := held(t, app, 3, nil)
	run := func(days, want int) {
		t.Helper()
		at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC).AddDate(0, 0, days)
		n, err := survey.Run(app, at)
		must(t, err)
		again, err := survey.Run(app, at.Add(time.Minute))
		must(t, err)
		if n != want || again != 0 {
			t.Errorf("day %d: %d letters, then %d; want %d", days, n, again, want)
		}
	}
	if n, err := survey.Run(app, after); err != nil || n != 0 {
		t.Errorf("the same evening: %d, %v", n, err)
	}
	run(1, 3)
	must(t, survey.Answer(app, after, token(t, app, came[0].ID, domain.SurveyHot), typed(map[string]string{"satisfaction": "5"})))
	run(10, 0) // nobody is reminded « à chaud »
	run(74, 0)
	run(75, 3)
	must(t, survey.Answer(app, after.AddDate(0, 0, 76), token(t, app, came[1].ID, domain.SurveyCold), typed(map[string]string{"satisfaction": "4"})))
	_, err := app.DB().Update("registrations", dbx.Params{"erased_at": "2026-12-01 00:00:00.000Z"}, dbx.HashExp{"id": came[2].ID}).Execute()
	must(t, err)
	run(89, 1) // the one who did not answer, and was not erased
	run(103, 1)
	run(117, 0)
	run(150, 0)
	if n := letters(t, app, mail.SurveyChase); n != 2 {
		t.Errorf("%d reminders", n)
	}
	s, err := survey.Satisfaction(app, stats.Query{}, false)
	must(t, err)
	if want := (domain.Score{Invited: 3, Replied: 1}); s.Hot != want || s.Events[0].Key != e.ID {
		t.Errorf("%+v", s)
	}
}

// Who came from a list of the past, or was erased, is asked nothing.
func TestAListOfThePastAsksNobody(t *testing.T) {
	app := testapp.New(t)
	_, came, after := held(t, app, 3, nil)
	for i, change := range []dbx.Params{{"origin": "import"}, {"erased_at": "2026-11-21 20:00:00.000Z"}} {
		_, err := app.DB().Update("registrations", change, dbx.HashExp{"id": came[i].ID}).Execute()
		must(t, err)
	}
	if n, err := survey.Run(app, after.AddDate(0, 0, 1)); err != nil || n != 1 {
		t.Errorf("%d letters, %v; want 1", n, err)
	}
	if _, err := records.SurveyInvitationFor(app, came[2].ID, domain.SurveyHot); err != nil {
		t.Error(err)
	}
}

func TestThanksBringTheQuestionToWhoCame(t *testing.T) {
	app := testapp.New(t)
	e, came, _ := held(t, app, 2, func(e *records.Event) { e.ThanksDays = 1 })
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	n, err := mailing.Run(app, at)
	must(t, err)
	own, err := survey.Run(app, at)
	must(t, err)
	if n != 2 || own != 0 {
		t.Errorf("%d thanks, %d letters of their own", n, own)
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: came[0].ID, Limit: 9})
	must(t, err)
	i, err := records.SurveyInvitationFor(app, came[0].ID, domain.SurveyHot)
	must(t, err)
	if !slices.ContainsFunc(rows, func(l records.Letter) bool { return strings.Contains(l.Text, "|enquete:"+i.ID+"]]") }) || i.Event != e.ID {
		t.Error("the thanks do not bring the question")
	}
}

// The certificate that waits for the evaluation follows the answer; what is noted of it is the same for all.
func TestTheCertificateFollowsTheAnswerAndNothingTellsWhen(t *testing.T) {
	app := testapp.New(t)
	e, came, after := held(t, app, 2, func(e *records.Event) { e.SurveyFirst = true })
	if _, err := certificate.LiveOf(app, came[0].ID); !domain.Is(err, domain.ErrNotFound) {
		t.Fatal("a certificate before the answer", err)
	}
	secret := token(t, app, came[0].ID, domain.SurveyHot) // the closing invited
	audit := func() (n int) {
		must(t, app.DB().NewQuery("SELECT COUNT(*) FROM audit WHERE action = 'answered'").Row(&n))
		return n
	}
	if err := survey.Answer(app, after, secret, typed(map[string]string{"contenu": "3"})); domain.Refusals(err) == nil || domain.Refusals(err)[0].Field != "q-satisfaction" {
		t.Error("a question that is asked for", err)
	}
	must(t, survey.Answer(app, after.Add(time.Hour), secret, typed(map[string]string{"satisfaction": "2"})))
	must(t, survey.Answer(app, after.Add(2*time.Hour), secret, typed(map[string]string{"satisfaction": "5"}))) // the first stays
	r, err := records.RegistrationOf(app, came[0].ID)
	must(t, err)
	if !r.SurveyAt.Equal(e.EndsAt) || audit() != 0 {
		t.Errorf("%v, %d lines", r.SurveyAt, audit())
	}
	if _, err := certificate.LiveOf(app, r.ID); err != nil {
		t.Error(err)
	}
	rows, err := records.SurveyReplies(app)
	must(t, err)
	if len(rows) != 1 || string(rows[0].Answers) != `{"satisfaction":[2]}` {
		t.Errorf("%+v", rows)
	}
}

func TestTheRoomOpensWithTheEventAndAFloodIsBounded(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	_, err := app.DB().Update("events", dbx.Params{"survey_hot": reference.HotSurvey}, dbx.HashExp{"id": e.ID}).Execute()
	must(t, err)
	secret, err := link.Token(app, link.SurveyRoom, e.ID)
	must(t, err)
	say := func(at time.Time) error {
		return survey.AnswerRoom(app, at, secret, typed(map[string]string{"satisfaction": "4", "apprecie": "Les échanges."}))
	}
	if err := say(e.StartsAt.Time().Add(-time.Minute)); !domain.Is(err, domain.ErrSurveySoon) {
		t.Error(err)
	}
	if err := say(e.EndsAt.Time().AddDate(0, 0, 14)); !domain.Is(err, domain.ErrSurveyOver) {
		t.Error(err)
	}
	must(t, app.RunInTransaction(func(tx core.App) error { // one transaction: a hundred would be slow
		for range 99 {
			a := &records.SurveyAnswer{Event: e.ID, Survey: reference.HotSurvey, Kind: domain.SurveyHot, Way: survey.Room, Answers: []byte(`{"satisfaction":[4]}`)}
			must(t, records.AddSurveyAnswer(tx, a, []records.SurveyVerbatim{{Question: "apprecie", Text: "Les échanges."}}))
		}
		return nil
	}))
	must(t, say(e.StartsAt.Time()))
	if err := say(e.StartsAt.Time()); !domain.Is(err, domain.ErrSurveyFlood) {
		t.Error(err)
	}
	if n, err := records.WaitingVerbatims(app); err != nil || n != 100 {
		t.Error(n, err)
	}
}
