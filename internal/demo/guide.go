package demo

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// GuideFile is the name, in the data folder, of the addresses that the demonstration made.
const GuideFile = "demonstration.json"

// Account is a login of the demonstration.
type Account struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	URL      string `json:"url"`
}

// Place is an address to open.
type Place struct {
	URL string `json:"url"`
}

// Proof is a certificate: the address of its PDF, and the code that anyone can verify.
type Proof struct {
	URL  string `json:"url"`
	Code string `json:"code"`
}

// Day is the event that takes place as the demonstration is made.
type Day struct {
	Slug string `json:"slug"`
}

// Guide is what to open first (product.md §1).
type Guide struct {
	Coordinator Account `json:"coordinator"`
	Organiser   Account `json:"organiser"`
	Door        Place   `json:"door"`
	Ticket      Place   `json:"ticket"`
	Certificate Proof   `json:"certificate"`
	TodayEvent  Day     `json:"today_event"`
}

// guide gathers the addresses, once the season is played.
func (t *troupe) guide(app core.App) (g Guide, err error) {
	login := link.Base(app) + "/gestion/connexion"
	g.Coordinator = Account{coordinatorEmail, coordinatorPassword, login}
	g.Organiser = Account{organiserEmail, organiserPassword, login}
	e, err := records.EventOf(app, t.today)
	if err != nil {
		return g, err
	}
	g.TodayEvent.Slug = e.Slug
	if g.Door.URL, err = link.URL(app, link.Door, t.door); err != nil {
		return g, err
	}
	if g.Ticket.URL, err = link.URL(app, link.Registration, t.expected); err != nil {
		return g, err
	}
	c, err := t.certificate(app)
	if err != nil {
		return g, err
	}
	g.Certificate.Code = ticket.ShowCertificateCode(c.Code)
	g.Certificate.URL, err = link.URL(app, link.Certificate, c.ID)
	return g, err
}

// certificate is one that holds, of the richest event: the last closed that has any comes first.
func (t *troupe) certificate(app core.App) (*records.Certificate, error) {
	for i := len(t.closed) - 1; i >= 0; i-- {
		rows, err := records.EventCertificates(app, t.closed[i])
		if err != nil {
			return nil, err
		}
		for j := range rows {
			if rows[j].RevokedAt.IsZero() && !rows[j].IssuedAt.IsZero() {
				return &rows[j], nil
			}
		}
	}
	return nil, records.ErrNone
}

// Agenda is the public home of the platform of a guide.
func (g Guide) Agenda() string { return strings.TrimSuffix(g.Coordinator.URL, "gestion/connexion") }

// Verify is the address that verifies the guide's certificate.
func (g Guide) Verify() string { return g.Agenda() + "verifier/" + g.Certificate.Code }

// At is the guide of the same folder served at another public address.
func (g Guide) At(base string) Guide {
	was := g.Agenda()
	for _, url := range []*string{&g.Coordinator.URL, &g.Organiser.URL, &g.Door.URL, &g.Ticket.URL, &g.Certificate.URL} {
		if rest, ok := strings.CutPrefix(*url, was); ok {
			*url = strings.TrimRight(base, "/") + "/" + rest
		}
	}
	return g
}

// Keep writes the guide into the data folder, for its owner alone.
func (g Guide) Keep(dir string) error {
	b, err := json.MarshalIndent(g, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, GuideFile), append(b, '\n'), 0o600)
}

// Kept reads the guide of a data folder; false without one.
func Kept(dir string) (g Guide, ok bool, err error) {
	b, err := os.ReadFile(filepath.Join(dir, GuideFile))
	if errors.Is(err, fs.ErrNotExist) {
		return g, false, nil
	}
	if err != nil {
		return g, false, err
	}
	err = json.Unmarshal(b, &g)
	return g, err == nil, err
}
