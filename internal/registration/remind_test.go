package registration_test

import (
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

// pending registers somebody whose manager is asked, at an event so many days after asked; 0: in three
// weeks.
func pending(t *testing.T, app core.App, asked time.Time, days int, approval bool) (*records.Event, *records.Registration) {
	t.Helper()
	e := ruled(t, app, 5, func(e *records.Event) { e.Manager, e.Approval = true, approval })
	if days > 0 {
		e.StartsAt, e.EndsAt = records.At(asked.AddDate(0, 0, days)), records.At(asked.AddDate(0, 0, days).Add(3*time.Hour))
		if err := records.SaveEvent(app, e); err != nil {
			t.Fatal(err)
		}
	}
	in := testapp.Request(e, "Demande", "Ana")
	in.ManagerEmail = "chefferie@exemple.invalid"
	a, err := registration.Register(app, asked, in)
	if err != nil {
		t.Fatal(err)
	}
	return e, a.Registration
}

func remindersOf(t *testing.T, app core.App, r *records.Registration) (at []string) {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Kind == mail.ManagerAgain {
			at = append(at, rows[i].Created.Time().In(paris.Location).Format("02/01 15:04"))
		}
	}
	return at
}

// The clock ticks every half hour over the change of hour, forwards or back: the reminders leave at nine on the wall.
func TestAManagerIsRemindedOnTheThirdAndSeventhDayAcrossTheChangeOfHour(t *testing.T) {
	for _, c := range []struct {
		name, asked string
		days        int // before the event
		answer      time.Duration
		want        []string
	}{
		{"the hour is lost on the 28th", "2027-03-26T15:00:00Z", 20, 0, []string{"29/03 09:00", "02/04 09:00"}},
		{"the hour comes back on the 31st", "2027-10-29T21:40:00Z", 20, 0, []string{"01/11 09:00", "05/11 09:00"}},
		{"asked just before midnight of Paris", "2027-10-29T22:10:00Z", 20, 0, []string{"02/11 09:00", "06/11 09:00"}},
		{"answered after the first", "2027-03-26T15:00:00Z", 20, 4 * 24 * time.Hour, []string{"29/03 09:00"}},
		{"answered before the first", "2027-03-26T15:00:00Z", 20, time.Hour, nil},
		{"begun before the second", "2027-03-26T15:00:00Z", 5, 0, []string{"29/03 09:00"}},
		{"begun before the first", "2027-03-26T15:00:00Z", 2, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			app := testapp.New(t)
			asked, err := time.Parse(time.RFC3339, c.asked)
			if err != nil {
				t.Fatal(err)
			}
			_, r := pending(t, app, asked, c.days, false)
			for now := asked.Truncate(30 * time.Minute); now.Before(asked.AddDate(0, 0, 15)); now = now.Add(30 * time.Minute) {
				if c.answer > 0 && !now.Before(asked.Add(c.answer)) {
					if err := registration.Agree(app, now, []string{r.ID}, true, ""); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := registration.Remind(app, now); err != nil {
					t.Fatal(err)
				}
			}
			if got := remindersOf(t, app, r); len(got) != len(c.want) || len(got) > 0 && got[0] != c.want[0] || len(got) > 1 && got[1] != c.want[1] {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

// The machine was off for days: one letter, the other later.
func TestRemindersThatWereMissedDoNotComeTogether(t *testing.T) {
	app := testapp.New(t)
	_, r := pending(t, app, testapp.Now, 30, false)
	for _, hours := range []int{9 * 24, 9*24 + 1, 10 * 24, 11 * 24, 12 * 24} {
		if _, err := registration.Remind(app, testapp.Now.Add(time.Duration(hours)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if got := remindersOf(t, app, r); len(got) != 2 || got[0] != "29/11 09:30" || got[1] != "01/12 09:30" {
		t.Errorf("%v", got)
	}
}

func TestAnAgreementIsAskedAgainByHandAndWaived(t *testing.T) {
	for _, approval := range []bool{false, true} {
		app := testapp.New(t)
		_, r := pending(t, app, testapp.Now, 0, approval)
		if err := registration.RemindNow(app, testapp.Now, "essai", r.ID, 0); err != nil {
			t.Fatal(err)
		}
		if err := registration.RemindNow(app, testapp.Now, "essai", r.ID, 0); !domain.Is(err, domain.ErrChangedMeanwhile) {
			t.Errorf("pressed twice: %v", err)
		}
		clean(t, app, testapp.Now)
		if err := registration.Agree(app, testapp.Now, []string{r.ID}, false, "Non"); err != nil {
			t.Fatal(err)
		}
		state(t, app, r, domain.Refused)
		if err := registration.RemindNow(app, testapp.Now, "essai", r.ID, 1); !domain.Is(err, domain.ErrState) {
			t.Errorf("answered: %v", err)
		}
		if err := registration.Reconsider(app, testapp.Now, "essai", r.ID, ""); !domain.Is(err, domain.ErrState) {
			t.Errorf("what the coordinator did not refuse: %v", err)
		}
		clean(t, app, testapp.Now)
		if err := registration.Waive(app, testapp.Now, "essai", r.ID, "Vu au téléphone"); err != nil {
			t.Fatal(err)
		}
		want := map[bool]domain.State{false: domain.Confirmed, true: domain.Requested}[approval]
		state(t, app, r, want)
		if err := registration.Waive(app, testapp.Now, "essai", r.ID, ""); !domain.Is(err, domain.ErrState) {
			t.Errorf("waived twice: %v", err)
		}
		clean(t, app, testapp.Now)
	}
}

// Colleagues of one booking make one letter that names them, and one by hand reminds of all.
func TestAManagerReadsOneLetterForAGroup(t *testing.T) {
	app := testapp.New(t)
	e := ruled(t, app, 9, func(e *records.Event) { e.Manager = true })
	g := colleagues(e, 3, "Service")
	g.ManagerEmail = "chefferie@exemple.invalid"
	b, err := registration.Book(app, testapp.Now, g)
	if err != nil {
		t.Fatal(err)
	}
	if err := registration.RemindNow(app, testapp.Now, "essai", b.Rows[1].Registration.ID, 0); err != nil {
		t.Fatal(err)
	}
	join := testapp.Request(e, "Venue Ensuite", "Zoe")
	join.ManagerEmail, join.Email = g.ManagerEmail, ""
	late, err := registration.Join(app, testapp.Now.Add(time.Hour), b.Booking.ID, join)
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Words: "chefferie@", Limit: 10})
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d letters, want the request, its reminder, and the one for who came later: %v", len(rows), err)
	}
	if again(t, app, b.Rows[2].Registration).ManagerReminders != 1 || again(t, app, late.Registration).ManagerReminders != 0 {
		t.Error("the others are not counted as reminded")
	}
	clean(t, app, testapp.Now)
	var yes []string
	for _, a := range b.Rows {
		yes = append(yes, a.Registration.ID)
	}
	_, stranger := pending(t, app, testapp.Now, 0, false)
	if err := registration.AgreeEach(app, testapp.Now, yes[0], append(yes[:2:2], stranger.ID), yes[2:], ""); err != nil {
		t.Fatal(err)
	}
	state(t, app, b.Rows[0].Registration, domain.Confirmed)
	state(t, app, b.Rows[2].Registration, domain.Refused)
	state(t, app, late.Registration, domain.PendingManager)
	state(t, app, stranger, domain.PendingManager) // another manager's link opens nothing of it
	clean(t, app, testapp.Now)
}
