package mailing_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/mail"
	"passerelle/internal/mailing"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// after makes an event so many days after the tests' moment, with the usual reminder.
func after(t *testing.T, app core.App, days int) *records.Event {
	return testapp.Event(t, app, 0, func(d *event.Draft) {
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 0, days-1), d.Slots[i].End.AddDate(0, 0, days-1)
		}
	})
}

func run(t *testing.T, app core.App, at string) int {
	t.Helper()
	now, err := paris.Parse(at)
	must(t, err)
	n, err := mailing.Run(app, now)
	must(t, err)
	again, err := mailing.Run(app, now.Add(time.Minute))
	must(t, err)
	if again != 0 {
		t.Errorf("%s: a minute later, %d more", at, again)
	}
	return n
}

func count(t *testing.T, app core.App, kind string) (n int) {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 5000})
	must(t, err)
	for _, l := range rows {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

func TestAReminderLeavesOnceToWhoStillComes(t *testing.T) {
	app := testapp.New(t)
	e := after(t, app, 10) // Monday 30 November
	for i := range 120 {
		testapp.Register(t, app, e, "Essai", fmt.Sprint("Numero", i))
	}
	gone := testapp.Register(t, app, e, "Essai", "Partie")
	must(t, registration.Cancel(app, testapp.Now, gone.ID, registration.ByPerson, "participant", ""))
	if n := run(t, app, "2026-11-28T08:58"); n != 0 {
		t.Errorf("%d before its hour", n)
	}
	if n := run(t, app, "2026-11-28T09:00"); n != 120 {
		t.Errorf("%d at its hour", n)
	}
	late, err := registration.Register(app, testapp.Now.AddDate(0, 0, 9), testapp.Request(e, "Essai", "Tardive"))
	must(t, err)
	if n := run(t, app, "2026-11-29T18:00"); n != 1 {
		t.Errorf("%d to who came late", n)
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: late.Registration.ID, Limit: 5})
	must(t, err)
	if len(rows) != 2 || !strings.Contains(rows[0].Text+rows[1].Text, "|annuler:"+late.Registration.ID+"]]") {
		t.Errorf("%+v", rows)
	}
	_, err = registration.Register(app, e.StartsAt.Time(), testapp.Request(e, "Essai", "Derniere"))
	must(t, err)
	if n := run(t, app, "2026-11-30T09:00"); n != 0 {
		t.Errorf("%d once the event began", n)
	}
}

func TestNothingLeavesAboutADraftOrWhatWasCalledOff(t *testing.T) {
	app := testapp.New(t)
	e := after(t, app, 10)
	testapp.Register(t, app, e, "Essai", "Alba")
	must(t, event.Cancel(app, testapp.Now, "essai", e.ID, ""))
	if n := run(t, app, "2026-11-29T09:00"); n != 0 {
		t.Errorf("%d about an event that was called off", n)
	}
}

// A moved event is written about anew, and who withdrew after the letter was queued does not get it.
func TestAMovedEventIsWrittenAboutAnewAndAWaitingLetterIsDropped(t *testing.T) {
	app := testapp.New(t)
	e := after(t, app, 10)
	r := testapp.Register(t, app, e, "Essai", "Alba")
	if n := run(t, app, "2026-11-28T09:00"); n != 1 {
		t.Fatal(n)
	}
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	d := event.DraftOf(e, slots, nil)
	for i := range d.Slots {
		d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 0, 7), d.Slots[i].End.AddDate(0, 0, 7)
	}
	_, err = event.Save(app, testapp.Now, "essai", d)
	must(t, err)
	if n := run(t, app, "2026-12-05T09:00"); n != 1 {
		t.Errorf("%d about the new date", n)
	}
	must(t, registration.Cancel(app, testapp.Now, r.ID, registration.ByPerson, "participant", ""))
	sent, err := mail.Deliver(t.Context(), app, func() time.Time { return testapp.Now.AddDate(0, 0, 16) }, office, nothing, 100)
	must(t, err)
	if sent == 0 || count(t, app, mail.Reminder) != 0 {
		t.Errorf("%d sent, %d reminders are left", sent, count(t, app, mail.Reminder))
	}
}

