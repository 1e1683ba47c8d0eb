package hooks

import (
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// placementPage is the view of placement/desk: all that the coordinator sees of a placement, and may do.
type placementPage struct {
	Head                                  campaignHead
	Path                                  string
	Row                                   *records.Placement
	Name, Home, Profession, Host, HostURL string
	Place, Tutor                          string
	Wishes                                []string
	Away                                  []string // when the person cannot come
	State                                 tag
	Why                                   string // of the last step, where the path stopped
	Steps                                 []placementPathStep
	Days                                  []deskHalfDay
	Awaited                               []deskAwaiting
	Parties                               []deskParty
	Links                                 bool // shown, as they were asked for
	Trail                                 []deskTrailLine
	Moves                                 []deskMove
	Match                                 string // where a place is given by hand; empty: not now
	Entry                                 string // in the register, once done
	Typed                                 deskTyped
	Rows                                  []slotRow
	Presences, Incidents                  []web.Option
	Papers                                papersView
}

// Pattern is the empty row that the page's script copies.
func (placementPage) Pattern() slotRow { return slotRow{N: "__i__"} }

type placementPathStep struct {
	Label         string
	Done, Current bool
}

// deskHalfDay is a half-day, what was said of it, and whether the coordinator may say it, or take it back.
type deskHalfDay struct {
	ID, When, Said, Why string
	Present             bool
	Planned             int
	CanTell, CanUntell  bool
}

// deskAwaiting is something awaited; Party: to be reminded by one button.
type deskAwaiting struct {
	Text       string
	Since, Due time.Time
	Late       bool
	Party      domain.Party
	Unreached  bool
}

// deskParty is a party of the placement, how it is reached, and its link.
type deskParty struct{ ID, Title, Name, Email, Phone, URL string }

type deskTrailLine struct {
	At             time.Time
	Who, Text, Why string
}

func placementCase(e *core.RequestEvent) (*placement.Case, error) {
	return placement.Open(e.App, e.Request.PathValue("placement"))
}

// placementDesk shows a placement to the coordinator.
func (s *site) placementDesk(e *core.RequestEvent) error {
	c, err := placementCase(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showPlacement(e, http.StatusOK, c, placementPage{}, nil)
}

// showPlacement renders the page; v holds what was typed, and whether the links are shown.
func (s *site) showPlacement(e *core.RequestEvent, status int, c *placement.Case, v placementPage, errs []web.FieldError) error {
	v.Head, v.Path, v.Row, v.Name, v.State = campaignHeadOf(c.Campaign), "/gestion/placements/"+c.Row.ID, c.Row, c.Row.Name(), deskStates[c.P.State]
	if v.Typed.Intent == "" {
		v.Typed.Intent = records.NewID()
	}
	for _, fill := range []func(core.App, *placement.Case) error{v.who, v.parties, v.trail} {
		if err := fill(e.App, c); err != nil {
			return s.refuse(e, err)
		}
	}
	var err error
	if v.Papers, err = s.papersView(e.App, c, deskDoor, v.Path); err != nil {
		return s.refuse(e, err)
	}
	v.path(c)
	v.days(c, s.now())
	v.moves(c)
	for _, a := range c.Awaited(s.now()) {
		v.Awaited = append(v.Awaited, deskAwaiting{deskAwaitedWords(c, a), a.Since, a.Due, a.Late, a.Of, !c.Reaches(a)})
	}
	return s.renderForm(e, status, "placement/desk", v, errs)
}

// who says who goes where.
func (v *placementPage) who(app core.App, c *placement.Case) error {
	ids := []string{c.Row.Structure}
	var wished []*records.Offer
	for _, id := range c.Row.Choices {
		o, err := records.OfferOf(app, id)
		if err != nil {
			return err
		}
		wished, ids = append(wished, o), append(ids, o.Structure)
	}
	if c.Offer != nil {
		ids = append(ids, c.Offer.Structure)
	}
	labels, err := records.StructureLabels(app, ids)
	if err != nil {
		return err
	}
	v.Home, v.Tutor = placedAt(labels[c.Row.Structure], c.Row.Service), placement.TutorLine(c.Row)
	for _, o := range wished {
		v.Wishes = append(v.Wishes, placedAt(labels[o.Structure], o.Service))
	}
	if c.Offer != nil {
		v.Host, v.HostURL = placedAt(labels[c.Offer.Structure], c.Offer.Service), v.Head.Path+"/places/"+c.Offer.ID
		v.Place = placedAt(c.Offer.Place, c.Offer.Address)
	}
	for _, u := range c.Row.Unavailable.Slots() {
		v.Away = append(v.Away, paris.Capital(paris.Slot(u.Start, u.End)))
	}
	if c.Row.Profession != "" {
		item, err := records.ItemOf(app, records.Professions, c.Row.Profession)
		if err != nil {
			return err
		}
		v.Profession = item.Name
	}
	if c.Row.Registration == "" {
		return nil
	}
	r, err := records.RegistrationOf(app, c.Row.Registration)
	v.Entry = "/gestion/evenements/" + r.Event
	return err
}

// parties lists those that have a page of their own; their links are shown once asked for.
func (v *placementPage) parties(app core.App, c *placement.Case) error {
	row := c.Row
	list := []struct{ kind, title, role string }{{link.PlacementTrainee, "La personne en stage", "trainee"}}
	if c.P.NeedsAgreement {
		list = append(list, struct{ kind, title, role string }{link.PlacementManager, "Son responsable", "manager"})
	}
	list = append(list, struct{ kind, title, role string }{link.PlacementHome, "L’établissement d’origine", "home"})
	if c.Offer != nil {
		list = append(list, struct{ kind, title, role string }{link.PlacementHost, "L’établissement d’accueil", "host"})
	}
	for _, p := range list {
		r := c.Reader(p.role)
		party := deskParty{ID: p.kind, Title: p.title, Name: r.Name, Email: r.Address}
		if p.role == "trainee" {
			party.Name, party.Phone = row.Name(), row.Phone
		}
		if p.role == "host" && r.Address != row.TutorEmail {
			party.Phone = ""
		} else if p.role == "host" {
			party.Phone = row.TutorPhone
		}
		if v.Links {
			url, err := link.URL(app, p.kind, row.ID)
			if err != nil {
				return err
			}
			party.URL = url
		}
		v.Parties = append(v.Parties, party)
	}
	return nil
}

// trail says every step, the latest first.
func (v *placementPage) trail(app core.App, c *placement.Case) error {
	users, err := actorsOf(app, "")
	if err != nil {
		return err
	}
	for i, st := range c.Steps {
		who := placement.PartyWords[st.By]
		if name, ok := users.users[c.Trail[i].Actor]; ok {
			who = name
		}
		v.Trail = append(v.Trail, deskTrailLine{st.At, paris.Capital(who), deskStepWords(c, st), st.Why})
	}
	slices.Reverse(v.Trail)
	return nil
}

// path is the state as a path; what stopped it, or put it off, is said beside.
func (v *placementPage) path(c *placement.Case) {
	state := c.P.State
	if n := len(c.Steps); n > 0 && (state.Terminal() && state != domain.PlacementCertified || state == domain.PlacementPostponed) {
		v.Why = c.Steps[n-1].Why
		if state == domain.PlacementPostponed {
			state = c.P.Resume
		} else {
			state = c.Steps[n-1].From
		}
	}
	at, next := slices.Index(domain.PlacementStates, state), state == c.P.State
	for i, st := range domain.PlacementStates {
		if deskPath[st] == "" || st == domain.PlacementReportReceived && !c.P.ReportAsked {
			continue
		}
		v.Steps = append(v.Steps, placementPathStep{deskPath[st], i <= at, next && i > at})
		next = next && i <= at
	}
}

// days says each half-day and what was told of it.
func (v *placementPage) days(c *placement.Case, now time.Time) {
	tell, untell := c.P.Allowed(domain.MoveTell, domain.PartyCoordinator) == nil, c.P.Allowed(domain.MoveUntell, domain.PartyCoordinator) == nil
	v.Presences, v.Incidents = presenceOptions, incidentOptions
	for _, d := range c.P.Days {
		day := deskHalfDay{ID: d.ID, When: paris.Capital(paris.Slot(d.Start, d.End)), Planned: d.Minutes()}
		if t, said := c.P.ToldOf(d.ID); said {
			day.Said, day.Why, day.Present, day.CanUntell = paris.Capital(deskTold(t)), t.Why, t.Present, untell
			if t.Present && t.How != "" {
				day.Said += ", " + howWords[t.How]
			}
		} else {
			day.CanTell = tell
		}
		v.Days = append(v.Days, day)
	}
}
