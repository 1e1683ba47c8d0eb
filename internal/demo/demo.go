// Package demo fills an empty folder with a fictitious but lifelike season on the territory's real lists. It
// acts as people do, through the use cases with a past `now`, so that every invariant holds in what it
// leaves; it writes directly only the settings and the accounts, as the first run would.
package demo

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/records"
	"passerelle/internal/reference"
)

// ErrNotEmpty refuses a folder that has an account or an event: nothing in it is touched.
var ErrNotEmpty = errors.New("ce dossier contient déjà des données : la démonstration ne remplit qu’un dossier vide")

// The accounts of the demonstration. Their passwords are printed for everybody: never use them elsewhere.
const (
	coordinatorEmail    = "coordination@exemple.invalid"
	coordinatorPassword = "artois audomarois en demonstration"
	organiserEmail      = "organisation@exemple.invalid"
	organiserPassword   = "accueil du forum en demonstration"
)

// Fill makes the season around now, all of it or nothing, and gives the addresses to open. The people and
// what they do are the same at each run; the days follow now. ErrNotEmpty for a folder that has data.
func Fill(app core.App, now time.Time) (guide Guide, err error) {
	now = now.UTC().Truncate(time.Second)
	err = app.RunInTransaction(func(app core.App) error {
		if err := empty(app); err != nil {
			return err
		}
		if err := reference.Load(app); err != nil {
			return err
		}
		t, err := newTroupe(app, now)
		if err != nil {
			return err
		}
		if err := t.look(app); err != nil {
			return fmt.Errorf("présentation des attestations : %w", err)
		}
		if err := t.presets(app); err != nil {
			return fmt.Errorf("programmes : %w", err)
		}
		plans, err := season(now)
		if err != nil {
			return err
		}
		for i, p := range plans {
			if err := t.play(app, i, p); err != nil {
				return fmt.Errorf("« %s » : %w", p.title, err)
			}
		}
		if err := t.surveys(app); err != nil {
			return fmt.Errorf("questionnaires : %w", err)
		}
		if err := t.committee(app); err != nil {
			return fmt.Errorf("comité de pilotage : %w", err)
		}
		if err := t.partners(app); err != nil {
			return fmt.Errorf("déclarations : %w", err)
		}
		if err := t.roadmap(app); err != nil {
			return fmt.Errorf("feuille de route : %w", err)
		}
		if err := t.stages(app); err != nil {
			return fmt.Errorf("stages croisés : %w", err)
		}
		if err := t.summary(app); err != nil {
			return fmt.Errorf("récapitulatif : %w", err)
		}
		if err := t.evaluate(app); err != nil {
			return fmt.Errorf("évaluation : %w", err)
		}
		guide, err = t.guide(app)
		return err
	})
	return guide, err
}

func empty(app core.App) error {
	users, err := records.Users(app)
	if err != nil {
		return err
	}
	events, err := records.Events(app, records.EventFilter{Limit: 1})
	if err != nil {
		return err
	}
	if len(users) > 0 || len(events) > 0 {
		return ErrNotEmpty
	}
	return nil
}

// season is every event, the earliest first: certificates are numbered in the order of their issue.
func season(now time.Time) ([]plan, error) {
	agenda, err := reference.Agenda1000Days()
	if err != nil {
		return nil, err
	}
	plans := append(past(now, agenda), next(now)...)
	slices.SortStableFunc(plans, func(a, b plan) int { return a.slots[0].start.Compare(b.slots[0].start) })
	return plans, nil
}

// troupe is who plays the season. It holds no app: each step is given the transaction's.
type troupe struct {
	now                    time.Time
	rng                    *rand.Rand
	people                 []person
	lists                  records.Reference
	coordinator, organiser string   // ids of accounts
	today                  string   // id of the event of the day
	door                   string   // id of its door link
	expected               string   // id of a registration that has not arrived yet
	closed                 []string // ids of held events, in order
	missed                 []string // ids of the last absents of the event that is played
	aided                  string   // id of the last training in first aid that was held
	trained                []int    // who was registered there, in the crowd
}

func newTroupe(app core.App, now time.Time) (*troupe, error) {
	t := &troupe{now: now, rng: rand.New(rand.NewPCG(62, 2026))}
	var err error
	if t.people, err = people(app, t.rng); err != nil {
		return nil, err
	}
	if t.lists, err = records.LoadReference(app); err != nil {
		return nil, err
	}
	if err := settle(app, now); err != nil {
		return nil, err
	}
	for _, a := range []struct {
		name, email, password, role string
		id                          *string
	}{
		{"Coordination (démonstration)", coordinatorEmail, coordinatorPassword, records.Coordinator, &t.coordinator},
		{"Organisation (démonstration)", organiserEmail, organiserPassword, records.Organiser, &t.organiser},
	} {
		u, err := records.AddUser(app, a.name, a.email, a.password, a.role)
		if err != nil {
			return nil, fmt.Errorf("account %s: %w", a.email, err)
		}
		*a.id = u.Id
	}
	return t, nil
}

// settle writes what the first-run assistant asks.
func settle(app core.App, now time.Time) error {
	s, err := records.LoadSettings(app)
	if err != nil {
		return err
	}
	s.Organiser, s.Contact = "PTSM Artois-Audomarois (démonstration)", coordinatorEmail
	s.Controller = "Établissement support du PTSM (démonstration)"
	s.DPO, s.Host = "dpo@exemple.invalid", "Hébergeur de la démonstration"
	s.Demo, s.FirstRunAt = true, records.At(now.AddDate(-1, 0, 0))
	return records.SaveSettings(app, s)
}
