package retention_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/check"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/imports"
	"passerelle/internal/mailing"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/retention"
	"passerelle/internal/testapp"
)

// marks are what one person typed, or others about that person, each word found nowhere else.
var marks = []string{"Zqnom", "Zqancien", "Zqprenom", "zqadresse", "Zqbesoin", "Zqreponse", "Zqexcuse", "zqchef", "Zqtrace", "Zqrattrapage", "zqnom", "ZQNOM"}

// typedAbout plays everything that bears those words, and gives the person.
func typedAbout(t *testing.T, app core.App) string {
	day := time.Date(2025, 3, 12, 8, 0, 0, 0, time.UTC)
	before := day.AddDate(0, 0, -20)
	at := func(d *event.Draft) {
		for i := range d.Slots {
			shift := day.Sub(time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC))
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.Add(shift), d.Slots[i].End.Add(shift)
		}
	}
	first := testapp.Event(t, app, 0, at)
	second := testapp.Event(t, app, 0, at)
	asked, err := question.Save(app, before, "test", first.ID, question.Draft{ID: records.NewID(), Kind: "text", Label: "Une attente"})
	must(t, err)
	q := testapp.Request(first, "Zqancien", "Zqprenom")
	q.Email, q.Needs, q.Answers, q.ManagerEmail = "zqadresse@exemple.invalid", "Zqbesoin", records.Answers{asked.ID: {"Zqreponse"}}, "zqchef@exemple.invalid"
	own, err := registration.Register(app, before, q)
	must(t, err)
	must(t, registration.Rename(app, before, "test", own.Registration.ID, "Zqnom", "Zqprenom", true))
	other := testapp.Request(second, "Autre", "Colette")
	known := testapp.Request(second, "Zqnom", "Zqprenom")
	known.Email, other.Email = "", ""
	_, err = registration.Book(app, before, registration.Group{Event: second.ID, LastName: "Saule", FirstName: "Inès", Email: "ines@exemple.invalid", Informed: true,
		People: []registration.Request{known, other}, Origin: domain.FromGroup})
	must(t, err)
	mine := testapp.Request(first, "Autre", "Basile") // the person registers a colleague too
	mine.Email = ""
	_, err = registration.Book(app, before, registration.Group{Event: first.ID, LastName: "Zqnom", FirstName: "Zqprenom", Email: "zqadresse@exemple.invalid", Informed: true,
		People: []registration.Request{mine}, Origin: domain.FromGroup})
	must(t, err)
	_, err = mailing.Run(app, day.AddDate(0, 0, -2))
	must(t, err)
	attended(t, app, first, own.Registration, day)
	for _, e := range []*records.Event{first, second} {
		must(t, certificate.SaveSpeaker(app, before, "test", records.Speaker{Event: e.ID, LastName: "Zqnom", FirstName: "Zqprenom", Email: "zqadresse@exemple.invalid", Function: "Formatrice", Role: "Intervenante"}))
		must(t, event.Close(app, day.AddDate(0, 0, 1), "test", e.ID))
	}
	_, err = certificate.Seal(app, day.AddDate(0, 0, 1), 50)
	must(t, err)
	person := own.Registration.Person
	written(t, app, day, first, own.Registration)
	return person
}

// attended scans somebody, signs, excuses the other half-day.
func attended(t *testing.T, app core.App, e *records.Event, r *records.Registration, day time.Time) {
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	place, err := door.Open(app, e.ID, "", "test")
	must(t, err)
	_, err = door.Sync(app, day, place, door.Batch{Scans: []door.Scan{{Nonce: "zq1", Registration: r.ID, Slot: slots[0].ID, At: day.Format(time.RFC3339)}}})
	must(t, err)
	must(t, records.AddSignature(app, &records.Signature{Event: e.ID, Registration: r.ID, Slot: slots[0].ID, Nonce: "zq1", Way: "confirmed", Name: "Zqprenom Zqnom", Snapshot: []byte(`{"name":"Zqprenom Zqnom"}`), Strokes: []byte("null"), SignedAt: records.At(day)}))
	must(t, registration.SetSlotExcuse(app, day.Add(10*time.Hour), r.ID, "test", slots[1].ID, true, "Zqexcuse"))
}

