package demo

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// closing is when an event is closed: on the morning after.
func (p plan) closing() time.Time { return at(paris.NextDay(p.slots[len(p.slots)-1].end), "9:15") }

// attest writes what an event asks of its certificates, and who is attested for having taught or spoken.
func (t *troupe) attest(app core.App, id string, p plan, now time.Time) error {
	if p.review {
		if err := certificate.SaveRules(app, now, t.coordinator, id, certificate.Rules{Review: true}); err != nil {
			return err
		}
	}
	if !p.speaks {
		return nil
	}
	proposed, err := certificate.ProposedSpeakers(app, id)
	if err != nil {
		return err
	}
	for _, s := range proposed {
		s.Email = strings.ReplaceAll(domain.Fold(s.Name()), " ", ".") + "@exemple.invalid"
		if err := certificate.SaveSpeaker(app, now, t.coordinator, s); err != nil {
			return err
		}
	}
	return nil
}

// valid is a certificate of presence of an event that holds, with its registration.
func valid(app core.App, event string) (*records.Certificate, *records.Registration, error) {
	rows, err := certificate.Valid(app, event)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(rows, func(c records.Certificate) bool { return c.Registration != "" })
	if i < 0 {
		return nil, nil, records.ErrNone
	}
	r, err := records.RegistrationOf(app, rows[i].Registration)
	return &rows[i], r, err
}

// completeName corrects, three days after the closing, a name that was typed in part: the certificate is reissued.
func completeName(t *troupe, app core.App, id string, p plan) error {
	c, r, err := valid(app, id)
	if err != nil {
		return err
	}
	now := p.closing().Add(72 * time.Hour)
	if err := registration.Rename(app, now, t.coordinator, r.ID, r.LastName+"-Tilleul", r.FirstName, true); err != nil {
		return err
	}
	if err := certificate.Reissue(app, now, t.coordinator, c.ID, "Nom d’usage complété à la demande de la personne."); err != nil {
		return err
	}
	_, err = certificate.Seal(app, now.Add(time.Minute), 1000)
	return err
}

// withhold takes a certificate back, on the day after the closing.
func withhold(t *troupe, app core.App, id string, p plan) error {
	_, r, err := valid(app, id)
	if err != nil {
		return err
	}
	return certificate.Withhold(app, p.closing().Add(26*time.Hour), t.coordinator, r.ID, "Billet présenté par une autre personne, d’après l’accueil.")
}

// summary gives whoever came most often in the year of the last event the summary of it.
func (t *troupe) summary(app core.App) error {
	last, err := records.EventOf(app, t.closed[len(t.closed)-1])
	if err != nil {
		return err
	}
	year := last.StartsAt.Time().In(paris.Location).Year()
	came := map[string]int{}
	mailbox := map[string]string{}
	var order []string
	for _, id := range t.closed {
		rows, err := certificate.Valid(app, id)
		if err != nil {
			return err
		}
		for _, c := range rows {
			if c.Registration == "" {
				continue
			}
			r, err := records.RegistrationOf(app, c.Registration)
			if err != nil {
				return err
			}
			if came[r.Person] == 0 {
				order = append(order, r.Person)
			}
			came[r.Person]++
			mailbox[r.Person] = r.Email
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(came[b], came[a]) })
	for _, person := range order {
		_, err := certificate.SummaryFor(app, t.now.Add(-time.Hour), mailbox[person], person, year)
		if domain.Refusals(err) != nil { // known under two addresses, or of another year
			continue
		}
		return err
	}
	return records.ErrNone
}
