package placement

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
	"passerelle/internal/records"
)

// Round is a campaign as the matching sees it at one moment, with the rows behind it.
type Round struct {
	Campaign *records.Campaign
	Input    matching.Input
	Offers   map[string]*records.Offer     // all those of the campaign, by ID
	Wishes   map[string]*records.Placement // those that ask for a place, by the ID that the matching knows; see WishID
	Held     []records.Placement           // those that hold one, in the order they were asked for
	Taken    map[string]int                // places held, by offer
	Rulings  []records.Ruling
	current  map[string]string // of a structure that was merged, what it became
	sectors  map[string]string // codes by ID
	homes    map[string]string // sector of each structure
}

// Seat is a person at a place: the IDs of a placement and of an offer.
type Seat struct{ Placement, Offer string }

// WishID is the name of a placement in the matching: of two distributions that are worth the same, the earlier demand
// is served best.
func WishID(p *records.Placement) string { return fmt.Sprintf("%06d-%s", p.Num, p.ID) }

// Begun tells whether a block has begun: nobody is matched to it any more. One to be agreed has not.
func Begun(now time.Time, o *records.Offer) bool {
	start, _ := domain.Span(o.HalfDays.Slots())
	return len(o.HalfDays) > 0 && !start.After(now)
}

// ReadRound reads what the matching of a campaign is made of.
func ReadRound(app core.App, now time.Time, campaign string) (*Round, error) {
	c, err := records.CampaignOf(app, campaign)
	if err != nil {
		return nil, err
	}
	r := &Round{Campaign: c, Offers: map[string]*records.Offer{}, Wishes: map[string]*records.Placement{},
		current: map[string]string{}, sectors: map[string]string{}, homes: map[string]string{}}
	if err := r.readLists(app); err != nil {
		return nil, err
	}
	offers, err := records.Offers(app, c.ID)
	if err != nil {
		return nil, err
	}
	if r.Taken, err = records.OffersTaken(app, c.ID); err != nil {
		return nil, err
	}
	rows, err := records.Placements(app, c.ID)
	if err != nil {
		return nil, err
	}
	if r.Rulings, err = records.Rulings(app, c.ID); err != nil {
		return nil, err
	}
	served, err := records.HomesServed(app)
	if err != nil {
		return nil, err
	}
	r.offered(now, offers)
	r.asked(rows)
	return r, r.ruled(served)
}

// readLists reads the structures with what they became, and the codes of the sectors.
func (r *Round) readLists(app core.App) error {
	items, err := records.Items(app, records.Sectors)
	if err != nil {
		return err
	}
	for _, it := range items {
		r.sectors[it.ID] = it.Code
	}
	structures, err := records.AllStructures(app)
	if err != nil {
		return err
	}
	became := map[string]string{}
	for _, s := range structures {
		became[s.ID], r.homes[s.ID] = s.MergedInto, s.Sector
	}
	for _, s := range structures {
		id := s.ID
		for hops := 0; became[id] != "" && hops < 10; hops++ {
			id = became[id]
		}
		r.current[s.ID] = id
	}
	return nil
}

// offered puts the published offers, with the places that nobody holds. A block that has begun has none left.
func (r *Round) offered(now time.Time, offers []records.Offer) {
	for i := range offers {
		o := &offers[i]
		r.Offers[o.ID] = o
		if o.Status != records.OfferPublished {
			continue
		}
		m := matching.Offer{ID: o.ID, Structure: r.current[o.Structure], Service: o.Service, Sector: r.sectors[r.homes[r.current[o.Structure]]],
			Places: max(0, o.Places-r.Taken[o.ID]), Professions: o.Professions}
		if Begun(now, o) {
			m.Places = 0
		}
		for _, d := range o.HalfDays {
			m.Block = append(m.Block, halfDayKey(d))
		}
		r.Input.Offers = append(r.Input.Offers, m)
	}
}

// halfDayKey names a half-day by its hours: two offers at the same hours are the same half-day.
func halfDayKey(d records.HalfDay) string { return d.Start.String() + "/" + d.End.String() }

// asked puts those who ask for a place, and sets apart those who hold one.
func (r *Round) asked(rows []records.Placement) {
	for i := range rows {
		p := &rows[i]
		switch state := domain.PlacementState(p.State); {
		case state == domain.PlacementRequested || state == domain.PlacementApproved:
			r.Wishes[WishID(p)] = p
			home := r.current[p.Structure]
			r.Input.Wishes = append(r.Input.Wishes, matching.Wish{ID: WishID(p), Person: p.Key, Structure: home, Service: p.Service,
				Sector: r.sectors[cmp.Or(p.Sector, r.homes[home])], Profession: p.Profession, Choices: p.Choices, Unavailable: r.unavailable(p),
				Agreed: state == domain.PlacementApproved || !p.NeedsAgreement, NeedsAgreement: p.NeedsAgreement})
		case p.Offer != "" && state != domain.PlacementRefused && state != domain.PlacementCancelled:
			r.Held = append(r.Held, *p)
		}
	}
}

