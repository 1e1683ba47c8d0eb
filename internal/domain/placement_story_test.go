package domain

import (
	"maps"
	"slices"
	"testing"
	"time"
)

// What waits for its hour: a presence and a no-show wait for the beginning, a cancellation does not.
func TestPlacementHours(t *testing.T) {
	p := goTo(t, boss, toSigned...)
	before, start := placementDay(10, 9).Add(-time.Second), placementDay(10, 9)
	for name, c := range map[string]struct {
		act   PlacementAct
		early bool
	}{
		"present":   {PlacementAct{Move: MoveTell, HalfDay: toldPresent("a")}, false},
		"no-show":   {PlacementAct{Move: MoveTell, HalfDay: HalfDayTold{Slot: "a", Incident: IncidentNoShow}}, false},
		"cancelled": {PlacementAct{Move: MoveTell, HalfDay: HalfDayTold{Slot: "a", Incident: IncidentCancelled}}, true},
		"excused":   {PlacementAct{Move: MoveTell, HalfDay: HalfDayTold{Slot: "a"}}, true},
		"nobody":    {PlacementAct{Move: MoveNoShow}, false},
	} {
		if _, _, err := p.Apply(c.act, PartyHost, before, "une raison"); (err == nil) != c.early || (err != nil && !Is(err, ErrHalfDayAhead)) {
			t.Errorf("%s before the beginning: %v", name, err)
		}
		if _, _, err := p.Apply(c.act, PartyHost, start, "une raison"); err != nil {
			t.Errorf("%s at the beginning: %v", name, err)
		}
	}
}

// A placement postponed half-way keeps what was signed and told, asks for an amendment, then for every signature again.
func TestPlacementPostponedHalfWay(t *testing.T) {
	p := goTo(t, boss, with(toProgress, "postpone", "resume")...)
	if p.State != PlacementInProgress || len(p.Signatures) != 3 || !p.AmendDue || len(p.Told) != 1 || p.Resume != "" ||
		len(p.Days) != 2 || p.Days[0].ID != "a" || p.Days[1].ID != "c" {
		t.Errorf("resumed: %+v", p)
	}
	amended := goTo(t, boss, with(toProgress, "postpone", "resume", "amend")...)
	if amended.Version != 2 || len(amended.Signatures) != 0 || amended.AmendDue || len(amended.Told) != 1 {
		t.Errorf("amended: %+v", amended)
	}
	done := goTo(t, boss, with(toProgress, "postpone", "resume", "amend", "sign:host", "sign:home", "sign:trainee", "tell:c", "finish")...)
	if halfDays, minutes := done.Attended(); halfDays != 2 || minutes != 360 || done.State != PlacementDone {
		t.Errorf("done: %d half-days, %d minutes, %q", halfDays, minutes, done.State)
	}
	left := goTo(t, boss, with(toProgress, "postpone", "finish")...)
	if len(left.Days) != 1 || left.State != PlacementDone || left.Resume != "" {
		t.Errorf("never resumed: %+v", left)
	}
	if p := goTo(t, boss, with(toMatched, "postpone", "resume")...); p.AmendDue || p.State != PlacementMatched {
		t.Errorf("no agreement was sent, none is amended: %+v", p)
	}
	again := goTo(t, boss, with(toSent, "sign:host", "unmatch", "match", "send_agreement")...)
	if again.Version != 2 || len(again.Signatures) != 0 {
		t.Errorf("another place has another paper: %+v", again)
	}
}

// Nobody came at all: the placement is cancelled, and says so. A cancellation does not.
func TestPlacementNoShow(t *testing.T) {
	p := goTo(t, boss, toSigned...)
	for m, want := range map[Move]bool{MoveNoShow: true, MoveCancel: false} {
		if next, _, err := p.Apply(PlacementAct{Move: m}, PartyHost, placementDay(12, 9), "une raison"); err != nil || next.NoShow != want {
			t.Errorf("%s: %v, %+v", m, err, next)
		}
	}
}

