package registration_test

import (
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func TestTwoExchangeTheirSessions(t *testing.T) {
	app := testapp.New(t)
	morning, evening := testapp.Event(t, app, 1, nil), testapp.Event(t, app, 1, func(d *event.Draft) { d.Title = "Autre session" })
	a, b := testapp.Register(t, app, morning, "Mésange", "Ada"), testapp.Register(t, app, evening, "Pinson", "Bo")
	waits, waitsToo := testapp.Register(t, app, morning, "Attend", "Cleo"), testapp.Register(t, app, evening, "Mésange", "Ada")
	if err := registration.Swap(app, testapp.Now, a.ID, b.ID, "participant"); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ seat, holder *records.Registration }{{a, b}, {b, a}} {
		next, err := records.SuccessorOf(app, x.seat.ID)
		if err != nil || next.Event != x.seat.Event || next.Person != x.holder.Person || next.Email != x.holder.Email || next.State != "confirmed" {
			t.Fatalf("%+v %v", next, err)
		}
		if got := causes(t, app, next); got != "succession" {
			t.Errorf("letters: %s", got)
		}
		if again(t, app, x.seat).State != "replaced" {
			t.Error("the old one is not replaced")
		}
	}
	if again(t, app, waits).State != "waitlisted" || again(t, app, waitsToo).State != "cancelled" {
		t.Error("the lists: only who got a seat leaves it")
	}
	if err := registration.Swap(app, testapp.Now, a.ID, b.ID, "participant"); !domain.Is(err, domain.ErrState) {
		t.Errorf("twice: %v", err)
	}
	sound(t, app, testapp.Now)
}

func workshops(t *testing.T, e *records.Event) records.Question {
	t.Helper()
	return records.Question{Event: e.ID, Kind: domain.Workshop, Label: "Atelier", Position: 1,
		Options: records.Options{{ID: "peinture", Label: "Peinture", Capacity: 1}, {ID: "musique", Label: "Musique", Capacity: 1}}}
}

func TestTwoExchangeTheirWorkshops(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	q := workshops(t, e)
	if err := records.PutQuestion(app, &q); err != nil {
		t.Fatal(err)
	}
	register := func(last, workshop string) *records.Registration {
		in := testapp.Request(e, last, "Ada")
		in.Answers = records.Answers{q.ID: {workshop}}
		a, err := registration.Register(app, testapp.Now, in)
		if err != nil {
			t.Fatal(err)
		}
		return a.Registration
	}
	a, b := register("Mésange", "peinture"), register("Pinson", "musique")
	waits := register("Attend", "musique")
	if err := registration.Swap(app, testapp.Now, a.ID, b.ID, "participant"); err != nil {
		t.Fatal(err)
	}
	x, y := again(t, app, a), again(t, app, b)
	if x.Answers[q.ID][0] != "musique" || y.Answers[q.ID][0] != "peinture" || x.Ticket != a.Ticket || x.State != "confirmed" {
		t.Errorf("%+v %+v", x, y)
	}
	if again(t, app, waits).State != "waitlisted" {
		t.Error("the list moved")
	}
	x.Answers = y.Answers
	if err := records.SaveRegistration(app, x); err != nil {
		t.Fatal(err)
	}
	if err := registration.Swap(app, testapp.Now, a.ID, b.ID, "participant"); !domain.Is(err, domain.ErrSwapSame) {
		t.Errorf("the same workshop: %v", err)
	}
}

func TestASwapAsksTheOther(t *testing.T) {
	app := testapp.New(t)
	one, two := testapp.Event(t, app, 1, nil), testapp.Event(t, app, 1, func(d *event.Draft) { d.Title = "Autre session" })
	a, b := testapp.Register(t, app, one, "Mésange", "Ada"), testapp.Register(t, app, two, "Pinson", "Bo")
	open := func() registration.Proposal {
		t.Helper()
		received, _, err := registration.OpenSwaps(app, testapp.Now, b.ID)
		if err != nil || len(received) != 1 || received[0].Other.ID != a.ID {
			t.Fatal(received, err)
		}
		return received[0]
	}
	if err := registration.ProposeSwap(app, testapp.Now, a.ID, two.ID, "BCDF2345"); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("a code of nobody: %v", err)
	}
	if err := registration.ProposeSwap(app, testapp.Now, a.ID, one.ID, a.ShortCode); !domain.Is(err, domain.ErrSwapSelf) {
		t.Errorf("one's own code: %v", err)
	}
	for range 2 {
		if err := registration.ProposeSwap(app, testapp.Now, a.ID, two.ID, b.ShortCode); err != nil {
			t.Fatal(err)
		}
	}
	p := open()
	if err := registration.AnswerSwap(app, testapp.Now, p.ID, a.ID, true); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("who proposes answers: %v", err)
	}
	if err := registration.AnswerSwap(app, testapp.Now, p.ID, b.ID, false); err != nil {
		t.Fatal(err)
	}
	if err := registration.AnswerSwap(app, testapp.Now, p.ID, b.ID, true); !domain.Is(err, domain.ErrSwapLapsed) {
		t.Errorf("accepted after a refusal: %v", err)
	}
	if err := registration.ProposeSwap(app, testapp.Now, a.ID, two.ID, b.ShortCode); err != nil {
		t.Fatal(err)
	}
	p = open()
	for range 2 {
		if err := registration.AnswerSwap(app, testapp.Now, p.ID, b.ID, true); err != nil {
			t.Fatal(err)
		}
	}
	next, err := records.SuccessorOf(app, a.ID)
	if err != nil || next.Person != b.Person {
		t.Fatal(next, err)
	}
	// A proposal lapses when one of the two changes.
	last, err := records.SuccessorOf(app, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := registration.ProposeSwap(app, testapp.Now, next.ID, two.ID, last.ShortCode); err != nil {
		t.Fatal(err)
	}
	received, _, err := registration.OpenSwaps(app, testapp.Now, last.ID)
	if err != nil || len(received) != 1 {
		t.Fatal(received, err)
	}
	if err := registration.Cancel(app, testapp.Now, next.ID, registration.ByPerson, "participant", ""); err != nil {
		t.Fatal(err)
	}
	if err := registration.AnswerSwap(app, testapp.Now, received[0].ID, last.ID, true); !domain.Is(err, domain.ErrSwapLapsed) {
		t.Errorf("after a cancellation: %v", err)
	}
	if received, _, _ := registration.OpenSwaps(app, testapp.Now, last.ID); len(received) != 0 {
		t.Error("a lapsed proposal is still shown")
	}
	sound(t, app, testapp.Now)
}
