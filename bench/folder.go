package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/hooks"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/ticket"
	_ "passerelle/migrations"
)

// How much the folder holds before anything is measured.
const (
	agendaEvents = 50
	scanned      = 3000 // people of the event at whose door one scans
	certified    = 1000 // people present at the event that is closed
)

// folder is the data that the binary serves, and a reader beside it.
type folder struct {
	dir                         string
	app                         core.App
	rush, contended, gate, past *records.Event
	doorToken, session          string
	tickets                     []string
	slots                       []records.Slot
	registrations               int
}

// fill makes the folder by the use cases, but for the crowds: a person and a registration each, in one
// transaction.
func fill(dir string) (f *folder, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir, DBConnect: hooks.Connect})
	if err := app.Bootstrap(); err != nil {
		return nil, err
	}
	if err := app.RunAllMigrations(); err != nil {
		return nil, err
	}
	if err := reference.Load(app); err != nil {
		return nil, err
	}
	f = &folder{dir: dir, app: app, registrations: scanned + certified}
	now := time.Now().UTC()
	day := now.Truncate(24 * time.Hour)
	for i := range agendaEvents {
		if _, err := f.event(now, day.AddDate(0, 0, 10+i), fmt.Sprintf("Journée n° %d", i+1), domain.Public, 100); err != nil {
			return nil, err
		}
	}
	for _, e := range []struct {
		into     **records.Event
		title    string
		at       time.Time
		capacity int
	}{{&f.rush, "Ruée", day.AddDate(0, 0, 5), 200}, {&f.contended, "Seize places", day.AddDate(0, 0, 6), 16},
		{&f.gate, "Accueil", now.Add(-time.Hour), 0}, {&f.past, "Clôture", now.Add(-30 * time.Hour), 0}} {
		if *e.into, err = f.event(now, e.at, e.title, domain.ByLink, e.capacity); err != nil {
			return nil, err
		}
	}
	return f, f.people(now)
}

// done lets go of the folder.
func (f *folder) done() error { return f.app.ResetBootstrapState() }

// event publishes two half-days.
func (f *folder) event(now, at time.Time, title, visibility string, capacity int) (*records.Event, error) {
	programme, err := records.ItemByCode(f.app, records.Programmes, "attractivite")
	if err != nil {
		return nil, err
	}
	territory, err := records.ItemByCode(f.app, records.Territories, "cua")
	if err != nil {
		return nil, err
	}
	e, err := event.Save(f.app, now, "bench", event.Draft{Title: title, Programme: programme.ID, Territory: territory.ID, Visibility: visibility,
		Mode: "onsite", PTSMRole: "porte", Rule: domain.AtLeastOneSlot, Certificate: true, Place: "Salle des essais", Address: "1 rue des Essais, Arras",
		Summary: "Une journée d’échanges entre professionnels du territoire.", Capacity: capacity, Waitlist: true,
		Slots: []event.SlotDraft{{Label: "Matin", Start: at, End: at.Add(3 * time.Hour)}, {Label: "Après-midi", Start: at.Add(4 * time.Hour), End: at.Add(7 * time.Hour)}}})
	if err != nil {
		return nil, err
	}
	if err := event.Publish(f.app, now, "bench", e.ID); err != nil {
		return nil, err
	}
	return records.EventOf(f.app, e.ID)
}

// people fills the event at whose door one scans and the one that is closed, and opens both to the bench.
func (f *folder) people(now time.Time) error {
	tickets, err := f.crowd(now, f.gate, scanned)
	if err != nil {
		return err
	}
	f.tickets = tickets
	if f.slots, err = records.Slots(f.app, f.gate.ID); err != nil {
		return err
	}
	present, err := f.crowd(now, f.past, certified)
	if err != nil {
		return err
	}
	if err := records.RebuildFacts(f.app); err != nil {
		return err
	}
	if err := f.arrive(now, present); err != nil {
		return err
	}
	d, err := door.NewLink(f.app, now, "bench", f.gate.ID, "Mesures", now.Add(48*time.Hour))
	if err != nil {
		return err
	}
	if f.doorToken, err = link.Token(f.app, link.Door, d.ID); err != nil {
		return err
	}
	u, err := records.AddUser(f.app, "Mesures", "mesures@exemple.invalid", "une phrase de passe pour les mesures", records.Coordinator)
	if err != nil {
		return err
	}
	f.session, err = u.ProxyRecord().NewAuthToken()
	return err
}

func (f *folder) crowd(now time.Time, e *records.Event, n int) (tickets []string, err error) {
	structure, err := records.StructureNamed(f.app, "CH Lens")
	if err != nil {
		return nil, err
	}
	return tickets, f.app.RunInTransaction(func(app core.App) error {
		for i := range n {
			last, first := fmt.Sprintf("%s-%d", e.Title, i), "Zoe"
			p := &records.Person{LastName: last, FirstName: first, NameKey: domain.NameKey(last, first), Structure: structure.ID, Created: records.At(now)}
			if err := records.AddPerson(app, p); err != nil {
				return err
			}
			r := &records.Registration{Event: e.ID, Person: p.ID, LastName: last, FirstName: first, Email: fmt.Sprintf("zoe.%d@exemple.invalid", i),
				Structure: structure.ID, Sector: structure.Sector, Territory: structure.Territory, State: string(domain.Confirmed), Origin: domain.FromOnline,
				Ticket: ticket.New(e.Tag), ShortCode: ticket.NewShort(), RegisteredAt: records.At(now), ConfirmedAt: records.At(now)}
			if err := records.AddRegistration(app, r); err != nil {
				return err
			}
			tickets = append(tickets, r.Ticket)
		}
		return nil
	})
}

// arrive lets everybody in at both half-days of the event that is closed.
func (f *folder) arrive(now time.Time, tickets []string) error {
	slots, err := records.Slots(f.app, f.past.ID)
	if err != nil {
		return err
	}
	place, err := door.Open(f.app, f.past.ID, "", "bench")
	if err != nil {
		return err
	}
	for from := 0; from < len(tickets); from += door.MaxScans / 2 {
		var scans []door.Scan
		for _, code := range tickets[from:min(len(tickets), from+door.MaxScans/2)] {
			for _, s := range slots {
				scans = append(scans, door.Scan{Nonce: records.NewID(), Code: code, Slot: s.ID, Kind: domain.ScanIn, At: s.StartsAt.Time().Format(time.RFC3339)})
			}
		}
		if _, err := door.Sync(f.app, now, place, door.Batch{Device: "bench", Scans: scans}); err != nil {
			return err
		}
	}
	return nil
}

// raw measures what the disk allows: transactions of one small row a second, with the shipped pragmas.
func raw(dir string) (perSecond float64, err error) {
	db, err := hooks.Connect(filepath.Join(dir, "raw.db"))
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.DB().SetMaxOpenConns(1)
	if _, err := db.NewQuery("CREATE TABLE raw (id INTEGER PRIMARY KEY, text TEXT)").Execute(); err != nil {
		return 0, err
	}
	n, began := 0, time.Now()
	for time.Since(began) < 1500*time.Millisecond {
		tx, err := db.Begin()
		if err != nil {
			return 0, err
		}
		if _, err := tx.NewQuery("INSERT INTO raw (text) VALUES ('une ligne')").Execute(); err != nil {
			return 0, err
		}
		if err := tx.Commit(); err != nil {
			return 0, err
		}
		n++
	}
	return float64(n) / time.Since(began).Seconds(), nil
}
