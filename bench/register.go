package main

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"passerelle/internal/records"
)

// register sends the form of one more person; who is not led to a registration has failed.
func (b *bench) register(c *http.Client, slug, who string) error {
	answer, err := c.PostForm(b.server.base+"/evenements/"+slug+"/inscription", url.Values{"prenom": {"Zoe"}, "nom": {"Essai " + who},
		"email": {"zoe." + who + "@exemple.invalid"}, "structure": {"CH Lens"}, "fonction": {"infirmier"}})
	if err != nil {
		return err
	}
	if _, err := drain(answer); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("status %d", answer.StatusCode)
	}
	return nil
}

// registerRush measures registrations by 64 hands: 200 seats, then the list; person, registration, letter
// and figures in one durable transaction.
func (b *bench) registerRush() error {
	if err := b.serve(); err != nil {
		return err
	}
	limit, err := raw(b.dir)
	if err != nil {
		return err
	}
	const hands = 64
	l := press(hands, 5*time.Second, 0, func(c *http.Client, hand, i int) error {
		return b.register(c, b.folder.rush.Slug, fmt.Sprintf("a%d-%d", hand, i))
	})
	if err := l.check(); err != nil {
		return err
	}
	counts, err := records.StateCounts(b.folder.app, b.folder.rush.ID)
	if err != nil {
		return err
	}
	if counts["confirmed"] != min(200, l.answers) || counts["waitlisted"] != max(0, l.answers-200) {
		return fmt.Errorf("%d answers, stored %v", l.answers, counts)
	}
	rate, ratio := l.perSecond(), l.perSecond()/limit
	b.add(measure{Name: "register_rush", Value: rate, Unit: "inscriptions/s", Ratio: ratio,
		Detail: fmt.Sprintf("%s, %d connexions d’une même adresse, 200 places puis liste, %d lignes avant et %d après, brut %.0f transactions/s, %s", l.latency(),
			hands, b.folder.registrations, b.folder.registrations+l.answers, limit, pragmas),
		Budget: "≥ 1000/s, p99 < 200 ms, ratio ≥ 0.08", Met: rate >= 1000 && l.percentile(0.99) < 200 && ratio >= 0.08})
	return nil
}

// registerContended measures the last answer when 2 000 people press the button at once for 16 seats.
func (b *bench) registerContended() error {
	if err := b.serve(); err != nil {
		return err
	}
	const people = 2000
	l := press(people, 0, 1, func(c *http.Client, hand, _ int) error {
		return b.register(c, b.folder.contended.Slug, fmt.Sprintf("b%d", hand))
	})
	if err := l.check(); err != nil {
		return err
	}
	counts, err := records.StateCounts(b.folder.app, b.folder.contended.ID)
	if err != nil {
		return err
	}
	if counts["confirmed"] != 16 || counts["waitlisted"] != people-16 {
		return fmt.Errorf("not exact: %v", counts)
	}
	last := l.elapsed.Seconds()
	b.add(measure{Name: "register_contended", Value: last, Unit: "s", Detail: fmt.Sprintf("exact : 16 places, 1984 en liste, %s, %d connexions, %s", l.latency(), people, pragmas),
		Budget: "exact, dernière réponse < 3 s", Met: last < 3})
	return nil
}