func TestThanksGoToWhoCameOnceTheEventIsClosed(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil) // 21 November
	came, absent := testapp.Register(t, app, e, "Essai", "Presente"), testapp.Register(t, app, e, "Essai", "Absente")
	must(t, mailing.Save(app, testapp.Now, "essai", e.ID, mailing.Settings{Thanks: 1, ThanksNote: "À bientôt."}))
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	must(t, records.PutAttendance(app, records.Attendance{Event: e.ID, Registration: came.ID, Slot: slots[0].ID, FirstAt: slots[0].StartsAt, Minutes: 60, Proof: 4, Scans: 1}, true))
	if n := run(t, app, "2026-11-22T09:00"); n != 0 {
		t.Errorf("%d before the closing", n)
	}
	must(t, event.Close(app, e.EndsAt.Time().Add(time.Hour), "essai", e.ID))
	if n := run(t, app, "2026-11-22T09:00"); n != 1 {
		t.Errorf("%d after it", n)
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: absent.ID, Limit: 5})
	must(t, err)
	for _, l := range rows {
		if l.Kind == mail.Thanks {
			t.Error("thanks to who was absent")
		}
	}
}

func TestAChangeIsToldOnceToAllWhoAreRegistered(t *testing.T) {
	app := testapp.New(t)
	e := after(t, app, 10)
	if _, err := mailing.Untold(app, testapp.Now, e); !domain.Is(err, domain.ErrNotFound) {
		t.Fatal(err)
	}
	testapp.Register(t, app, e, "Essai", "Alba")
	r := testapp.Register(t, app, e, "Essai", "Bruno")
	move := func(place string) {
		slots, err := records.Slots(app, e.ID)
		must(t, err)
		d := event.DraftOf(e, slots, nil)
		d.Seen, d.Place = "", place
		e, err = event.Save(app, testapp.Now, "essai", d)
		must(t, err)
	}
	move("Ailleurs")
	first, err := mailing.Untold(app, testapp.Now, e)
	must(t, err)
	move("Plus loin")
	c, err := mailing.Untold(app, testapp.Now, e)
	must(t, err)
	if len(c.Readers) != 2 || !strings.HasPrefix(c.OldPlace, "Salle des essais") || c.OldSlots != nil {
		t.Fatalf("%+v", c)
	}
	if _, err := mailing.Tell(app, testapp.Now, "essai", e.ID, first.ID); !domain.Is(err, domain.ErrState) {
		t.Error("a change that moved again was told", err)
	}
	n, err := mailing.Tell(app, testapp.Now, "essai", e.ID, c.ID)
	must(t, err)
	if _, err := mailing.Tell(app, testapp.Now, "essai", e.ID, c.ID); n != 2 || !domain.Is(err, domain.ErrState) || count(t, app, mail.Changed) != 2 {
		t.Errorf("%d told, then %v", n, err)
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 5})
	must(t, err)
	for _, l := range rows {
		if l.Kind == mail.Changed && (!strings.Contains(l.Text, "Plus loin") || len(l.Attachments) != 1) {
			t.Errorf("%s, %v", l.Text, l.Attachments)
		}
	}
	move("Encore")
	move("Plus loin")
	if _, err := mailing.Untold(app, testapp.Now, e); !domain.Is(err, domain.ErrNotFound) {
		t.Error("moved, and moved back", err)
	}
}

