package check_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/body"
	"passerelle/internal/certificate"
	"passerelle/internal/declaration"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/sheet"
	"passerelle/internal/testapp"
	"passerelle/internal/training"
)

// lived are the rows that the tests of corruption take hold of, by a name.
type lived map[string]string

// liveIn fills an app with a little of everything, by the use cases alone: an event held and certified with
// a correction afterwards, one full with its list and promotions, one called off, a door, walk-ins, undo.
func liveIn(t testing.TB, app core.App) lived {
	t.Helper()
	l := lived{}
	heldEvent(t, app, l)
	fullEvent(t, app, l)
	meeting(t, app, l)
	off := testapp.Event(t, app, 0, nil)
	testapp.Register(t, app, off, "Annulee", "Ode")
	must(t, event.Cancel(app, testapp.Now, "essai", off.ID, "Salle fermée"))
	testapp.User(t, app, records.Coordinator, "coordination@exemple.invalid")
	merges(t, app, l)
	handovers(t, app, l)
	paper(t, app, l)
	catchUps(t, app, l)
	return l
}

// catchUps plans two half-days in another group: one is attended at its door, one is still to come.
func catchUps(t testing.TB, app core.App, l lived) {
	own := testapp.Event(t, app, 0, nil)
	other := testapp.Event(t, app, 0, func(d *event.Draft) {
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(0, 0, 7), d.Slots[i].End.AddDate(0, 0, 7)
		}
	})
	missed, err := records.Slots(app, own.ID)
	must(t, err)
	there, err := records.Slots(app, other.ID)
	must(t, err)
	first, second := testapp.Register(t, app, own, "Rattrape", "Ana"), testapp.Register(t, app, own, "Rattrapera", "Bo")
	done, err := training.PlanCatchUp(app, testapp.Now, "essai", first.ID, missed[0].ID, there[0].ID, "")
	must(t, err)
	planned, err := training.PlanCatchUp(app, testapp.Now, "essai", second.ID, missed[0].ID, there[1].ID, "")
	must(t, err)
	place, err := door.Open(app, other.ID, "", "essai")
	must(t, err)
	at := there[0].StartsAt.Time()
	_, err = door.Sync(app, at, place, door.Batch{Device: "tel", SentAt: stamp(at), Scans: []door.Scan{{Nonce: "rattrape", Code: first.Ticket, At: stamp(at)}}})
	must(t, err)
	l["caught"], l["toCatch"], l["catcher"], l["own"], l["guestGroup"] = done.ID, planned.ID, first.ID, own.ID, other.ID
	l["ownAfternoon"], l["guestMorning"] = missed[1].ID, there[0].ID
	one(t, app, l, "guestScan", "SELECT id FROM scans WHERE nonce = 'rattrape'")
	one(t, app, l, "caughtFact", "SELECT id FROM scans WHERE registration = {:catcher} AND counts")
}

// paper prepares a sheet, types it again, and takes that back.
func paper(t testing.TB, app core.App, l lived) {
	e := testapp.Event(t, app, 0, nil)
	testapp.Register(t, app, e, "Papier", "Ana")
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	made, err := sheet.Prepare(app, testapp.Now, "essai", e.ID, sheet.Request{Slots: []string{slots[0].ID}, Split: sheet.InOne, Sorted: sheet.ByName, Blanks: 5})
	must(t, err)
	now := slots[0].EndsAt.Time()
	for round := 1; round < 3; round++ {
		_, err = sheet.Enter(app, now, "essai", &made[0], sheet.Entry{Slot: slots[0].ID, Round: round, Listed: made[0].People})
		must(t, err)
		_, err = sheet.Undo(app, now, "essai", &made[0], slots[0].ID)
		must(t, err)
	}
	l["sheet"] = made[0].ID
	one(t, app, l, "typed", "SELECT id FROM scans WHERE kind = 'in' AND nonce >= 'feuille:' AND nonce < 'feuille;' LIMIT 1")
}

// handovers gives one seat to a colleague, and exchanges two others.
func handovers(t testing.TB, app core.App, l lived) {
	far := func(d *event.Draft) {
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(90, 0, 0), d.Slots[i].End.AddDate(90, 0, 0)
		}
	}
	one, two := testapp.Event(t, app, 2, far), testapp.Event(t, app, 1, far)
	given, first, second := testapp.Register(t, app, one, "Donne", "Ana"), testapp.Register(t, app, one, "Echange", "Bo"), testapp.Register(t, app, two, "Echange", "Cleo")
	a, err := registration.Replace(app, testapp.Now, given.ID, testapp.Request(one, "Recoit", "Dora"), "participant")
	must(t, err)
	must(t, registration.Swap(app, testapp.Now, first.ID, second.ID, "participant"))
	swaps, err := records.SwapsOf(app, first.ID)
	must(t, err)
	l["given"], l["heir"], l["exchanged"], l["swap"] = given.ID, a.Registration.ID, first.ID, swaps[0].ID
}

