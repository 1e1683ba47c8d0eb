package body_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"pgregory.net/rapid"

	"passerelle/internal/body"
	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
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

// committee is a body of these members and a meeting of it, the day after Now.
func committee(t testing.TB, app core.App, quorum int, members ...string) (*records.Body, *records.Event) {
	t.Helper()
	b, err := body.Save(app, testapp.Now, "essai", "", body.Form{Name: "COPIL", Kind: "steering", Quorum: quorum, Intent: records.NewID()})
	must(t, err)
	for _, last := range members {
		_, err := body.SaveMember(app, testapp.Now, "essai", b.ID, "", body.MemberForm{LastName: last, FirstName: "Alba", Intent: records.NewID(),
			Email: strings.ToLower(last) + "@exemple.invalid", Structure: "CH Lens", From: "2026-01-01"})
		must(t, err)
	}
	e := testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Title, d.Visibility, d.Certificate = "Réunion du COPIL", domain.Internal, false
	})
	must(t, body.Choose(app, testapp.Now, "essai", e.ID, b.ID))
	e, err = records.EventOf(app, e.ID)
	must(t, err)
	return b, e
}

func invitations(t testing.TB, app core.App, e *records.Event) []records.Invitation {
	t.Helper()
	rows, err := records.Invitations(app, e.ID)
	must(t, err)
	return rows
}

