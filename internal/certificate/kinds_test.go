package certificate_test

import (
	"strings"
	"testing"
	"time"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/testapp"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func liveSpeech(t *testing.T, h held, speaker string) *records.Certificate {
	t.Helper()
	c, err := records.LiveSpeakerCertificate(h.app, speaker)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A speaker's attestation follows the list: issued at closing, reissued when it says something else, revoked.
func TestASpeakerIsAttestedAsTheListSays(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	must(t, certificate.SaveSpeaker(app, testapp.Now, "essai", records.Speaker{Event: e.ID, LastName: "Fictive", FirstName: "Ode", Function: "Psychologue", Structure: "CMP d’essai",
		Email: "ode@exemple.invalid", Role: "Formation", Subject: "Le rétablissement", Slots: records.List{slots[0].ID}}))
	rows, err := records.Speakers(app, e.ID)
	must(t, err)
	s := rows[0]
	if c, _ := records.LiveSpeakerCertificate(app, s.ID); c != nil {
		t.Fatal("issued before the closing")
	}
	h := hold(t, app, e.Rule, nil, e)
	first := liveSpeech(t, h, s.ID)
	if first == nil {
		t.Fatal("nothing at the closing")
	}
	got := content(t, first)
	if got.Kind != "attestation d’intervention" || got.LastName != "Fictive" || got.Structure != "CMP d’essai" || got.Profession != "Psychologue" || got.Role != "Formation" ||
		got.Subject != "Le rétablissement" || got.Total != 210 || len(got.Slots) != 1 || got.Slots[0].Attended != 210 || !got.Complete || got.EventTitle != e.Title {
		t.Errorf("%+v", got)
	}
	seal(t, app, h.now)
	letters, _, err := records.Letters(app, records.LetterFilter{Limit: 10})
	must(t, err)
	if len(letters) != 1 || letters[0].Kind != "attestation-intervention" || letters[0].Recipient != "ode@exemple.invalid" || len(letters[0].Attachments) != 1 {
		t.Errorf("letters: %+v", letters)
	}
	must(t, certificate.SaveSpeaker(app, h.now, "essai", s)) // the same again
	if c := liveSpeech(t, h, s.ID); c.ID != first.ID {
		t.Error("reissued for nothing")
	}
	s.Slots, s.Minutes = nil, 45
	must(t, certificate.SaveSpeaker(app, h.now, "essai", s))
	second := liveSpeech(t, h, s.ID)
	if second == nil || second.Supersedes != first.ID || content(t, second).Total != 45 || content(t, second).Slots[1].Attended != 0 {
		t.Fatalf("%+v", second)
	}
	must(t, certificate.SetSpeakerAbsent(app, h.now, "essai", e.ID, s.ID, true))
	if liveSpeech(t, h, s.ID) != nil {
		t.Error("valid of somebody who did not come")
	}
	must(t, certificate.SetSpeakerAbsent(app, h.now, "essai", e.ID, s.ID, false))
	must(t, certificate.RemoveSpeaker(app, h.now, "essai", e.ID, s.ID))
	if rows, _ := records.Speakers(app, e.ID); liveSpeech(t, h, s.ID) != nil || len(rows) != 1 || !rows[0].Absent {
		t.Errorf("removed: %+v", rows)
	}
}

func TestWhatIsTypedOfASpeakerIsChecked(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	good := records.Speaker{Event: e.ID, LastName: "Fictive", FirstName: "Ode", Role: "Formation"}
	for field, change := range map[string]func(*records.Speaker){
		"last_name": func(s *records.Speaker) { s.LastName = " " }, "first_name": func(s *records.Speaker) { s.FirstName = strings.Repeat("x", 101) },
		"role": func(s *records.Speaker) { s.Role = "12" }, "email": func(s *records.Speaker) { s.Email = "ode@" },
		"slots": func(s *records.Speaker) { s.Slots = records.List{"ailleurs0000000"} }, "minutes": func(s *records.Speaker) { s.Minutes = 391 },
	} {
		s := good
		change(&s)
		if refused := domain.Refusals(certificate.SaveSpeaker(app, testapp.Now, "essai", s)); len(refused) != 1 || refused[0].Field != field {
			t.Errorf("%s: %v", field, refused)
		}
	}
	if rows, _ := records.Speakers(app, e.ID); len(rows) != 0 {
		t.Error("something was written")
	}
	must(t, certificate.SaveSpeaker(app, testapp.Now, "essai", good))
	rows, _ := records.Speakers(app, e.ID)
	must(t, certificate.RemoveSpeaker(app, testapp.Now, "essai", e.ID, rows[0].ID))
	if rows, _ := records.Speakers(app, e.ID); len(rows) != 0 {
		t.Error("one who was never attested stays")
	}
}

func TestTheEventsOwnWordsProposeSpeakers(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, func(d *event.Draft) {
		d.Slots[0].Trainer, d.Slots[0].TrainerRole, d.Slots[1].Trainer = "Ode Fictive", "Formatrice", "Ode Fictive et Max Imaginaire"
		d.Agenda = []records.AgendaItem{{StartsAt: records.At(d.Slots[0].Start), EndsAt: records.At(d.Slots[0].End), Title: "Témoigner", Speaker: "Cleo Inventée"}}
	})
	found, err := certificate.ProposedSpeakers(app, e.ID)
	must(t, err)
	if len(found) != 3 || found[0].Name() != "Ode Fictive" || len(found[0].Slots) != 2 || found[0].Function != "Formatrice" || found[2].Subject != "Témoigner" || len(found[2].Slots) != 1 {
		t.Fatalf("%+v", found)
	}
	must(t, certificate.SaveSpeaker(app, testapp.Now, "essai", found[0]))
	if found, err = certificate.ProposedSpeakers(app, e.ID); err != nil || len(found) != 2 {
		t.Errorf("%+v, %v", found, err)
	}
}

