package hooks

import (
	"net/http"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// yearCard is a yearly summary that a mailbox of one's own may ask for.
type yearCard struct {
	Year         int
	Registration string // of the person it is of
	Name         string // where the mailbox knows several of one name
}

// yearCards lists the summaries of the people of a mailbox that one person uses.
func yearCards(app core.App, space registration.Space) (cards []yearCard, err error) {
	seen := map[string]bool{}
	for _, r := range space.Rows {
		root, err := records.RootPerson(app, r.Person)
		if err != nil {
			return nil, err
		}
		if seen[root] {
			continue
		}
		seen[root] = true
		years, err := certificate.Years(app, space.Email, root)
		if err != nil {
			return nil, err
		}
		for _, y := range years {
			cards = append(cards, yearCard{y, r.ID, r.Name()})
		}
	}
	return cards, nil
}

// askSummary makes the yearly summary of a person of a proven mailbox, and leads to it. Where several people share the
// mailbox, each asks with the short code of a registration.
func (s *site) askSummary(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "claim "+e.RealIP(), 20, time.Second, 2*time.Second)
	space, err := registration.OpenSpace(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	id, typed := f.Get("inscription"), f.Get("code")
	r, err := ownOf(space, id, typed)
	if err != nil {
		return s.showSpace(e, http.StatusUnprocessableEntity, space, []web.FieldError{{Field: "code-" + id, Text: wrongCode}}, id, typed)
	}
	year, err := strconv.Atoi(f.Get("annee"))
	if err != nil || year < 2000 || year > 2200 {
		return s.refuse(e, domain.Error{Code: domain.ErrNoHours})
	}
	// A summary is drawn at once: one mailbox does not ask for a hundred.
	s.slow.wait(e.Request.Context(), time.Now(), "summary "+space.Email, 6, 5*time.Second, 5*time.Second)
	c, err := certificate.SummaryFor(e.App, s.now(), space.Email, r.Person, year)
	back := "/espace/" + e.Request.PathValue("token")
	if refused := domain.Refusals(err); refused != nil {
		return s.tell(e, back, "warn", sentence(refused[0]))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	if c.IssuedAt.IsZero() {
		s.nudge()
		return s.tell(e, back, "warn", "Votre récapitulatif est en préparation : demandez-le de nouveau dans une minute.")
	}
	token, err := link.Token(e.App, link.Certificate, c.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, "/attestations/"+token)
}

// ownOf is the registration of a mailbox that is asked about: any of one's own, or the one whose code is known.
func ownOf(space registration.Space, id, typed string) (*records.Registration, error) {
	if space.Shared {
		short, _ := ticket.ParseShort(typed) // what is no code opens nothing
		return space.Claim(id, short)
	}
	for i := range space.Rows {
		if space.Rows[i].ID == id {
			return &space.Rows[i], nil
		}
	}
	return nil, records.ErrNone
}

// summaryYear is the year that a shared mailbox's card offers to sum up: that of an event that is closed, which is
// public; 0: none.
func summaryYear(ev *records.Event) int {
	if ev.Status != domain.Held || ev.Awaits() {
		return 0
	}
	return ev.StartsAt.Time().In(paris.Location).Year()
}