func letters(t testing.TB, app core.App, e *records.Event, kind string) (n int) {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Event: e.ID, Limit: 500})
	must(t, err)
	for _, l := range rows {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

func TestInvitingTwiceInvitesOnlyWhoIsNew(t *testing.T) {
	app := testapp.New(t)
	b, e := committee(t, app, 0, "Orme", "Saule")
	_, err := body.SaveMember(app, testapp.Now, "essai", b.ID, "", body.MemberForm{LastName: "Parti", FirstName: "Alba", Email: "parti@exemple.invalid",
		From: "2025-01-01", To: "2026-11-20", Intent: records.NewID()}) // gone the day before the meeting
	must(t, err)
	_, err = body.SaveMember(app, testapp.Now, "essai", b.ID, "", body.MemberForm{LastName: "Dernier-Jour", FirstName: "Alba",
		From: "2026-11-21", To: "2026-11-21", Intent: records.NewID()})
	must(t, err)
	out, err := body.Invite(app, testapp.Now, "essai", e.ID)
	must(t, err)
	if out.People != 3 || out.NoAddress != 1 {
		t.Fatalf("%+v", out)
	}
	out, err = body.Invite(app, testapp.Now, "essai", e.ID)
	must(t, err)
	if out.People != 0 || letters(t, app, e, "invitation") != 2 {
		t.Fatalf("%+v, %d letters", out, letters(t, app, e, "invitation"))
	}
	p, err := body.Paste(app, testapp.Now, "essai", b.ID, "Nom;Prénom;Adresse\r\nHoublon;Zoé;zoe@exemple.invalid;Directrice;CH Lens\nOrme\tAlba\n;;sans nom\nIris\tNoé\t\tElu\n")
	must(t, err)
	if p.Added != 2 || p.Known != 1 || len(p.Rest) != 1 {
		t.Fatalf("%+v", p)
	}
	out, err = body.Invite(app, testapp.Now, "essai", e.ID)
	must(t, err)
	if out.People != 2 || out.NoAddress != 1 || letters(t, app, e, "invitation") != 3 {
		t.Fatalf("%+v", out)
	}
	if err := body.Choose(app, testapp.Now, "essai", e.ID, ""); !domain.Is(err, domain.ErrState) {
		t.Error("the body of a meeting with invitations changed:", err)
	}
}

func TestRemindersAreTwoAtMostAndADayApart(t *testing.T) {
	app := testapp.New(t)
	_, e := committee(t, app, 0, "Orme", "Saule")
	early := testapp.Now.AddDate(0, 0, -10)
	_, err := body.Invite(app, early, "essai", e.ID)
	must(t, err)
	must(t, body.Answer(app, early, invitations(t, app, e)[0].ID, "participant", body.Reply{Answer: domain.AnswerExcused}))
	for i, c := range []struct {
		after time.Duration
		want  int
	}{{time.Hour, 0}, {25 * time.Hour, 1}, {26 * time.Hour, 0}, {50 * time.Hour, 1}, {100 * time.Hour, 0}} {
		out, err := body.Remind(app, early.Add(c.after), "essai", e.ID)
		must(t, err)
		if out.People != c.want {
			t.Errorf("step %d: %d written to, want %d", i, out.People, c.want)
		}
	}
	if n := letters(t, app, e, "rappel-invitation"); n != 2 {
		t.Errorf("%d reminders", n)
	}
	if _, err := body.Remind(app, e.StartsAt.Time(), "essai", e.ID); !domain.Is(err, domain.ErrEventPast) {
		t.Error("a reminder after the beginning:", err)
	}
}

func TestAnAnswerIsARegistration(t *testing.T) {
	app := testapp.New(t)
	_, e := committee(t, app, 2, "Orme", "Saule", "Tilleul")
	_, err := body.Invite(app, testapp.Now, "essai", e.ID)
	must(t, err)
	rows := invitations(t, app, e)
	answer := func(i int, in body.Reply) {
		t.Helper()
		must(t, body.Answer(app, testapp.Now, rows[i].ID, "participant", in))
	}
	state := func(i int) string {
		t.Helper()
		inv, err := records.InvitationOf(app, rows[i].ID)
		must(t, err)
		r, err := records.RegistrationOf(app, inv.Registration)
		must(t, err)
		return fmt.Sprint(r.Name(), " ", r.State, " ", r.Excused, " ", r.Origin)
	}
	answer(0, body.Reply{Answer: domain.AnswerPresent})
	answer(1, body.Reply{Answer: domain.AnswerExcused, Note: "En congé"})
	answer(2, body.Reply{Answer: domain.AnswerRepresented, LastName: "Linotte", FirstName: "Zoé"})
	for i, want := range []string{"Alba Orme confirmed false coordinator", "Alba Saule confirmed true coordinator", "Zoé Linotte confirmed false coordinator"} {
		if got := state(i); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
	if n := letters(t, app, e, "confirmation"); n != 1 {
		t.Errorf("%d confirmations: an excused member gets none", n)
	}
	s, err := body.SheetOf(app, testapp.Now, e)
	must(t, err)
	if s.Present != 1 || s.Excused != 1 || s.Represented != 1 || s.Taken != 2 || !s.Reached {
		t.Errorf("%+v", s)
	}
	answer(1, body.Reply{Answer: domain.AnswerRemote}) // back: the ticket follows
	answer(2, body.Reply{Answer: domain.AnswerRepresented, LastName: "Pinson", FirstName: "Éloi"})
	if got := state(2); got != "Éloi Pinson confirmed false coordinator" {
		t.Error(got)
	}
	if n := letters(t, app, e, "renvoi"); n != 1 {
		t.Errorf("%d letters to who comes after all", n)
	}
	answer(0, body.Reply{Answer: domain.AnswerRepresented, LastName: "Saule", FirstName: "Alba"}) // another member holds the proxy
	answer(0, body.Reply{Answer: domain.AnswerPresent})                                           // and is left alone
	if got := state(1); got != "Alba Saule confirmed false coordinator" {
		t.Error(got)
	}
	if err := body.Answer(app, testapp.Now, rows[0].ID, "participant", body.Reply{Answer: domain.AnswerRepresented, LastName: "ORME", FirstName: "alba"}); !domain.Is(err, domain.ErrOwnName) {
		t.Error("represented by oneself:", err)
	}
	if err := body.Answer(app, e.StartsAt.Time(), rows[0].ID, "participant", body.Reply{Answer: domain.AnswerExcused}); !domain.Is(err, domain.ErrEventPast) {
		t.Error("answered after the beginning:", err)
	}
	clean(t, app)
}

func clean(t testing.TB, app core.App) {
	t.Helper()
	found, err := check.Run(app, testapp.Now)
	must(t, err)
	for _, v := range found.Violations {
		t.Error(v)
	}
}

// Whatever is answered, in whatever order, an invitation has one live registration at most, and it says what was
// answered last.
func TestAnswersNeverLeaveTwoLiveRegistrations(t *testing.T) {
	app := testapp.New(t)
	_, e := committee(t, app, 0, "Orme", "Saule", "Tilleul")
	_, err := body.Invite(app, testapp.Now, "essai", e.ID)
	must(t, err)
	_, err = registration.Register(app, testapp.Now, registration.Request{Event: e.ID, LastName: "Tilleul", FirstName: "Alba",
		Email: "tilleul@exemple.invalid", Structure: "CH Lens", Origin: domain.FromCoordinator, Actor: "essai"}) // known to the desk before
	must(t, err)
	rows := invitations(t, app, e)
	undo := fmt.Errorf("undo")
	rapid.Check(t, func(t *rapid.T) {
		err := app.RunInTransaction(func(app core.App) error {
			for range rapid.IntRange(1, 8).Draw(t, "steps") {
				i := rapid.IntRange(0, 2).Draw(t, "who")
				in := body.Reply{Answer: rapid.SampledFrom(domain.MeetingAnswers).Draw(t, "answer"), FirstName: "Alba",
					LastName: rapid.SampledFrom([]string{"Linotte", "Pinson", "Orme", "Saule"}).Draw(t, "by")}
				err := body.Answer(app, testapp.Now, rows[i].ID, "participant", in)
				if domain.Is(err, domain.ErrOwnName) {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				agrees(t, app, e, rows[i].ID, in)
			}
			return undo
		})
		if err != undo {
			t.Fatal(err)
		}
	})
}

func agrees(t *rapid.T, app core.App, e *records.Event, id string, in body.Reply) {
	i, err := records.InvitationOf(app, id)
	if err != nil {
		t.Fatal(err)
	}
	r, err := records.RegistrationOf(app, i.Registration)
	if err != nil {
		t.Fatal(err)
	}
	represented := in.Answer == domain.AnswerRepresented
	if r.State != "confirmed" || !represented && r.Excused != (in.Answer == domain.AnswerExcused) || represented && r.LastName != in.LastName {
		t.Fatalf("%s by %s: %s %s, excused %t", in.Answer, in.LastName, r.Name(), r.State, r.Excused)
	}
	all, err := records.Registrations(app, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := body.SheetOf(app, testapp.Now, e)
	if err != nil {
		t.Fatal(err)
	}
	borne := map[string]bool{}
	for _, g := range sheet.Guests {
		borne[g.Registration] = true
	}
	for _, r := range all {
		if strings.HasPrefix(r.Intent, "invitation:") && domain.State(r.State).Live() && !borne[r.ID] {
			t.Fatalf("%s holds a seat for no invitation", r.Name())
		}
	}
	if n := sheet.Present + sheet.Remote + sheet.Excused + sheet.Represented + sheet.Withdrawn + sheet.Silent; n != len(sheet.Guests) {
		t.Fatalf("%d of %d guests stand somewhere", n, len(sheet.Guests))
	}
}

func TestTheYearAddsUp(t *testing.T) {
	app := testapp.New(t)
	b, e := committee(t, app, 0, "Orme", "Saule", "Tilleul", "Vigne", "Zinnia")
	_, err := body.Invite(app, testapp.Now, "essai", e.ID)
	must(t, err)
	rows := invitations(t, app, e)
	for i, in := range []body.Reply{{Answer: domain.AnswerPresent}, {Answer: domain.AnswerRepresented, LastName: "Linotte", FirstName: "Zoé"},
		{Answer: domain.AnswerExcused}, {Answer: domain.AnswerRemote}} {
		must(t, body.Answer(app, testapp.Now, rows[i].ID, "participant", in))
	}
	place, err := door.Open(app, e.ID, "", "essai")
	must(t, err)
	for i := range 2 { // Orme and Linotte come; Vigne, expected, does not; Zinnia walks in without having answered
		inv, err := records.InvitationOf(app, rows[i].ID)
		must(t, err)
		_, err = door.Correct(app, e.StartsAt.Time(), place, door.Correction{Nonce: inv.ID, Registration: inv.Registration, Slot: place.Slots[0].ID, Present: true, Reason: "feuille"})
		must(t, err)
	}
	at := e.StartsAt.Time().Format(time.RFC3339)
	_, err = door.Admit(app, e.StartsAt.Time(), place, door.WalkIn{Nonce: "z", SentAt: at, At: at, Slot: place.Slots[0].ID, LastName: "ZINNIA", FirstName: "alba"})
	must(t, err)
	y, err := body.YearOf(app, b.ID, 2026)
	must(t, err)
	if y.Total.Invited != 0 {
		t.Error("a meeting that is not closed counts", y.Total)
	}
	must(t, event.Close(app, e.EndsAt.Time(), "essai", e.ID))
	y, err = body.YearOf(app, b.ID, 2026)
	must(t, err)
	want := domain.Attendance{Invited: 5, Present: 2, Represented: 1, Excused: 1, Absent: 1}
	sum := domain.Attendance{}
	for _, l := range y.Members {
		sum = domain.Attendance{Invited: sum.Invited + l.Invited, Present: sum.Present + l.Present, Represented: sum.Represented + l.Represented,
			Excused: sum.Excused + l.Excused, Absent: sum.Absent + l.Absent}
	}
	if y.Total != want || sum != want || len(y.Organisations) != 1 || y.Organisations[0].Attendance != want || y.Meetings[0].Attendance != want || y.Total.Rate() != 0.6 {
		t.Errorf("%+v", y)
	}
	if y, err := body.YearOf(app, b.ID, 2025); err != nil || y.Total.Invited != 0 {
		t.Error(y, err)
	}
	clean(t, app)
}