// A placement's event gives an attestation of a placement, in the letter too.
func TestAPlacementIsAttestedAsOne(t *testing.T) {
	app := testapp.New(t)
	stage, err := records.ItemByCode(app, records.Programmes, "stage-croise")
	must(t, err)
	e := testapp.Event(t, app, 10, func(d *event.Draft) { d.Programme = stage.ID })
	r := testapp.Register(t, app, e, "Mésange", "Aliénor")
	h := hold(t, app, e.Rule, map[*records.Registration][]int{r: {0, 1}}, e)
	seal(t, app, h.now)
	c, err := records.LiveCertificate(app, r.ID, certificate.Placement)
	must(t, err)
	if content(t, c).Kind != "attestation de stage" || c.SHA256 == "" {
		t.Errorf("%+v", content(t, c))
	}
	letters, _, err := records.Letters(app, records.LetterFilter{Registration: r.ID, Limit: 10})
	must(t, err)
	if !strings.HasPrefix(letters[0].Subject, "Votre attestation de stage") || !strings.Contains(letters[0].Text, "attestation de stage n°") {
		t.Error(letters[0].Subject, letters[0].Text)
	}
}

func TestAYearIsSummedUpAndFollowsPresence(t *testing.T) {
	app := testapp.New(t)
	first := testapp.Event(t, app, 0, nil)
	later := testapp.Event(t, app, 0, func(d *event.Draft) {
		d.Title = "Suite"
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 0, 7), d.Slots[i].End.AddDate(0, 0, 7)
		}
	})
	a, b := testapp.Register(t, app, first, "Mésange", "Aliénor"), testapp.Register(t, app, later, "Mésange", "Aliénor")
	if _, err := certificate.Summary(app, testapp.Now, a.Person, 2026); !domain.Is(err, domain.ErrNoHours) {
		t.Fatalf("before anything is closed: %v", err)
	}
	h := hold(t, app, first.Rule, map[*records.Registration][]int{a: {0}}, first)
	one, err := certificate.Summary(app, h.now, a.Person, 2026)
	must(t, err)
	if got := content(t, one); got.Kind != "récapitulatif annuel" || got.Total != 210 || len(got.Events) != 1 || got.Events[0].HalfDays != 1 || got.Year != 2026 || one.SHA256 == "" || got.Structure == "" {
		t.Fatalf("%+v", got)
	}
	if again, err := certificate.Summary(app, h.now.Add(time.Hour), a.Person, 2026); err != nil || again.ID != one.ID {
		t.Fatalf("another one for the same: %v", err)
	}
	next := hold(t, app, later.Rule, map[*records.Registration][]int{b: {0, 1}}, later)
	if c, _ := records.CertificateOf(app, one.ID); c.RevokedReason != "De nouvelles présences s’y ajoutent : demandez-le de nouveau." {
		t.Error("it says less than the year:", c.RevokedReason)
	}
	two, err := certificate.Summary(app, next.now, b.Person, 2026)
	must(t, err)
	if got := content(t, two); two.Supersedes != one.ID || got.Total != 600 || len(got.Events) != 2 || got.Events[1].Title != "Suite" {
		t.Fatalf("%+v", got)
	}
	h.now = next.now.Add(time.Hour)
	h.scan(t, a, 0, domain.ScanUndo)
	if c, _ := records.CertificateOf(app, two.ID); c.RevokedReason != "Une présence de l’année a été corrigée : demandez-le de nouveau." {
		t.Error("a presence was voided:", c.RevokedReason)
	}
	letters, _, err := records.Letters(app, records.LetterFilter{Limit: 50})
	must(t, err)
	told := 0
	for _, l := range letters {
		if l.Kind == "recapitulatif-retire" && l.Recipient == a.Email {
			told++
		}
	}
	if told != 2 {
		t.Error("letters of what is no longer valid:", told)
	}
}

