package hooks

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// matchingPage is the view of matching/desk.
type matchingPage struct {
	Head                 campaignHead
	Score                string // empty: nobody may be placed
	Proved, Unproved     bool   // by a second computation
	Flaws                []string
	Rows                 []matchingRow
	Left                 []matchingRow
	Waiting              []matchingWho // for their manager
	Places               []matchingPlace
	Refused              []matchingRule // pins that were not followed
	Rulings              []matchingRule
	Pairs                []matchingPair
	Held                 []matchingHeld
	Crossed, OneWay      bool // what the campaign says
	Weights              matchingWeights
	Digest, Intent, Seen string
	Changed              []string // since the proposal that was read
	Ticks, ToAgree       int
}

// matchingWho is somebody who asks for a place, or has one.
type matchingWho struct {
	ID, Name, Path, Home, Service string
	Since                         time.Time
}

// matchingRow is somebody, and what is proposed. Offer empty: nothing.
type matchingRow struct {
	matchingWho
	Offer, Place, Host, When, Wish string
	Rank                           int
	Pinned, Ticked, ToAgree        bool
	Bonuses, Missed                []string
	Choices                        []web.Option
	More                           string // where one more place would do
	Chosen, Reason                 string // of a ruling: as typed where it was refused
	Open                           bool
}

// matchingPlace is an offer with its places.
type matchingPlace struct {
	ID, Label, When           string
	Places, Held, Given, Left int
	Begun                     bool
	More                      string // whom one more place would seat
}

// matchingRule is what the coordinator decided of a person and a place.
type matchingRule struct {
	Placement, Offer, Name, Place, Reason string
	Pin                                   bool
	At                                    time.Time
}

// matchingPair counts both ways of two structures.
type matchingPair struct {
	A, B   string
	AB, BA int
}

// Half tells whether only one of the two sends.
func (p matchingPair) Half() bool { return (p.AB == 0) != (p.BA == 0) }

type matchingHeld struct {
	matchingWho
	Place, When, State string
}

// matchingWeights is the form of the weights, as typed.
type matchingWeights struct{ Crossed, Bridged, Unserved string }

// matchingMaker puts a round and its proposal into words.
type matchingMaker struct {
	now    time.Time
	round  *placement.Round
	names  map[string]string   // of structures
	heldAt map[string][]string // who holds a place, by offer
}

// matchingView reads the campaign, proposes, proves, and says it.
func matchingView(app core.App, now time.Time, campaign string) (v matchingPage, r *placement.Round, err error) {
	if r, err = placement.ReadRound(app, now, campaign); err != nil {
		return v, nil, err
	}
	m := &matchingMaker{now: now, round: r, heldAt: map[string][]string{}}
	if m.names, err = records.StructureLabels(app, nil); err != nil {
		return v, nil, err
	}
	v = matchingPage{Head: campaignHeadOf(r.Campaign), Intent: records.NewID(), Crossed: r.Campaign.Way == "crossed", OneWay: r.Campaign.Way == "one_way"}
	w := r.Input.Rules.Weights
	v.Weights = matchingWeights{strconv.Itoa(w.Crossed), strconv.Itoa(w.Bridged), strconv.Itoa(w.Unserved)}
	for _, p := range r.Held {
		m.heldAt[p.Offer] = append(m.heldAt[p.Offer], p.Name())
		v.Held = append(v.Held, m.held(p))
	}
	p, err := matching.Propose(r.Input)
	var flaws matching.Problems
	if errors.As(err, &flaws) {
		for _, f := range flaws {
			v.Flaws = append(v.Flaws, flawWords[f.Flaw]+".")
		}
		slices.Sort(v.Flaws)
		v.Flaws = slices.Compact(v.Flaws)
		return v, r, nil
	}
	if err != nil {
		return v, nil, err
	}
	m.propose(&v, p)
	v.Proved = matching.Prove(r.Input, p) == nil
	v.Unproved = !v.Proved
	return v, r, nil
}

// propose fills the page with a proposal.
func (m *matchingMaker) propose(v *matchingPage, p matching.Proposal) {
	given, more := map[string]int{}, map[string]matching.More{}
	for _, x := range p.More {
		more[x.Offer] = x
	}
	var seen []string
	for _, x := range p.Placed {
		row := m.placed(x)
		given[x.Offer]++
		v.Rows, seen = append(v.Rows, row), append(seen, row.ID+":"+x.Offer)
		if row.ToAgree {
			v.ToAgree++
		} else {
			v.Ticks++
		}
	}
	v.Seen, v.Digest = strings.Join(seen, ","), m.round.Digest(p)
	for _, x := range p.Left {
		if w := m.round.Wishes[x.Wish]; w.State == string(domain.PlacementRequested) {
			v.Waiting = append(v.Waiting, m.who(w))
		} else {
			v.Left = append(v.Left, m.left(x, more))
		}
	}
	if asked := len(v.Rows) + len(v.Left); asked > 0 {
		v.Score = worthWords(p.Score, asked)
	}
	for _, x := range p.Refused {
		w := m.round.Wishes[x.Pin.Wish]
		v.Refused = append(v.Refused, matchingRule{Placement: w.ID, Offer: x.Pin.Offer, Name: w.Name(), Place: m.place(x.Pin.Offer), Reason: m.why(matching.Missed{Offer: x.Pin.Offer, Reason: x.Reason, Costs: matching.CostsPin})})
	}
	for _, l := range m.round.Rulings {
		if _, w := m.round.WishOf(l.Placement); w != nil {
			v.Rulings = append(v.Rulings, matchingRule{l.Placement, l.Offer, w.Name(), m.place(l.Offer), l.Reason, l.Kind == placement.Pin, l.At.Time()})
		}
	}
	for _, c := range p.Crossings {
		v.Pairs = append(v.Pairs, matchingPair{m.names[c.Pair.A], m.names[c.Pair.B], c.AB + m.round.HeldWays(c.Pair.A, c.Pair.B), c.BA + m.round.HeldWays(c.Pair.B, c.Pair.A)})
	}
	v.Places = m.places(given, more)
}

