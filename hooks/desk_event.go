package hooks

import (
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// deskEventPage is the view of desk_event/event.
type deskEventPage struct {
	Head                       eventHead
	Dates                      int // of the series that it is one of
	Programme, Role, Mode      string
	Address, PublicURL         string
	Seen                       string // who sees it, in words
	Opens, Closes              time.Time
	Registered                 int
	Capacity                   int
	Waitlist                   bool
	Tally                      records.Tally
	Certificate                bool
	Issued, Reserved, Revoked  int
	Slots                      []slotLine
	Outcomes                   []outcomeLine
	Total                      int // of the outcomes
	Organisers                 []string
	Proposals                  int
	CancelReason, ReopenReason string
	Trail                      []trailLine
	Counts                     []headcountLine
	Totals                     []headcountTotal
	Companions, Counted        int // came along with somebody present; all who came without a name
	Typed                      deskEventTyped
	Categories                 []web.Option
	Awaited                    []phoneRow // the closing waits for them
	HeldBack                   bool
	Untold                     int // people to tell that the place or the dates changed
}

// deskEventTyped is what was typed in the small forms of the page.
type deskEventTyped struct{ Reason, Day, Category, People, Note, Nonce, Intent string }

type slotLine struct {
	records.Slot
	Present int
}

// Begins and Ends are the hours for the template.
func (l slotLine) Begins() time.Time { return l.StartsAt.Time() }

// Ends is when the half-day is over.
func (l slotLine) Ends() time.Time { return l.EndsAt.Time() }

type outcomeLine struct {
	Name string
	N    int
}

// deskEvent shows an event at the desk: where it stands, its numbers, what to do next.
func (s *site) deskEvent(e *core.RequestEvent) error {
	return s.showDeskEvent(e, 200, deskEventTyped{Category: "public"}, nil)
}

func (s *site) showDeskEvent(e *core.RequestEvent, status int, typed deskEventTyped, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if typed.Nonce == "" {
		typed.Nonce = records.NewID()
	}
	if typed.Intent == "" {
		typed.Intent = records.NewID()
	}
	view := deskEventPage{Head: headOf(e, ev, s.now()), Role: optionLabel(roleOptions, ev.PTSMRole), Mode: optionLabel(modeOptions, ev.Mode),
		Address: strings.TrimPrefix(ev.Place+", "+ev.Address, ", "), PublicURL: link.Base(e.App) + "/evenements/" + ev.Slug,
		Seen: optionLabel(visibilityOptions, ev.Visibility), Opens: ev.RegistrationOpensAt.Time(), Closes: ev.RegistrationCloses.Time(),
		Capacity: ev.Capacity, Waitlist: ev.Waitlist, Certificate: ev.Certificate, Proposals: len(ev.ProposedActions),
		CancelReason: ev.CancelReason, ReopenReason: ev.ReopenReason, Typed: typed, Categories: headcountOptions}
	view.Address = strings.TrimSuffix(view.Address, ", ")
	if ev.Visibility == domain.Internal {
		view.PublicURL = ""
	}
	for _, fill := range []func(core.App, *records.Event) error{view.people, view.certificates, view.words, view.headcounts, view.series, view.phones(s.now())} {
		if err := fill(e.App, ev); err != nil {
			return s.refuse(e, err)
		}
	}
	if view.Untold, err = untold(e.App, s.now(), ev); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "desk_event/event", view, errs)
}

// people counts registrations, seats and presences.
func (v *deskEventPage) people(app core.App, ev *records.Event) error {
	tallies, err := records.Tallies(app, []string{ev.ID})
	if err != nil {
		return err
	}
	v.Tally = tallies[ev.ID]
	slots, err := records.Slots(app, ev.ID)
	if err != nil {
		return err
	}
	for _, sl := range slots {
		n, err := records.SlotPresence(app, sl.ID)
		if err != nil {
			return err
		}
		v.Slots = append(v.Slots, slotLine{sl, n})
	}
	facts, err := records.FactsOfEvents(app, []int{ev.Num})
	if err != nil {
		return err
	}
	count := map[domain.Outcome]int{}
	for _, f := range facts {
		count[f.DomainOutcome()]++
		if f.Registered {
			v.Registered++
		}
	}
	for _, o := range domain.Outcomes {
		if count[o] > 0 {
			v.Outcomes = append(v.Outcomes, outcomeLine{outcomeNames[o], count[o]})
		}
	}
	v.Total = len(facts)
	return nil
}

func (v *deskEventPage) certificates(app core.App, ev *records.Event) error {
	rows, err := records.EventCertificates(app, ev.ID)
	for _, c := range rows {
		switch {
		case !c.RevokedAt.IsZero():
			v.Revoked++
		case c.IssuedAt.IsZero():
			v.Reserved++
		default:
			v.Issued++
		}
	}
	return err
}

func (v *deskEventPage) words(app core.App, ev *records.Event) (err error) {
	programme, err := records.ItemOf(app, records.Programmes, ev.Programme)
	if err != nil {
		return err
	}
	v.Programme = programme.Name
	for _, id := range ev.Organisers {
		if u, err := records.UserOf(app, id); err == nil {
			v.Organisers = append(v.Organisers, u.Name())
		}
	}
	v.Trail, err = eventTrail(app, ev.ID)
	return err
}

// phones names those that the closing waits for.
func (v *deskEventPage) phones(now time.Time) func(core.App, *records.Event) error {
	return func(app core.App, ev *records.Event) (err error) {
		if v.HeldBack = ev.HeldBack; v.HeldBack {
			v.Awaited, err = awaitedRows(app, now, ev)
		}
		return err
	}
}

// series counts the dates of the event's series, its own among them.
func (v *deskEventPage) series(app core.App, ev *records.Event) error {
	if ev.Series == "" {
		return nil
	}
	rows, err := records.Events(app, records.EventFilter{Series: ev.Series})
	v.Dates = len(rows)
	return err
}