func heldEvent(t testing.TB, app core.App, l lived) {
	e := testapp.Event(t, app, 3, nil)
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	people := make([]*records.Registration, 5)
	for i := range people { // the last two wait
		people[i] = testapp.Register(t, app, e, "Presente", fmt.Sprintf("Numero%d", i))
	}
	place, err := door.Open(app, e.ID, "", "essai")
	must(t, err)
	morning, afternoon := slots[0].StartsAt.Time().Add(5*time.Minute), slots[1].StartsAt.Time().Add(5*time.Minute)
	pass := func(nonce string, r *records.Registration, at time.Time, kind string) {
		t.Helper()
		_, err := door.Sync(app, at, place, door.Batch{Device: "tel", SentAt: stamp(at), Scans: []door.Scan{
			{Nonce: nonce, Code: r.Ticket, At: stamp(at), Kind: kind}}})
		must(t, err)
	}
	pass("n1", people[0], morning, domain.ScanIn)
	pass("n2", people[0], morning.Add(time.Minute), domain.ScanIn) // already
	pass("n3", people[0], afternoon, domain.ScanIn)
	pass("n4", people[0], afternoon.Add(time.Hour), domain.ScanOut)
	pass("n5", people[1], morning, domain.ScanIn)
	pass("n6", people[2], morning, domain.ScanIn)
	pass("n7", people[2], morning.Add(time.Minute), domain.ScanUndo)
	pass("n8", people[3], morning, domain.ScanIn) // waits: refused, kept
	_, err = door.Sync(app, morning, place, door.Batch{Scans: []door.Scan{
		{Nonce: "n9", Code: people[4].ShortCode, At: stamp(morning), Force: true, Reason: "Une chaise de plus"},
		{Nonce: "n10", Code: "rien de lisible"}}})
	must(t, err)
	_, err = door.Admit(app, morning, place, door.WalkIn{Nonce: "w1", LastName: "Venue", FirstName: "Sans Inscription"})
	must(t, err)
	must(t, certificate.SaveSpeaker(app, morning, "essai", records.Speaker{Event: e.ID, LastName: "Oratrice", FirstName: "Ode", Role: "Formation", Email: "ode@exemple.invalid"}))
	must(t, event.Close(app, afternoon, "essai", e.ID))
	seal(t, app, afternoon)
	_, err = certificate.Summary(app, afternoon, people[0].Person, 2026)
	must(t, err)
	pass("n11", people[1], afternoon, domain.ScanIn) // late: reissued
	seal(t, app, afternoon)
	pass("n12", people[1], afternoon.Add(time.Hour), domain.ScanOut) // less: reissued again
	seal(t, app, afternoon)
	l["held"], l["present"], l["second"], l["absent"], l["waited"] = e.ID, people[0].ID, people[1].ID, people[2].ID, people[3].ID
	l["morning"], l["afternoon"] = slots[0].ID, slots[1].ID
	one(t, app, l, "attendance", "SELECT id FROM attendances WHERE registration = {:present} AND slot = {:morning}")
	one(t, app, l, "scan", "SELECT id FROM scans WHERE nonce = 'n1'")
	one(t, app, l, "refused", "SELECT id FROM scans WHERE nonce = 'n8'")
	one(t, app, l, "forced", "SELECT id FROM scans WHERE nonce = 'n9'")
	one(t, app, l, "afterRefused", "SELECT id FROM scans WHERE nonce = 'n9'")
	one(t, app, l, "certificate", "SELECT id FROM certificates WHERE registration = {:present} AND revoked_at = ''")
	one(t, app, l, "speaker", "SELECT id FROM speakers WHERE event = {:held}")
	one(t, app, l, "speech", "SELECT id FROM certificates WHERE speaker = {:speaker}")
	one(t, app, l, "summary", "SELECT id FROM certificates WHERE person != ''")
	one(t, app, l, "reissued", "SELECT id FROM certificates WHERE registration = {:second} AND revoked_at = ''")
	one(t, app, l, "revoked", "SELECT supersedes FROM certificates WHERE id = {:reissued}")
	one(t, app, l, "erased", "SELECT supersedes FROM certificates WHERE id = {:revoked}")
	must(t, certificate.Erase(app, afternoon, "essai", l["erased"], "Demande de la personne"))
}