// written is what others write about somebody, by name.
func written(t *testing.T, app core.App, day time.Time, e *records.Event, r *records.Registration) {
	now := records.At(day)
	add := func(table string, columns dbx.Params) {
		t.Helper()
		columns["id"] = records.NewID()
		_, err := app.DB().Insert(table, columns).Execute()
		must(t, err)
	}
	add("reviews", dbx.Params{"event": e.ID, "subject": r.ID, "actor": "test", "note": "Vu avec Zqprenom Zqnom", "at": now})
	add("headcounts", dbx.Params{"event": e.ID, "category": "public", "people": 1, "noted_at": now, "actor": "test", "note": "ZQNOM Zqprenom a compté", "nonce": "zq"})
	add("survey_verbatims", dbx.Params{"event": e.ID, "kind": "hot", "question": "ameliorer", "text": "Merci à Zqprenom Zqnom", "state": "waiting"})
	add("declarations", dbx.Params{"title": "Un café", "contact_name": "Zqprenom Zqnom", "contact_email": "zqadresse@exemple.invalid", "state": "proposed", "created": now, "updated": now})
	add("catch_ups", dbx.Params{"event": e.ID, "registration": r.ID, "reason": "Zqrattrapage", "dropped_reason": "Zqrattrapage", "planned_at": now, "dropped_at": now})
	b := &records.Body{Name: "Comité d’essai", Kind: "steering", Created: now}
	must(t, records.AddBody(app, b))
	must(t, records.AddMember(app, &records.Member{Body: b.ID, LastName: "ZQNOM", FirstName: "Zqprenom", Email: "zqadresse@exemple.invalid"}))
	must(t, records.AddInvitation(app, &records.Invitation{Event: e.ID, Member: records.NewID(), RepresentedBy: "Zqprenom Zqnom", Note: "Zqprenom Zqnom viendra", InvitedAt: now}))
	content := []byte("Événement;Programme;Date;Nom;Prénom;Courriel\nForum d’essai;conference;12/03/2025;Zqnom;Zqprenom;zqadresse@exemple.invalid\n")
	i, err := imports.Add(app, day, "test", domain.ImportParticipants, "Inscriptions Zqnom.csv", content)
	must(t, err)
	_, err = imports.Apply(app, testapp.Now, "test", i.ID)
	must(t, err)
	_, err = imports.Add(app, day, "test", domain.ImportParticipants, "jamais appliqué.csv", append(content, "Forum d’essai;conference;12/03/2025;Zqtrace;Luc;\n"...))
	must(t, err)
}

// TestNothingThatNamedAPersonStaysInTheFolder erases somebody and reads every byte of the folder.
//
// What may stay, and is not played here: the trainer's name beside the half-days that it certifies for others, the
// certificates that others have been given, and the backups made before.
func TestNothingThatNamedAPersonStaysInTheFolder(t *testing.T) {
	app := testapp.New(t)
	person := typedAbout(t, app)
	was := violations(t, app) // some of what is written here stands alone
	fold(t, app)
	for _, mark := range []string{"Zqnom", "Zqprenom", "zqadresse", "Zqbesoin", "Zqreponse", "Zqexcuse", "Zqrattrapage", "Zqtrace"} {
		if len(stands(t, app, mark)) == 0 {
			t.Errorf("« %s » was never written: nothing is proved of it", mark)
		}
	}
	must(t, retention.ErasePerson(app, testapp.Now, "test", person, "Opposition reçue"))
	must(t, retention.Nightly(app, testapp.Now))
	for v := range violations(t, app) {
		if !was[v] {
			t.Error("check:", v)
		}
	}
	fold(t, app)
	for _, mark := range marks {
		if files := stands(t, app, mark); len(files) > 0 {
			t.Errorf("« %s » still stands in %v: %v", mark, files, mentions(t, app, strings.ToLower(mark)))
		}
	}
}

func violations(t *testing.T, app core.App) map[string]bool {
	t.Helper()
	found, err := check.Run(app, testapp.Now)
	must(t, err)
	all := map[string]bool{}
	for _, v := range found.Violations {
		all[fmt.Sprint(v)] = true
	}
	return all
}

// fold puts what was written into the files.
func fold(t *testing.T, app core.App) {
	t.Helper()
	_, err := app.NonconcurrentDB().NewQuery("PRAGMA wal_checkpoint(TRUNCATE)").Execute()
	must(t, err)
	_, err = app.AuxNonconcurrentDB().NewQuery("PRAGMA wal_checkpoint(TRUNCATE)").Execute()
	must(t, err)
}

// stands lists the files of the folder whose bytes hold a word.
func stands(t *testing.T, app core.App, word string) (files []string) {
	t.Helper()
	must(t, filepath.WalkDir(app.DataDir(), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err == nil && bytes.Contains(b, []byte(word)) {
			files = append(files, filepath.Base(path))
		}
		return err
	}))
	return files
}