func TestPlacementAwaited(t *testing.T) {
	days := func(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
	d := PlacementDelays{Agree: days(2), Match: days(3), Send: days(2), Sign: days(4), Tell: days(1), Resume: days(5), Report: days(7), Certify: days(2)}
	for name, c := range map[string]struct {
		asked Placement
		path  []string
		now   time.Time
		want  []string
	}{
		"the manager":               {boss, []string{"ask"}, placementDay(2, 9), []string{"agree of manager due 3"}},
		"nobody has to agree":       {Placement{}, []string{"ask"}, placementDay(2, 9), []string{"agree of platform"}},
		"a place":                   {boss, []string{"ask", "agree"}, placementDay(5, 9), []string{"match of coordinator due 4 late"}},
		"the paper":                 {boss, toMatched, placementDay(3, 9), []string{"send_agreement of coordinator due 3"}},
		"two signatures":            {boss, with(toSent, "sign:home"), placementDay(6, 9), []string{"sign of trainee due 5 late", "sign of host due 5 late"}},
		"before the first half-day": {boss, toSigned, placementDay(10, 11), nil},
		"a half-day has ended":      {boss, toSigned, placementDay(10, 12), []string{"tell a of host due 11"}},
		"both have":                 {boss, toSigned, placementDay(12, 9), []string{"tell a of host due 11 late", "tell b of host due 12"}},
		"one is told":               {boss, toProgress, placementDay(12, 13), []string{"tell b of host due 12 late"}},
		"all are told":              {boss, with(toProgress, "tell:b"), placementDay(12, 9), []string{"finish of host due 12"}},
		"all are missed":            {boss, with(toSigned, "tell:a-missed", "tell:b-missed"), placementDay(12, 9), []string{"postpone of coordinator due 16"}},
		"put off":                   {boss, with(toSigned, "postpone"), placementDay(7, 9), []string{"resume of coordinator due 6 late"}},
		"days that moved":           {boss, with(toSigned, "postpone", "resume"), placementDay(13, 9), []string{"amend of coordinator due 14"}},
		"the report":                {boss, toDone, placementDay(2, 9), []string{"receive_report of trainee due 8"}},
		"no report":                 {Placement{}, toDone, placementDay(2, 9), []string{"certify of coordinator due 3"}},
		"the attestation":           {boss, toReport, placementDay(4, 9), []string{"certify of coordinator due 3 late"}},
		"the end":                   {boss, with(toReport, "certify"), placementDay(90, 9), nil},
		"a refusal":                 {boss, []string{"ask", "refuse"}, placementDay(90, 9), nil},
	} {
		if got := said(goTo(t, c.asked, c.path...).Awaited(c.now, d)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	patient := goTo(t, boss, toSent...).Awaited(placementDay(9, 9), PlacementDelays{Sign: days(30)})
	if got := said(patient); !slices.Equal(got, []string{"sign of trainee due 10", "sign of home due 10", "sign of host due 10"}) {
		t.Errorf("an agreement is due before the first half-day: %q", got)
	}
	if a := goTo(t, boss, "ask").Awaited(placementDay(900, 9), PlacementDelays{}); len(a) != 1 || a[0].Late || !a[0].Due.IsZero() {
		t.Errorf("no delay, no lateness: %+v", a)
	}
}

// said writes what is awaited in words; days are counted from the second of November.
func said(list []AwaitedMove) (words []string) {
	for _, a := range list {
		w := string(a.Move)
		if a.Slot != "" {
			w += " " + a.Slot
		}
		w += " of " + string(a.Of)
		if !a.Due.IsZero() {
			w += " due " + itoa(int(a.Due.Sub(placementDay(0, 0)).Hours()/24))
		}
		if a.Late {
			w += " late"
		}
		words = append(words, w)
	}
	return words
}

func TestPlacementTimeInStates(t *testing.T) {
	step := func(hour int, to PlacementState) PlacementStep {
		return PlacementStep{At: placementDay(0, hour), To: to}
	}
	steps := []PlacementStep{step(1, PlacementRequested), step(3, PlacementApproved), step(4, PlacementMatched), step(6, PlacementApproved),
		step(9, PlacementMatched), step(9, PlacementAgreementSent), step(10, PlacementAgreementSent)}
	hours := func(n int) time.Duration { return time.Duration(n) * time.Hour }
	want := map[PlacementState]time.Duration{PlacementRequested: hours(2), PlacementApproved: hours(4), PlacementMatched: hours(2), PlacementAgreementSent: hours(3)}
	if got := TimeInStates(steps, placementDay(0, 12)); !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
	want[PlacementAgreementSent] = hours(1)
	if got := TimeInStates(steps, time.Time{}); !maps.Equal(got, want) {
		t.Errorf("without now: %v", got)
	}
	want[PlacementAgreementSent] = hours(2)
	if got := TimeInStates(append(steps, step(11, PlacementCancelled)), placementDay(9, 12)); !maps.Equal(got, want) {
		t.Errorf("ended: %v", got)
	}
}

// Every move owes a reason, whoever makes it, but these: those who lead the path on, and a half-day as it was planned.
func TestPlacementReasons(t *testing.T) {
	owesNone := map[Move]string{MoveAsk: "tc", MoveAgree: "mp", MoveWithdraw: "tc", MoveMatch: "c", MoveSend: "c", MoveSign: "thoc",
		MoveTell: "hc", MoveFinish: "hcp", MoveResume: "hc", MoveReceive: "tc", MoveCertify: "cp"}
	for _, c := range placementCases {
		p := goTo(t, c.asked, c.path...)
		c.act.Move = c.move
		owed := (c.move == MoveTell && !c.act.HalfDay.Present) || (c.move == MoveFinish && p.State == PlacementPostponed)
		for _, by := range Parties {
			if !who(c.right, by) {
				continue
			}
			_, _, err := p.Apply(c.act, by, placementNow, " ")
			if none := who(owesNone[c.move], by) && !owed; (err == nil) != none || (err != nil && !Is(err, ErrReason)) {
				t.Errorf("%s from %q by %s without a reason: %v", c.move, p.State, by, err)
			}
		}
	}
}

// A party acts for itself under the same conditions as the coordinator for it.
func TestPlacementOwnHand(t *testing.T) {
	if err := goTo(t, free, "ask", "agree").Allowed(MoveRetract, PartyCoordinator); !Is(err, ErrApprovalUnasked) {
		t.Errorf("an agreement that nobody gave is taken back: %v", err)
	}
	for code, c := range map[Code]struct {
		path []string
		act  PlacementAct
	}{
		ErrAmendFirst: {with(toSent, "postpone", "resume"), signed(PartyHost, placementNow, SignedByScan)},
		ErrSigned:     {with(toSent, "sign:host"), signed(PartyHost, placementNow, SignedByScan)},
		ErrNotSigned:  {toSent, PlacementAct{Move: MoveUnsign, Signature: AgreementSignature{Signer: PartyHost}}},
	} {
		if _, _, err := goTo(t, boss, c.path...).Apply(c.act, PartyHost, placementNow, "une raison"); !Is(err, code) {
			t.Errorf("%v, want %s", err, code)
		}
	}
}
