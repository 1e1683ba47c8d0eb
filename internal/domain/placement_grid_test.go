package domain

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// placementDay is a day of the stories told here: Monday, 2 November 2026.
func placementDay(n, hour int) time.Time { return time.Date(2026, 11, 2+n, hour, 0, 0, 0, time.UTC) }

func halfDay(id string, n, hour int) Slot {
	return Slot{ID: id, Start: placementDay(n, hour), End: placementDay(n, hour+3)}
}

// told says a half-day of three hours attended from end to end, or missed.
func toldPresent(slot string) HalfDayTold {
	return HalfDayTold{Slot: slot, Present: true, Minutes: 180}
}

// goTo follows a path of the story: the moves that lead there, each on its day. Two half-days, on days 10 and 11.
func goTo(t *testing.T, asked Placement, path ...string) Placement {
	t.Helper()
	p := asked
	for _, word := range path {
		m, what, _ := strings.Cut(word, ":")
		a, by, at := PlacementAct{Move: Move(m)}, PartyCoordinator, placementDay(1, 9)
		switch a.Move {
		case MoveAgree:
			if !p.NeedsAgreement {
				by = PartyPlatform
			}
		case MoveMatch:
			a.Days = []Slot{halfDay("a", 10, 9), halfDay("b", 11, 9)}
		case MoveResume:
			a.Days = []Slot{halfDay("c", 40, 9)}
			at = placementDay(12, 9)
		case MoveSign:
			a.Signature = AgreementSignature{Signer: Party(what), Day: placementDay(1, 0), How: SignedOnPaper}
		case MoveTell:
			at = placementDay(50, 9)
			slot, missed, _ := strings.Cut(what, "-")
			if a.HalfDay = toldPresent(slot); missed != "" {
				a.HalfDay = HalfDayTold{Slot: slot, Incident: IncidentCancelled}
			}
		}
		next, _, err := p.Apply(a, by, at, "une raison")
		if err != nil {
			t.Fatalf("%s from %q: %v", word, p.State, err)
		}
		p = next
	}
	return p
}

var (
	toMatched  = []string{"ask", "agree", "match"}
	toSent     = append(slices.Clone(toMatched), "send_agreement")
	toSigned   = append(slices.Clone(toSent), "sign:trainee", "sign:home", "sign:host")
	toProgress = append(slices.Clone(toSigned), "tell:a")
	toDone     = append(slices.Clone(toProgress), "tell:b", "finish")
	toReport   = append(slices.Clone(toDone), "receive_report")
)

func with(path []string, more ...string) []string { return append(slices.Clone(path), more...) }

// samplesOf are placements in each state, in enough shapes for every move of the grid to be possible in one of them.
func samplesOf(t *testing.T) map[PlacementState][]Placement {
	samples := map[PlacementState][]Placement{}
	for _, asked := range []Placement{{}, {ReportAsked: true}, {NeedsAgreement: true}, boss} {
		for _, path := range [][]string{nil, {"ask"}, {"ask", "agree"}, toMatched, toSent, toSigned, toProgress, toDone, toReport,
			with(toSent, "sign:trainee"), with(toSigned, "tell:a-missed"), with(toSigned, "tell:a-missed", "tell:b-missed"),
			with(toProgress, "tell:b"), with(toProgress, "tell:b-missed"), with(toReport, "certify"), {"ask", "refuse"}, {"ask", "cancel"},
			with(toMatched, "postpone"), with(toProgress, "postpone"), with(toProgress, "postpone", "resume"),
			with(toSigned, "postpone", "resume", "amend")} {
			p := goTo(t, asked, path...)
			samples[p.State] = append(samples[p.State], p)
		}
	}
	return samples
}

// actsOf are what hands may say with a move, one of them at least being right where the move is legal.
func actsOf(m Move, p Placement, at time.Time) (acts []PlacementAct) {
	acts = []PlacementAct{{Move: m}}
	var days []Slot
	for i, d := range []int{1, 2, 30} {
		name := "n" + itoa(len(p.Told)) + itoa(i) + at.Format(time.RFC3339)
		days = append(days, Slot{ID: name, Start: at.AddDate(0, 0, d), End: at.AddDate(0, 0, d).Add(3 * time.Hour)})
		acts = append(acts, PlacementAct{Move: m, Days: slices.Clone(days)})
	}
	for _, by := range PlacementSigners {
		acts = append(acts, PlacementAct{Move: m, Signature: AgreementSignature{Signer: by, Day: at, How: SignedByScan}})
	}
	for _, d := range p.Days {
		acts = append(acts, PlacementAct{Move: m, HalfDay: HalfDayTold{Slot: d.ID, Present: true, Minutes: d.Minutes(), How: ToldSigned}},
			PlacementAct{Move: m, HalfDay: HalfDayTold{Slot: d.ID, Incident: IncidentCancelled}})
	}
	return acts
}