func TestALetterByHandGoesOnceToTheChosen(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 2, nil)
	for _, name := range []string{"Alba", "Bruno", "Chloé"} {
		testapp.Register(t, app, e, "Essai", name)
	}
	in := mailing.Letter{Event: e.ID, Intent: records.NewID(), By: records.Narrow{mailing.ByState: "waitlisted"}, People: 1,
		Wording: mail.Wording{Subject: "Un mot", Text: "Bonjour {prénom},\n\n[[a|inscription:x]]"}}
	for range 2 {
		m, err := mailing.Write(app, testapp.Now, "essai", in)
		must(t, err)
		if m.People != 1 || count(t, app, mail.Written) != 1 {
			t.Fatalf("%+v", m)
		}
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 20})
	must(t, err)
	for _, l := range rows {
		if l.Kind == mail.Written && (!strings.HasPrefix(l.Text, "Bonjour Chloé,") || strings.Contains(l.Text, "[[")) {
			t.Error(l.Text)
		}
	}
	in.Intent, in.By = records.NewID(), records.Narrow{}
	if _, err := mailing.Write(app, testapp.Now, "essai", in); !domain.Is(err, domain.ErrCountChanged) {
		t.Error("another number than was seen", err)
	}
	in.By = records.Narrow{mailing.ByPresence: mailing.Came}
	if _, err := mailing.Write(app, testapp.Now, "essai", in); !domain.Is(err, domain.ErrNobody) {
		t.Error(err)
	}
	in.Wording.Text = "{inconnue}"
	if _, err := mailing.Write(app, testapp.Now, "essai", in); !domain.Is(err, domain.ErrVariable) || count(t, app, mail.Written) != 1 {
		t.Error(err)
	}
}

func TestTheCoordinatorsWordsAreThoseThatLeave(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	must(t, mailing.Reword(app, testapp.Now, "essai", mail.Confirmation, mail.Wording{Subject: "C’est bon {prénom}", Text: "Rendez-vous : {lieu}"}))
	r := testapp.Register(t, app, e, "Essai", "Alba")
	rows, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 1})
	must(t, err)
	if rows[0].Subject != "C’est bon Alba" || rows[0].Text != "Rendez-vous : Salle des essais, 1 rue des Essais, Arras\n" {
		t.Errorf("%s\n%s", rows[0].Subject, rows[0].Text)
	}
	must(t, mailing.Restore(app, testapp.Now, "essai", mail.Confirmation))
	if w, err := mail.WordingOf(app, mail.Confirmation); err != nil || w != mail.House(mail.Confirmation) {
		t.Error(w, err)
	}
	if err := mailing.Reword(app, testapp.Now, "essai", mail.LoginCode, mail.Wording{Subject: "x", Text: "y"}); !domain.Is(err, domain.ErrNotFound) {
		t.Error("a login code is nobody's to reword", err)
	}
}

func TestFilesThatGoWithTheInstructions(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 5, nil)
	if err := mailing.AddFile(app, testapp.Now, "essai", e.ID, "x.exe", []byte("MZ")); !domain.Is(err, domain.ErrEnclosure) {
		t.Error(err)
	}
	for i := range mailing.MaxFiles {
		must(t, mailing.AddFile(app, testapp.Now, "essai", e.ID, fmt.Sprint("plan", i, ".pdf"), []byte("%PDF-1.4")))
	}
	if err := mailing.AddFile(app, testapp.Now, "essai", e.ID, "plan.pdf", []byte("%PDF-1.4")); !domain.Is(err, domain.ErrTooManyFiles) {
		t.Error(err)
	}
	testapp.Register(t, app, e, "Essai", "Alba")
	must(t, mailing.Save(app, testapp.Now, "essai", e.ID, mailing.Settings{Joining: 7, JoiningNote: "Badge.\n\n- Parking"}))
	if n := run(t, app, "2026-11-20T10:00"); n != 1 {
		t.Fatal(n)
	}
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 5})
	must(t, err)
	for _, l := range rows {
		if l.Kind == mail.Joining && (len(l.Attachments) != 3 || !strings.HasPrefix(l.Attachments[0], "fichier:piece:") || !strings.Contains(l.Text, "Badge.\n\n- Parking")) {
			t.Errorf("%v\n%s", l.Attachments, l.Text)
		}
	}
}

// postbox takes every letter.
type postbox struct{}

func office(context.Context) (mail.Mailer, error)        { return postbox{}, nil }
func (postbox) Send(context.Context, mail.Message) error { return nil }
func (postbox) Close()                                   {}
func nothing(core.App, string) (mail.Attachment, error) {
	return mail.Attachment{Name: "x", Bytes: []byte("x")}, nil
}
