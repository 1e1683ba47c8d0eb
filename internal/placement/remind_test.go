package placement_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// reminders reads those that were queued, as « to: what ».
func reminders(t *testing.T, app core.App, kinds ...string) (n int, text string) {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range rows {
		for _, k := range kinds {
			if l.Kind == k {
				n, text = n+1, text+l.Recipient+": "+l.Text+"\n"
			}
		}
	}
	return n, text
}

// A party that is late is reminded every seven days and three times for one wait; nobody is before the delay.
func TestWhoIsLateIsRemindedThreeTimes(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ManagerAsked = true })
	o := testapp.Offer(t, app, c, nil)
	p := testapp.Wish(t, app, c, "Exemple", "Camille", nil, o.ID)
	want := 0
	for day := range 60 { // every hour would say the same: the second run of a day adds nothing
		for range 2 {
			if _, err := placement.Remind(app, testapp.Now.AddDate(0, 0, day).Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		if day == 7 || day == 14 || day == 21 { // the manager is left seven days in peace
			want++
		}
		if n, _ := reminders(t, app, mail.StageReminder); n != want {
			t.Fatalf("day %d: %d reminders, want %d", day, n, want)
		}
	}
	if _, text := reminders(t, app, mail.StageReminder); strings.Count(text, "encadrement@exemple.invalid: ") != 3 || !strings.Contains(text, "attend votre accord.") {
		t.Error(text)
	}
	later := testapp.Now.AddDate(0, 0, 70)
	for i, want := range []domain.Code{"", domain.ErrReminded} {
		if err := placement.RemindNow(app, later, "test", p.Row.ID, domain.PartyManager); (err == nil) != (want == "") || want != "" && !domain.Is(err, want) {
			t.Errorf("by hand, time %d: %v", i+1, err)
		}
	}
	if err := placement.RemindNow(app, later, "test", p.Row.ID, domain.PartyHost); !domain.Is(err, domain.ErrNotAwaited) {
		t.Errorf("nothing is awaited of the host: %v", err)
	}
	p.Row.ManagerEmail = ""
	if err := records.SavePlacement(app, p.Row); err != nil {
		t.Fatal(err)
	}
	if err := placement.RemindNow(app, later.AddDate(0, 0, 1), "test", p.Row.ID, domain.PartyManager); !domain.Is(err, domain.ErrUnreachable) {
		t.Errorf("without an address: %v", err)
	}
}

// The day before the first half-day, and no other, trainee and tutor get a short word; the half-days that nobody told of
// are asked for from the tutor.
func TestTheEveAndTheDaysThatNobodyTold(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, nil)
	p := testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Exemple", "Camille"))
	first, _ := domain.Span(p.P.Days)
	for _, at := range []struct {
		days, eve, late int
	}{{-3, 0, 0}, {-1, 2, 0}, {0, 2, 0}, {2, 2, 0}, {4, 2, 1}, {5, 2, 1}} {
		for range 2 {
			if _, err := placement.Remind(app, first.AddDate(0, 0, at.days)); err != nil {
				t.Fatal(err)
			}
		}
		eve, text := reminders(t, app, mail.StageEve, mail.StageEveTutor)
		late, said := reminders(t, app, mail.StageReminder)
		if eve != at.eve || late != at.late {
			t.Errorf("day %d: %d words of the eve, %d reminders", at.days, eve, late)
		}
		if eve > 0 && (!strings.Contains(text, "camille.exemple@") || !strings.Contains(text, "tutorat@")) || late > 0 && !strings.Contains(said, "tutorat@exemple.invalid: ") {
			t.Errorf("%s\n%s", text, said)
		}
	}
}

// Nothing is written about what has no date any more, or was erased; the eve is of the first half-day still to come; a
// signature is asked of who answers for the structure; the coordinator is reminded by a board, never by a letter.
func TestWhoIsLeftInPeace(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, func(o *records.Offer) { o.Places = 9 })
	first, end := domain.Span(o.HalfDays.Slots())
	sent := testapp.Moved(t, app, testapp.Now, testapp.Matched(t, app, c, o, "Exemple", "Envoyé"), domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSend})
	if err := placement.RemindNow(app, testapp.Now.AddDate(0, 0, 1), "test", sent.Row.ID, domain.PartyHost); err != nil {
		t.Fatal(err)
	}
	if _, text := reminders(t, app, mail.StageReminder); !strings.HasPrefix(text, "reference@exemple.invalid: ") {
		t.Error(text)
	}
	if trail, _ := records.AuditOf(app, "placement", sent.Row.ID); len(trail) != 1 || trail[0].Action != "remind" || trail[0].Actor != "test" {
		t.Errorf("%+v", trail)
	}
	waits := testapp.Wish(t, app, c, "Exemple", "Attente", nil, o.ID)
	if err := placement.RemindNow(app, testapp.Now, "test", waits.Row.ID, domain.PartyCoordinator); !domain.Is(err, domain.ErrNotAwaited) {
		t.Errorf("the coordinator: %v", err)
	}

	put := testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Exemple", "Reporté"))
	put = testapp.Moved(t, app, testapp.Now, put, domain.PartyHost, domain.PlacementAct{Move: domain.MovePostpone})
	again := o.HalfDays.Slots()
	for i := range again {
		again[i].ID = records.NewID()
	}
	testapp.Moved(t, app, testapp.Now, put, domain.PartyHost, domain.PlacementAct{Move: domain.MoveResume, Days: again})
	gone := testapp.Signed(t, app, testapp.Matched(t, app, c, o, "Exemple", "Effacé"))
	gone.Row.ErasedAt = records.At(testapp.Now)
	if err := records.SavePlacement(app, gone.Row); err != nil {
		t.Fatal(err)
	}
	half := testapp.Placed(t, app, testapp.Wish(t, app, c, "Exemple", "Moitié", nil, o.ID), o, []domain.Slot{{ID: records.NewID(), Start: first, End: first.Add(time.Hour)},
		{ID: records.NewID(), Start: first.AddDate(0, 0, 5), End: end.AddDate(0, 0, 5)}})
	half = testapp.Signed(t, app, half)
	testapp.Moved(t, app, testapp.Now, half, domain.PartyHost, domain.PlacementAct{Move: domain.MoveTell, HalfDay: domain.HalfDayTold{Slot: half.P.Days[0].ID, Incident: domain.IncidentCancelled}})
	for days, want := range []int{0, 0, 0, 0, 0, 2} { // the eve of day 0, of day 1…
		if _, err := placement.Remind(app, first.AddDate(0, 0, days-1)); err != nil {
			t.Fatal(err)
		}
		if n, text := reminders(t, app, mail.StageEve, mail.StageEveTutor); n != want {
			t.Errorf("the eve of day %d: %d letters, want %d\n%s", days, n, want, text)
		}
	}
}
