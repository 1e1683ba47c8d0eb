package domain

import (
	"cmp"
	"slices"
	"time"
)

// slowMoves are those that lengthen the path, or leave it.
var slowMoves = []Move{MoveAmend, MovePostpone, MoveUnmatch, MoveRetract, MoveUnsign, MoveRefuse, MoveWithdraw, MoveCancel, MoveNoShow, MoveReturn}

// trail counts what the steps of a placement say: what it went through, how long it waited, what slowed it down.
func (b *Bilan) trail(p BilanPlacement, t *bilanTables, now time.Time) {
	for _, s := range p.Steps {
		if s.To == PlacementApproved && s.From == PlacementRequested {
			b.list(BilanAgreed, p.ID)
		}
		switch s.Act.Move {
		case MoveMatch:
			b.list(BilanMatched, p.ID)
		case MoveAmend:
			b.Amendments++
			b.list(BilanAmended, p.ID)
		case MovePostpone:
			b.list(BilanPostponed, p.ID)
		}
		if slices.Contains(slowMoves, s.Act.Move) {
			b.slow(t, string(s.Act.Move), s.By, s.Why, p.ID, false)
		}
	}
	b.incidents(p, t)
	for state, d := range TimeInStates(p.Steps, time.Time{}) {
		if d > 0 { // what the platform passes at once was no wait
			t.stays[state] = append(t.stays[state], d)
			b.list("duree-"+string(state), p.ID)
		}
	}
	if !p.P.State.Terminal() {
		t.longest[p.P.State] = max(t.longest[p.P.State], now.Sub(p.P.Since))
	}
}

// incidents are those of the half-days that were told and not taken back.
func (b *Bilan) incidents(p BilanPlacement, t *bilanTables) {
	for _, h := range p.P.Told {
		kind := string(h.Incident)
		if kind == "" && !h.Present {
			kind = IncidentExcused
		}
		if kind == "" {
			continue
		}
		b.slow(t, "incident-"+kind, PartyHost, h.Why, p.ID, true)
	}
}

// IncidentExcused stands in the bilan for a half-day that was missed without an incident.
const IncidentExcused = "excused"

func (b *Bilan) slow(t *bilanTables, kind string, by Party, why, id string, incident bool) {
	key := "frein-" + kind + "-" + string(by)
	s := t.slow[key]
	if s == nil {
		s = &BilanSlow{Kind: kind, By: by, Key: key, Ongoing: incident}
		t.slow[key] = s
	}
	if s.Times++; why != "" {
		s.Whys = append(s.Whys, why)
	}
	b.list(key, id)
}

// sortedSlow puts the most frequent first.
func sortedSlow(table map[string]*BilanSlow) (list []BilanSlow) {
	for _, s := range table {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(x, y BilanSlow) int { return cmp.Or(y.Times-x.Times, cmp.Compare(x.Key, y.Key)) })
	return list
}

// delays says the stays, in the order of the path; a state where nobody was has no line.
func (b *Bilan) delays(t *bilanTables) (list []BilanDelay) {
	for _, state := range PlacementStates {
		stays := t.stays[state]
		d := BilanDelay{State: state, Left: len(stays), Key: "duree-" + string(state), InKey: b.State(state)}
		if !state.Terminal() {
			d.In, d.Longest = b.N(d.InKey), t.longest[state]
		}
		if d.Left+d.In == 0 {
			continue
		}
		if slices.Sort(stays); len(stays) > 0 {
			d.Median, d.Worst = median(stays), stays[len(stays)-1]
		}
		list = append(list, d)
	}
	return list
}

// median is that of durations in order; the mean of the two in the middle where they are even.
func median(sorted []time.Duration) time.Duration {
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return sorted[n/2-1] + (sorted[n/2]-sorted[n/2-1])/2
}