// placementGrid is written by hand: x where somebody can, at some time, make the move (row) from the state (column).
// The columns: nothing yet, then PlacementStates in their order.
const placementGrid = `
                - req app mat sen sig pro don rep cer ref can pos
ask             x  .   .   .   .   .   .   .   .   .   .   .   .
agree           .  x   .   .   .   .   .   .   .   .   .   .   .
retract         .  .   x   .   .   .   .   .   .   .   .   .   .
refuse          .  x   x   .   .   .   .   .   .   .   .   .   .
withdraw        .  x   x   x   .   .   .   .   .   .   .   .   .
match           .  .   x   .   .   .   .   .   .   .   .   .   .
unmatch         .  .   .   x   x   .   .   .   .   .   .   .   .
send_agreement  .  .   .   x   .   .   .   .   .   .   .   .   .
sign            .  .   .   .   x   .   .   .   .   .   .   .   .
unsign          .  .   .   .   x   x   .   .   .   .   .   .   .
amend           .  .   .   .   x   x   x   .   .   .   .   .   .
tell            .  .   .   .   .   x   x   .   .   .   .   .   .
untell          .  .   .   .   .   x   x   .   .   .   .   .   .
finish          .  .   .   .   .   .   x   .   .   .   .   .   x
postpone        .  .   .   x   x   x   x   .   .   .   .   .   .
resume          .  .   .   .   .   .   .   .   .   .   .   .   x
cancel          .  x   x   x   x   x   .   .   .   .   .   .   x
no_show         .  .   .   .   .   x   .   .   .   .   .   .   .
receive_report  .  .   .   .   .   .   .   x   .   .   .   .   .
return_report   .  .   .   .   .   .   .   .   x   .   .   .   .
certify         .  .   .   .   .   .   .   x   x   .   .   .   .`

func TestPlacementGrid(t *testing.T) {
	lines := strings.Split(placementGrid, "\n")[2:]
	if len(lines) != len(Moves) {
		t.Fatalf("%d rows for %d moves", len(lines), len(Moves))
	}
	columns, samples := append([]PlacementState{""}, PlacementStates...), samplesOf(t)
	for i, m := range Moves {
		cells := strings.Fields(lines[i])
		if cells[0] != string(m) || len(cells) != len(columns)+1 {
			t.Fatalf("row %q for %s", lines[i], m)
		}
		for j, state := range columns {
			if len(samples[state]) == 0 {
				t.Fatalf("no sample of %q", state)
			}
			if got := possible(t, m, samples[state]); got != (cells[j+1] == "x") {
				t.Errorf("%s from %q: %v, the grid says %s", m, state, got, cells[j+1])
			}
		}
	}
}

// possible tells whether somebody can make the move in one of the samples. A move outside the table is refused as such,
// to every party: never for what was typed with it.
func possible(t *testing.T, m Move, samples []Placement) (yes bool) {
	t.Helper()
	outside := true
	for _, p := range samples {
		for _, by := range Parties {
			err := p.Allowed(m, by)
			outside = outside && (Is(err, ErrState) || Is(err, ErrPlacementParty))
			for _, a := range actsOf(m, p, placementDay(60, 9)) {
				if _, _, err := p.Apply(a, by, placementDay(60, 9), "une raison"); err == nil {
					yes = true
				}
			}
		}
	}
	if yes == outside {
		t.Errorf("%s from %q: possible %v, outside the table %v", m, samples[0].State, yes, outside)
	}
	return yes
}

// The table names no state, no move and no party that is not listed, and no two of its lines speak of one gesture.
func TestPlacementTableIsSound(t *testing.T) {
	type gesture struct {
		Move
		PlacementState
		Party
	}
	seen, used := map[gesture]bool{}, map[Move]bool{}
	for _, r := range PlacementRules {
		used[r.Move] = true
		if r.To != Settled && !slices.Contains(PlacementStates, r.To) {
			t.Errorf("%s leads to %q", r.Move, r.To)
		}
		for _, s := range r.From {
			if s.Terminal() || (s != "" && !slices.Contains(PlacementStates, s)) {
				t.Errorf("%s from %q", r.Move, s)
			}
			for _, by := range r.By {
				if g := (gesture{r.Move, s, by}); seen[g] || !slices.Contains(Parties, by) {
					t.Errorf("%v twice, or by nobody", g)
				}
				seen[gesture{r.Move, s, by}] = true
			}
		}
	}
	if len(used) != len(Moves) {
		t.Errorf("%d moves in the table, %d listed", len(used), len(Moves))
	}
}