// Who counts as one is summed up together, and apart again after.
func TestASummaryFollowsMerges(t *testing.T) {
	app := testapp.New(t)
	e, other := testapp.Event(t, app, 0, nil), testapp.Event(t, app, 0, nil)
	a, b := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, other, "Mesenge", "Alienor")
	h := hold(t, app, e.Rule, map[*records.Registration][]int{a: {0}}, e)
	hold(t, app, e.Rule, map[*records.Registration][]int{b: {1}}, other)
	mine, err := certificate.Summary(app, h.now, a.Person, 2026)
	must(t, err)
	theirs, err := certificate.Summary(app, h.now, b.Person, 2026)
	must(t, err)
	must(t, merge.People(app, h.now, "essai", a.Person, b.Person))
	for _, c := range []*records.Certificate{mine, theirs} {
		if now, _ := records.CertificateOf(app, c.ID); now.RevokedAt.IsZero() {
			t.Error("still valid after the merge")
		}
	}
	both, err := certificate.Summary(app, h.now, b.Person, 2026)
	must(t, err)
	if both.Person != a.Person || content(t, both).Total != 390 {
		t.Errorf("%+v", content(t, both))
	}
	if _, err := certificate.SummaryFor(app, h.now, a.Email, a.Person, 2026); !domain.Is(err, domain.ErrOtherMailbox) {
		t.Errorf("given to one of two mailboxes: %v", err)
	}
	must(t, merge.UndoPeople(app, h.now, "essai", b.Person))
	if now, _ := records.CertificateOf(app, both.ID); now.RevokedAt.IsZero() {
		t.Error("still valid after they are two again")
	}
	if _, err := certificate.SummaryFor(app, h.now, a.Email, a.Person, 2026); err != nil {
		t.Error(err)
	}
	if _, err := certificate.SummaryFor(app, h.now, "autre@exemple.invalid", a.Person, 2026); err == nil {
		t.Error("given to a mailbox that was present at nothing")
	}
}

// A name that turns out to be somebody else's takes the hours along: what was summed up before says too much.
func TestASummaryFollowsARegistrationThatChangesPerson(t *testing.T) {
	app := testapp.New(t)
	e, other := testapp.Event(t, app, 0, nil), testapp.Event(t, app, 0, nil)
	a, b := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, other, "Bruant", "Ode")
	h := hold(t, app, e.Rule, map[*records.Registration][]int{a: {0}}, e)
	hold(t, app, e.Rule, map[*records.Registration][]int{b: {1}}, other)
	mine, err := certificate.Summary(app, h.now, a.Person, 2026)
	must(t, err)
	theirs, err := certificate.Summary(app, h.now, b.Person, 2026)
	must(t, err)
	must(t, registration.Rename(app, h.now, "essai", a.ID, b.LastName, b.FirstName, true))
	if now, err := records.RegistrationOf(app, a.ID); err != nil || now.Person != b.Person {
		t.Fatal("nothing was shown:", now.Person, err)
	}
	for _, c := range []*records.Certificate{mine, theirs} {
		if now, _ := records.CertificateOf(app, c.ID); now.RevokedAt.IsZero() {
			t.Error("still valid:", c.Number)
		}
	}
}

// What a namesake is called in another year is not said in this one's summary, nor is a word about it sent there.
func TestASummaryLooksAtItsYearAlone(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	next := testapp.Event(t, app, 0, func(d *event.Draft) {
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 2, 0), d.Slots[i].End.AddDate(0, 2, 0)
		}
	})
	a, b := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, next, "Mésange", "Aliénor")
	b.Email, b.Structure, b.RegisteredAt = "homonyme@exemple.invalid", "", records.At(testapp.Now.Add(time.Hour))
	must(t, records.SaveRegistration(app, b))
	hold(t, app, e.Rule, map[*records.Registration][]int{a: {0}}, e)
	later := hold(t, app, e.Rule, map[*records.Registration][]int{b: {0}}, next)
	if a.Person != b.Person {
		t.Fatal("they count as one")
	}
	c, err := certificate.SummaryFor(app, later.now, a.Email, a.Person, 2026)
	must(t, err)
	if content(t, c).Structure == "" {
		t.Errorf("made of another year's: %+v", content(t, c))
	}
	must(t, certificate.Withhold(app, later.now, "essai", a.ID, "à éclaircir"))
	letters, _, err := records.Letters(app, records.LetterFilter{Limit: 50})
	must(t, err)
	told := ""
	for _, l := range letters {
		if l.Kind == "recapitulatif-retire" {
			told += l.Recipient
		}
	}
	if told != a.Email {
		t.Error("told to:", told)
	}
}

// Withheld while its event is open again, a presence is in no summary any more.
func TestASummaryFollowsAWithholdingOfAReopenedEvent(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	a := testapp.Register(t, app, e, "Mésange", "Aliénor")
	h := hold(t, app, e.Rule, map[*records.Registration][]int{a: {0}}, e)
	c, err := certificate.Summary(app, h.now, a.Person, 2026)
	must(t, err)
	must(t, event.Reopen(app, h.now, "essai", e.ID, "erreur"))
	must(t, certificate.Withhold(app, h.now, "essai", a.ID, "à éclaircir"))
	if now, _ := records.CertificateOf(app, c.ID); now.RevokedAt.IsZero() {
		t.Error("still valid")
	}
}
