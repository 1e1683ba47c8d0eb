package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// homePage is the view of placement_paper/home: the page of the structure that sends.
type homePage struct {
	Base, Person, Function, Service string
	Host, HostService, Place        string
	Tutor, Campaign, Contact        string
	State                           stateWord
	Days                            []domain.Slot
	Total                           int // minutes
	Papers                          papersView
	Awaited                         []string // of this structure, in words
	CanChange                       bool
}

// homeStates say to the home structure where the placement is.
var homeStates = map[domain.PlacementState]stateWord{
	domain.PlacementRequested: {"Demande reçue", "plain"}, domain.PlacementApproved: {"Une place est cherchée", "plain"}, domain.PlacementMatched: {"Une place est trouvée", "ok"},
	domain.PlacementAgreementSent: {"Convention à signer", "warn"}, domain.PlacementAgreementSigned: {"Convention signée par tous", "ok"}, domain.PlacementInProgress: {"Stage en cours", "ok"},
	domain.PlacementDone: {"Stage terminé", "ok"}, domain.PlacementReportReceived: {"Stage terminé, rapport reçu", "ok"}, domain.PlacementCertified: {"Stage terminé, attestation délivrée", "ok"},
	domain.PlacementRefused: {"Demande refusée", "err"}, domain.PlacementCancelled: {"Stage annulé", "err"}, domain.PlacementPostponed: {"Stage reporté, nouvelles dates attendues", "warn"},
}

// placementHome shows to the home structure who goes where, when, and what is awaited of it.
func (s *site) placementHome(e *core.RequestEvent) error {
	c, base, err := homeDoor.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showHome(e, c, base, http.StatusOK, nil, nil)
}

func (s *site) showHome(e *core.RequestEvent, c *placement.Case, base string, status int, typed func(*papersView), errs []web.FieldError) error {
	papers, err := s.papersView(e.App, c, homeDoor, base)
	if err != nil {
		return s.refuse(e, err)
	}
	if typed != nil {
		typed(&papers)
	}
	v := homePage{Base: base, Person: c.Row.Name(), Function: c.Row.Function, Service: c.Row.Service, Tutor: c.Row.TutorName, Campaign: c.Campaign.Title, Contact: c.Campaign.Contact,
		State: homeStates[c.P.State], Days: c.P.Days, Papers: papers}
	for _, d := range c.P.Days {
		v.Total += d.Minutes()
	}
	if c.Offer != nil {
		host, err := records.StructureOf(e.App, c.Offer.Structure)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Host, v.HostService, v.Place = host.Name, c.Offer.Service, c.Offer.Place
	}
	for _, m := range []domain.Move{domain.MoveUnmatch, domain.MovePostpone, domain.MoveCancel} {
		v.CanChange = v.CanChange || c.P.Allowed(m, domain.PartyHome) == nil
	}
	v.Awaited = homeAwaits(c, papers, s.now())
	return s.renderForm(e, status, "placement_paper/home", v, errs)
}

// homeAwaits says what the placement waits for of its home structure.
func homeAwaits(c *placement.Case, papers papersView, now time.Time) (list []string) {
	for _, a := range c.Awaited(now) {
		if a.Of == domain.PartyHome && a.Move == domain.MoveSign {
			list = append(list, "La signature de la convention par la direction de votre établissement.")
		}
	}
	m := papers.Mission
	switch {
	case !m.Open:
	case m.Received.IsZero():
		list = append(list, "L’ordre de mission de la personne en stage.")
	case m.Stale:
		list = append(list, "Un nouvel ordre de mission, si les dates ont changé.")
	}
	return list
}