func fullEvent(t testing.TB, app core.App, l lived) {
	e := testapp.Event(t, app, 2, func(d *event.Draft) { // to come whatever the day: the program has its own clock
		for i := range d.Slots {
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.AddDate(100, 0, 0), d.Slots[i].End.AddDate(100, 0, 0)
		}
	})
	rows := make([]*records.Registration, 7)
	for i := range rows {
		rows[i] = testapp.Register(t, app, e, "Attend", fmt.Sprintf("Rang%d", i))
	}
	must(t, registration.Cancel(app, testapp.Now, rows[0].ID, registration.ByPerson, "", ""))
	must(t, registration.Cancel(app, testapp.Now, rows[1].ID, registration.ByOrganiser, "essai", "Erreur"))
	must(t, registration.Cancel(app, testapp.Now, rows[4].ID, registration.ByPerson, "", ""))
	extra := testapp.Request(e, "Ajoutee", "Intervenante")
	extra.Origin, extra.OverCapacity, extra.Actor = domain.FromCoordinator, true, "essai"
	if _, err := registration.Register(app, testapp.Now, extra); !domain.Is(err, domain.ErrOthersWait) {
		t.Fatalf("a seat of its own while others wait: %v", err)
	}
	l["full"], l["gone"], l["removed"] = e.ID, rows[0].ID, rows[1].ID
	l["promoted"], l["promotedNext"], l["first"], l["next"] = rows[2].ID, rows[3].ID, rows[5].ID, rows[6].ID
	one(t, app, l, "letter", "SELECT id FROM outbox WHERE cause = 'promotion:' || {:promoted}")
	one(t, app, l, "person", "SELECT person FROM registrations WHERE id = {:promoted}")
	one(t, app, l, "otherPerson", "SELECT person FROM registrations WHERE id = {:first}")
	one(t, app, l, "slot", "SELECT id FROM slots WHERE event = {:full} ORDER BY starts_at LIMIT 1")
}

// merges makes one of two people who were both registered to an event that is over, and of two structures; two
// other people are two.
func merges(t testing.TB, app core.App, l lived) {
	e := testapp.Event(t, app, 0, nil)
	kept, twin := testapp.Register(t, app, e, "Double", "Ana"), testapp.Register(t, app, e, "Duoble", "Ana")
	over := testapp.Now.AddDate(0, 0, 3)
	must(t, event.Close(app, over, "essai", e.ID))
	must(t, merge.People(app, over, "essai", kept.Person, twin.Person))
	must(t, merge.Apart(app, over, "essai", records.OfPeople, kept.Person, l["person"]))
	for _, name := range []string{"trois saules", "les trois saules"} {
		must(t, records.AddStructure(app, &records.Structure{Name: name, Status: "proposed"}))
	}
	l["kept"], l["twin"], l["aside"] = kept.Person, twin.Person, twin.ID
	one(t, app, l, "saules", "SELECT id FROM structures WHERE name = 'trois saules'")
	one(t, app, l, "trois", "SELECT id FROM structures WHERE name = 'les trois saules'")
	must(t, merge.Structures(app, over, "essai", l["saules"], l["trois"]))
	one(t, app, l, "apart", "SELECT id FROM not_duplicates")
}

// one keeps the id that a query gives, under a name; the query may name ids kept before.
func one(t testing.TB, app core.App, l lived, name, sql string) {
	t.Helper()
	var id string
	q := app.DB().NewQuery(sql)
	q.Bind(l.params(sql))
	if err := q.Row(&id); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	l[name] = id
}

func seal(t testing.TB, app core.App, now time.Time) {
	t.Helper()
	_, err := certificate.Seal(app, now, 100)
	must(t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func stamp(at time.Time) string { return at.Format(time.RFC3339) }

// meeting is a body with one member, who was invited to a meeting and comes; and an action that a partner
// declared.
func meeting(t testing.TB, app core.App, l lived) {
	b, err := body.Save(app, testapp.Now, "essai", "", body.Form{Name: "Comité", Kind: "steering", Intent: records.NewID()})
	must(t, err)
	_, err = body.SaveMember(app, testapp.Now, "essai", b.ID, "", body.MemberForm{LastName: "Membre", FirstName: "Alba", Email: "membre@exemple.invalid", Intent: records.NewID()})
	must(t, err)
	e := testapp.Event(t, app, 0, nil)
	must(t, body.Choose(app, testapp.Now, "essai", e.ID, b.ID))
	_, err = body.Invite(app, testapp.Now, "essai", e.ID)
	must(t, err)
	rows, err := records.Invitations(app, e.ID)
	must(t, err)
	must(t, body.Answer(app, testapp.Now, rows[0].ID, "participant", body.Reply{Answer: domain.AnswerPresent}))
	i, err := records.InvitationOf(app, rows[0].ID)
	must(t, err)
	d, err := declaration.Declare(app, testapp.Now, declaration.Form{Title: "Action", Organisation: "Association", Territory: e.Territory, Starts: testapp.Now.Add(-time.Hour),
		Ends: testapp.Now, People: 12, ContactName: "Alba", ContactEmail: "action@exemple.invalid", Intent: "essai"})
	must(t, err)
	must(t, declaration.Decide(app, testapp.Now, "essai", d.ID, declaration.Accepted, ""))
	l["invitation"], l["invited"], l["action"] = i.ID, i.Registration, d.ID
}
