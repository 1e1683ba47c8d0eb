package domain

import (
	"sort"
	"time"
)

// Kinds of scan.
const (
	ScanIn   = "in"
	ScanOut  = "out"
	ScanUndo = "undo"
)

// Fact is one scan of one registration at one slot that counts (see ScanCase.Counts).
type Fact struct {
	Nonce string
	Kind  string
	At    time.Time
	Hour  time.Time // of the arrival or departure, where a hand corrects it afterwards; zero: At
	Proof Proof
}

// Proof is how strong the evidence of a presence is. Numbers are stored: append only.
type Proof int

// The strengths of proof, weakest first.
const (
	NoProof      Proof = iota
	Declared           // a list of the past, or a count without names, says so
	AddedLater         // added by hand afterwards
	PaperEntered       // a signed paper sheet typed again
	Scanned            // ticket, short code or search at the door
	Signed             // a signature goes with the arrival, drawn, confirmed or made on one's own phone
)

// Code is the proof's name in tables.
func (p Proof) Code() string {
	return [...]string{"unknown", "declared", "added_later", "paper", "scanned", "signed"}[p]
}

// Presence of a registration at a slot. Left is zero without a departure.
type Presence struct {
	First, Left time.Time
	Proof       Proof
	Scans       int // live arrivals it rests on
}

// FoldPresence gives the presence that facts prove, and whether there is one. Facts may come in any order and
// any number of times: they are sorted by time then nonce, and a nonce acts once. An undo voids every
// arrival with an earlier or equal time; it never touches a later one (product.md §2). The last corrected hour
// stands against what was noted before it was said.
func FoldPresence(facts []Fact) (Presence, bool) {
	sorted := append([]Fact(nil), facts...)
	sort.Slice(sorted, func(a, b int) bool {
		if !sorted[a].At.Equal(sorted[b].At) {
			return sorted[a].At.Before(sorted[b].At)
		}
		return sorted[a].Nonce < sorted[b].Nonce
	})
	voidUntil, voided := VoidedUntil(sorted)
	var p Presence
	seen := map[string]bool{}
	for _, f := range sorted {
		if seen[f.Nonce] {
			continue
		}
		seen[f.Nonce] = true
		dead := voided && !f.At.After(voidUntil)
		switch {
		case f.Kind == ScanIn && !dead:
			switch {
			case !f.Hour.IsZero(): // it says when the person came, and nothing of having left
				p.First = f.Hour
			case p.Scans == 0:
				p.First = f.At
			default:
				p.Left = time.Time{} // who comes back has not left
			}
			p.Scans++
			p.Proof = max(p.Proof, f.Proof)
		case f.Kind == ScanOut && p.Scans > 0 && !f.Hour.IsZero():
			p.Left = f.Hour
		case f.Kind == ScanOut && p.Scans > 0:
			p.Left = f.At
		}
	}
	return p, p.Scans > 0
}

// VoidedUntil is the time until which every arrival is voided, that time included, and whether there is one.
func VoidedUntil(facts []Fact) (until time.Time, voided bool) {
	for _, f := range facts {
		if f.Kind == ScanUndo && (!voided || f.At.After(until)) {
			until, voided = f.At, true
		}
	}
	return until, voided
}

// Attended is the number of minutes of the slot that the presence counts: the whole slot, or up to the
// departure where one was recorded, never more than the slot.
func (p Presence) Attended(s Slot) int {
	if p.Left.IsZero() || !p.Left.Before(s.End) {
		return s.Minutes()
	}
	from := s.Start
	if p.First.After(from) {
		from = p.First
	}
	return min(s.Minutes(), max(0, int(p.Left.Sub(from)/time.Minute)))
}
