package retention_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/reference"
	"passerelle/internal/registration"
	"passerelle/internal/survey"
	"passerelle/internal/testapp"
)

// seasons plays an event a year for three years: people who come again, a namesake, one who withdraws, who waits; several
// structures and functions; a course, a campaign, partners; who answers a survey. Everything typed bears « Zorglub ».
func seasons(t *testing.T) core.App {
	app := testapp.New(t)
	for year := 2021; year <= 2023; year++ {
		play(t, app, year)
	}
	return app
}

// code finds an item of a list.
func code(t *testing.T, app core.App, list, code string) string {
	t.Helper()
	it, err := records.ItemByCode(app, list, code)
	must(t, err)
	return it.ID
}

// drafted is the event of a year: each has its own cuts.
func drafted(t *testing.T, app core.App, year int, day time.Time) *records.Event {
	ev := testapp.Event(t, app, 7, func(d *event.Draft) {
		for i := range d.Slots {
			shift := day.Sub(time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC))
			d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.Add(shift), d.Slots[i].End.Add(shift)
		}
		switch year {
		case 2021:
			d.Campaign, d.Action = "Semaine d’essai", code(t, app, records.RoadmapActions, "9")
		case 2022:
			d.Programme = code(t, app, records.Programmes, "pssm-standard")
		case 2023:
			d.Partners, d.WorkingGroup, d.Priority = "Mairie d’Essai", code(t, app, records.WorkingGroups, "perinatalite"), code(t, app, records.Priorities, "1")
		}
	})
	ev.SurveyHot, ev.Companions, ev.CompanionsMax = reference.HotSurvey, true, 3
	must(t, records.SaveEvent(app, ev))
	return ev
}

func play(t *testing.T, app core.App, year int) {
	day := time.Date(year, 3, 12, 8, 0, 0, 0, time.UTC)
	ev := drafted(t, app, year, day)
	slots, err := records.Slots(app, ev.ID)
	must(t, err)
	place, err := door.Open(app, ev.ID, "", "test")
	must(t, err)
	var came []*records.Registration
	for i := range 9 {
		q := testapp.Request(ev, fmt.Sprintf("Zorglub%d", i/2*2+year%2*(i%2)), "Eusèbe")
		q.Email, q.Needs = fmt.Sprintf("eusebe%d.%d@exemple.invalid", i, year), "Boucle Zorglub"
		q.Structure, q.Profession = []string{"CH Lens", "CHHB", "EPSM Val de Lys-Artois"}[i%3], []string{"infirmier", "aide-soignant"}[i%2]
		if i == 4 {
			q.Structure, q.NoStructure, q.Sector = "", true, "sanitaire"
		}
		q.Companions = i % 3
		a, err := registration.Register(app, day.AddDate(0, 0, -20), q)
		if domain.Is(err, domain.ErrAlreadyRegistered) {
			continue
		}
		must(t, err)
		if i < 6 {
			scans := []door.Scan{{Nonce: fmt.Sprint(year, i), Registration: a.Registration.ID, Slot: slots[i%2].ID, At: day.Format(time.RFC3339)}}
			if i%2 == 0 {
				scans = append(scans, door.Scan{Nonce: fmt.Sprint(year, i, "b"), Registration: a.Registration.ID, Slot: slots[1].ID, At: day.Add(5 * time.Hour).Format(time.RFC3339)})
			}
			_, err = door.Sync(app, day.Add(5*time.Hour), place, door.Batch{Scans: scans})
			must(t, err)
			came = append(came, a.Registration)
		}
		if i == 6 {
			must(t, registration.Cancel(app, day.AddDate(0, 0, -10), a.Registration.ID, registration.ByPerson, "", "Zorglub est souffrant"))
		}
	}
	after := day.AddDate(0, 0, 1)
	must(t, event.Close(app, after, "test", ev.ID))
	if n, failed := certificate.Seal(app, after, 50); n == 0 || failed != nil {
		t.Fatal(n, failed)
	}
	answer(t, app, after, came)
}

// answer has those who came, but one, say what they think.
func answer(t *testing.T, app core.App, now time.Time, came []*records.Registration) {
	for n, r := range came[1:] {
		i, err := records.InviteToSurvey(app, records.At(now), r, domain.SurveyHot)
		must(t, err)
		token, err := link.Token(app, link.Survey, i.ID)
		must(t, err)
		must(t, survey.Answer(app, now.Add(time.Hour), token, func(key string) []string {
			switch key {
			case "satisfaction", "contenu", "organisation", "utile":
				return []string{fmt.Sprint(5 - n%3)}
			}
			return nil
		}))
	}
}