func (m *matchingMaker) who(p *records.Placement) matchingWho {
	return matchingWho{ID: p.ID, Name: p.Name(), Path: "/gestion/placements/" + p.ID, Home: m.names[p.Structure], Service: p.Service, Since: p.Since.Time()}
}

func (m *matchingMaker) held(p records.Placement) matchingHeld {
	h := matchingHeld{matchingWho: m.who(&p), Place: m.place(p.Offer), State: heldWords[domain.PlacementState(p.State)]}
	if !p.StartsAt.IsZero() {
		h.When = paris.Range(p.StartsAt.Time(), p.EndsAt.Time())
	}
	return h
}

func (m *matchingMaker) placed(x matching.Placed) matchingRow {
	o := m.round.Offers[x.Offer]
	row := matchingRow{matchingWho: m.who(m.round.Wishes[x.Wish]), Offer: x.Offer, Place: m.place(x.Offer), Host: "/gestion/stages/" + o.Campaign + "/places/" + o.ID, When: offerWhen(o),
		Rank: x.Rank, Wish: paris.Ordinal(x.Rank) + " vœu", Pinned: x.Pinned, ToAgree: len(o.HalfDays) == 0, Chosen: x.Offer}
	row.Ticked = !row.ToAgree
	for _, b := range x.Bonuses {
		row.Bonuses = append(row.Bonuses, bonusWords[b])
	}
	for _, missed := range x.Missed {
		row.Missed = append(row.Missed, m.missedWords(missed))
	}
	row.Choices = m.choices(x.Wish)
	return row
}

func (m *matchingMaker) left(x matching.Left, more map[string]matching.More) matchingRow {
	row := matchingRow{matchingWho: m.who(m.round.Wishes[x.Wish]), Choices: m.choices(x.Wish)}
	var where []string
	for _, missed := range x.Missed {
		row.Missed = append(row.Missed, m.missedWords(missed))
	}
	for _, o := range m.round.Input.Offers {
		if more[o.ID].Wish == x.Wish && !m.begun(o.ID) {
			where = append(where, m.place(o.ID))
		}
	}
	row.More = strings.Join(where, " ; ")
	return row
}

func (m *matchingMaker) choices(wish string) (list []web.Option) {
	for _, id := range m.round.Wishes[wish].Choices {
		list = append(list, web.Option{Value: id, Label: m.place(id)})
	}
	return list
}

// places lists the published offers; those with places left come first, then those that one more place would help.
func (m *matchingMaker) places(given map[string]int, more map[string]matching.More) (list []matchingPlace) {
	for _, x := range m.round.Input.Offers {
		o := m.round.Offers[x.ID]
		p := matchingPlace{ID: x.ID, Label: m.place(x.ID), When: offerWhen(o), Places: o.Places, Held: m.round.Taken[x.ID], Given: given[x.ID], Left: x.Places - given[x.ID], Begun: m.begun(x.ID)}
		if y, helps := more[x.ID]; helps && !p.Begun {
			p.More = m.round.Wishes[y.Wish].Name()
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b matchingPlace) int { return rankOf(a) - rankOf(b) })
	return list
}

func rankOf(p matchingPlace) int {
	switch {
	case p.Begun:
		return 3
	case p.More != "":
		return 0
	case p.Left > 0:
		return 1
	}
	return 2
}

// place is « CH Lens, Équipe mobile (n° 3) ».
func (m *matchingMaker) place(id string) string {
	o := m.round.Offers[id]
	if o == nil {
		return "une place qui n’existe plus"
	}
	label := m.names[o.Structure]
	if o.Service != "" {
		label += ", " + o.Service
	}
	return label + " (n°\u00a0" + strconv.Itoa(o.Num) + ")"
}

func (m *matchingMaker) begun(id string) bool {
	o := m.round.Offers[id]
	return o != nil && placement.Begun(m.now, o)
}

// offerWhen say when an offer is: its half-days, else what the host wrote.
func offerWhen(o *records.Offer) string {
	slots := o.HalfDays.Slots()
	if len(slots) == 0 {
		if o.Periods != "" {
			return "À convenir : " + o.Periods
		}
		return "À convenir"
	}
	first, last := domain.Span(slots)
	if len(slots) == 1 {
		return paris.Slot(first, last)
	}
	return paris.Range(first, last) + ", " + counted(len(slots), "demi-journée", "demi-journées")
}