// unavailable names the half-days of a person's choices that meet a moment when they cannot come.
func (r *Round) unavailable(p *records.Placement) (keys []string) {
	for _, id := range p.Choices {
		o := r.Offers[id]
		if o == nil {
			continue
		}
		for _, d := range o.HalfDays {
			meets := func(u records.HalfDay) bool { return u.Start.Before(d.End) && d.Start.Before(u.End) }
			if slices.ContainsFunc(p.Unavailable, meets) {
				keys = append(keys, halfDayKey(d))
			}
		}
	}
	return keys
}

// ruled puts what the coordinator decided, and what the campaign is worth. What was decided of somebody who asks for
// nothing any more is not told again.
func (r *Round) ruled(served []string) (err error) {
	rules := matching.Defaults()
	if rules.Weights, err = WeightsOf(r.Campaign); err != nil {
		return err
	}
	wish := map[string]string{}
	for id, p := range r.Wishes {
		wish[p.ID] = id
	}
	for _, l := range r.Rulings {
		link := matching.Link{Wish: wish[l.Placement], Offer: l.Offer}
		switch {
		case link.Wish == "":
		case l.Kind == "pin":
			rules.Pins = append(rules.Pins, link)
		default:
			rules.Exclusions = append(rules.Exclusions, link)
		}
	}
	for _, id := range served {
		rules.Served = append(rules.Served, r.current[id])
	}
	rules.Crossed = r.crossed()
	r.Input.Rules = rules
	return nil
}

// crossed lists the pairs of structures that send to each other: those that offers declare; in a campaign of crossed
// placements, also every two of which each asks for, or holds, a place at the other. One that goes one way has none.
func (r *Round) crossed() (pairs []matching.Pair) {
	if r.Campaign.Way == "one_way" {
		return nil
	}
	seen := map[matching.Pair]bool{}
	put := func(a, b string) {
		p := matching.Pair{A: min(a, b), B: max(a, b)}
		if a != "" && b != "" && a != b && !seen[p] {
			seen[p], pairs = true, append(pairs, p)
		}
	}
	for _, o := range r.Offers {
		if o.Status == records.OfferPublished {
			put(r.current[o.Structure], r.current[o.CrossedWith])
		}
	}
	if r.Campaign.Way == "crossed" {
		ways := r.ways()
		for p := range ways {
			if ways[matching.Pair{A: p.B, B: p.A}] {
				put(p.A, p.B)
			}
		}
	}
	slices.SortFunc(pairs, func(a, b matching.Pair) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return pairs
}

// ways are who goes, or asks to go, from where to where.
func (r *Round) ways() map[matching.Pair]bool {
	ways := map[matching.Pair]bool{}
	put := func(p *records.Placement, offer string) {
		if o := r.Offers[offer]; o != nil {
			ways[matching.Pair{A: r.current[p.Structure], B: r.current[o.Structure]}] = true
		}
	}
	for _, p := range r.Wishes {
		for _, id := range p.Choices {
			put(p, id)
		}
	}
	for i := range r.Held {
		put(&r.Held[i], r.Held[i].Offer)
	}
	return ways
}

// HeldWays counts those who hold a place, from one structure at another.
func (r *Round) HeldWays(from, to string) (n int) {
	for _, p := range r.Held {
		if o := r.Offers[p.Offer]; o != nil && r.current[p.Structure] == from && r.current[o.Structure] == to {
			n++
		}
	}
	return n
}

// WeightsOf reads what the bonuses are worth in a campaign: the usual weights where it says nothing.
func WeightsOf(c *records.Campaign) (matching.Weights, error) {
	w := matching.Defaults().Weights
	said := struct{ Crossed, Bridged, Unserved *int }{&w.Crossed, &w.Bridged, &w.Unserved}
	if len(c.Weights) == 0 {
		return w, nil
	}
	err := json.Unmarshal(c.Weights, &said)
	return w, err
}

// Digest tells two proposals apart: who goes where, on which half-days. What is decided is what was shown.
func (r *Round) Digest(p matching.Proposal) string {
	h := sha256.New()
	for _, x := range p.Placed {
		fmt.Fprintf(h, "%s %s", r.Wishes[x.Wish].ID, x.Offer)
		for _, d := range r.Offers[x.Offer].HalfDays {
			fmt.Fprintf(h, " %s", halfDayKey(d))
		}
		fmt.Fprintln(h)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
