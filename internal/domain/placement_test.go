package domain

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

// placementLetters: t trainee, m manager, h host, o home, c coordinator, p platform, in the order of Parties.
const placementLetters = "tmhocp"

// who reads the letters of the parties that may.
func who(letters string, by Party) bool {
	for i, p := range Parties {
		if p == by {
			return strings.ContainsRune(letters, rune(placementLetters[i]))
		}
	}
	return false
}

// placementCase is a legal move: who may make it, and where it leads.
type placementCase struct {
	move  Move
	asked Placement
	path  []string
	act   PlacementAct
	right string
	to    PlacementState
}

func signing(by Party) PlacementAct {
	return PlacementAct{Signature: AgreementSignature{Signer: by, Day: placementDay(60, 0), How: SignedByScan}}
}

func telling(slot string) PlacementAct { return PlacementAct{HalfDay: toldPresent(slot)} }

var (
	free, boss  = Placement{}, Placement{NeedsAgreement: true, ReportAsked: true}
	later, none = PlacementAct{Days: []Slot{halfDay("z", 70, 9)}}, PlacementAct{}
)

// placementCases are all the legal moves, from each of their states.
var placementCases = []placementCase{
	{MoveAsk, boss, nil, none, "tc", "requested"},
	{MoveAgree, boss, []string{"ask"}, none, "mc", "approved"},
	{MoveAgree, free, []string{"ask"}, none, "p", "approved"},
	{MoveRetract, boss, []string{"ask", "agree"}, none, "mcp", "requested"},
	{MoveRefuse, boss, []string{"ask"}, none, "mc", "refused"},
	{MoveRefuse, free, []string{"ask"}, none, "c", "refused"},
	{MoveRefuse, boss, []string{"ask", "agree"}, none, "c", "refused"},
	{MoveWithdraw, boss, []string{"ask"}, none, "tc", "cancelled"},
	{MoveWithdraw, boss, []string{"ask", "agree"}, none, "tc", "cancelled"},
	{MoveWithdraw, boss, toMatched, none, "tc", "cancelled"},
	{MoveMatch, boss, []string{"ask", "agree"}, later, "c", "matched"},
	{MoveUnmatch, boss, toMatched, none, "tmhoc", "approved"},
	{MoveUnmatch, boss, with(toSent, "sign:host"), none, "tmhoc", "approved"},
	{MoveSend, boss, toMatched, none, "c", "agreement_sent"},
	{MoveSign, boss, toSent, signing(PartyTrainee), "tc", "agreement_sent"},
	{MoveSign, boss, toSent, signing(PartyHome), "oc", "agreement_sent"},
	{MoveSign, boss, with(toSent, "sign:trainee", "sign:home"), signing(PartyHost), "hc", "agreement_signed"},
	{MoveSign, boss, with(toProgress, "amend", "sign:trainee", "sign:home"), signing(PartyHost), "hc", "in_progress"},
	{MoveUnsign, boss, with(toSent, "sign:trainee"), signing(PartyTrainee), "tc", "agreement_sent"},
	{MoveUnsign, boss, toSigned, signing(PartyHost), "hc", "agreement_sent"},
	{MoveAmend, boss, toSent, none, "c", "agreement_sent"},
	{MoveAmend, boss, toSigned, later, "c", "agreement_sent"},
	{MoveAmend, boss, toProgress, none, "c", "agreement_sent"},
	{MoveTell, boss, toSigned, telling("a"), "hc", "in_progress"},
	{MoveTell, boss, toSigned, PlacementAct{HalfDay: HalfDayTold{Slot: "a"}}, "hc", "agreement_signed"},
	{MoveTell, boss, toProgress, telling("b"), "hc", "in_progress"},
	{MoveUntell, boss, with(toSigned, "tell:a-missed"), telling("a"), "hc", "agreement_signed"},
	{MoveUntell, boss, toProgress, telling("a"), "hc", "agreement_signed"},
	{MoveFinish, boss, with(toProgress, "tell:b-missed"), none, "hcp", "done"},
	{MoveFinish, boss, with(toProgress, "postpone"), none, "hc", "done"},
	{MovePostpone, boss, toMatched, none, "tmhoc", "postponed"},
	{MovePostpone, boss, toSent, none, "tmhoc", "postponed"},
	{MovePostpone, boss, toSigned, none, "tmhoc", "postponed"},
	{MovePostpone, boss, toProgress, none, "tmhoc", "postponed"},
	{MoveResume, boss, with(toMatched, "postpone"), later, "hc", "matched"},
	{MoveResume, boss, with(toSent, "postpone"), later, "hc", "agreement_sent"},
	{MoveResume, boss, with(toSigned, "postpone"), later, "hc", "agreement_signed"},
	{MoveResume, boss, with(toProgress, "postpone"), later, "hc", "in_progress"},
	{MoveCancel, boss, []string{"ask"}, none, "c", "cancelled"},
	{MoveCancel, boss, []string{"ask", "agree"}, none, "c", "cancelled"},
	{MoveCancel, boss, toMatched, none, "tmhoc", "cancelled"},
	{MoveCancel, boss, toSent, none, "tmhoc", "cancelled"},
	{MoveCancel, boss, toSigned, none, "tmhoc", "cancelled"},
	{MoveCancel, boss, with(toSigned, "postpone"), none, "tmhoc", "cancelled"},
	{MoveNoShow, boss, toSigned, none, "hc", "cancelled"},
	{MoveReceive, boss, toDone, none, "tc", "report_received"},
	{MoveReturn, boss, toReport, none, "c", "done"},
	{MoveCertify, free, toDone, none, "cp", "certified"},
	{MoveCertify, boss, toReport, none, "cp", "certified"},
	{MoveCertify, free, toReport, none, "cp", "certified"},
}

// Each legal move, with every party: those that may make it, where it leads, and the refusal of all the others.
func TestPlacementPartyByMove(t *testing.T) {
	told := map[[2]string]bool{}
	for _, c := range placementCases {
		p := goTo(t, c.asked, c.path...)
		c.act.Move = c.move
		told[[2]string{string(c.move), string(p.State)}] = true
		for _, by := range Parties {
			before := p.clone()
			next, step, err := p.Apply(c.act, by, placementDay(60, 9), " une raison ")
			refused := Is(err, ErrPlacementParty) || Is(err, ErrApprovalUnasked) || Is(err, ErrApprovalMissing)
			want := PlacementStep{Act: c.act, By: by, At: placementDay(60, 9), Why: "une raison", From: p.State, To: c.to}
			switch {
			case !reflect.DeepEqual(p, before):
				t.Fatalf("%s by %s changed what it was given", c.move, by)
			case !who(c.right, by) && (!refused || !reflect.DeepEqual(next, p)):
				t.Errorf("%s from %q by %s: %v, to %q", c.move, p.State, by, err, next.State)
			case who(c.right, by) && (err != nil || next.State != c.to || !reflect.DeepEqual(step, want)):
				t.Errorf("%s from %q by %s: %v, %q, want %q, %+v", c.move, p.State, by, err, next.State, c.to, step)
			}
		}
	}
	for _, r := range PlacementRules {
		for _, from := range r.From {
			if !told[[2]string{string(r.Move), string(from)}] {
				t.Errorf("nothing here makes %s from %q", r.Move, from)
			}
		}
	}
}

var (
	placementNow = placementDay(60, 9)
	movedTwice   = with(toProgress, "postpone", "resume")
)

func moving(m Move, days ...Slot) PlacementAct { return PlacementAct{Move: m, Days: days} }

func signed(by Party, day time.Time, how string) PlacementAct {
	return PlacementAct{Move: MoveSign, Signature: AgreementSignature{by, day, how}}
}

func toldOf(h HalfDayTold) PlacementAct { return PlacementAct{Move: MoveTell, HalfDay: h} }

// placementNeeds are moves that the coordinator may make, and what they lack. A refusal without a field comes from the
// placement as it is: no page offers the move.
var placementNeeds = map[string]struct {
	path  []string
	act   PlacementAct
	why   string
	code  Code
	field string
}{
	"certified before the report":   {toDone, moving(MoveCertify), "", ErrReportMissing, ""},
	"finished too early":            {toProgress, moving(MoveFinish), "", ErrHalfDaysLeft, ""},
	"finished, nobody came":         {with(toSigned, "postpone"), moving(MoveFinish), "x", ErrPlacementUnattended, ""},
	"cancelled though attended":     {with(toProgress, "postpone"), moving(MoveCancel), "x", ErrPlacementAttended, ""},
	"unmatched though attended":     {with(toProgress, "amend"), moving(MoveUnmatch), "x", ErrPlacementAttended, ""},
	"nothing to postpone":           {with(toProgress, "tell:b"), moving(MovePostpone), "x", ErrNothingLeft, ""},
	"told before the amendment":     {movedTwice, toldOf(toldPresent("c")), "", ErrAmendFirst, ""},
	"signed before the amendment":   {with(toSent, "postpone", "resume"), signed(PartyHost, placementNow, "scan"), "", ErrAmendFirst, ""},
	"no reason":                     {toSigned, moving(MoveCancel), "  ", ErrReason, "reason"},
	"no days":                       {[]string{"ask", "agree"}, moving(MoveMatch), "", ErrSlotMissing, "slot-0"},
	"days gone":                     {[]string{"ask", "agree"}, moving(MoveMatch, halfDay("a", 61, 9), halfDay("b", 60, 9)), "", ErrMomentPast, "slot-1"},
	"days twice":                    {[]string{"ask", "agree"}, moving(MoveMatch, halfDay("a", 61, 9), halfDay("a", 62, 9)), "", ErrTwice, "slot-1"},
	"days without a name":           {[]string{"ask", "agree"}, moving(MoveMatch, halfDay("", 61, 9)), "", ErrTwice, "slot-0"},
	"a half-day told set anew":      {with(toProgress, "postpone"), moving(MoveResume, halfDay("a", 61, 9)), "", ErrTwice, "slot-0"},
	"resumed without days":          {with(toSigned, "postpone"), moving(MoveResume), "", ErrSlotMissing, "slot-0"},
	"amended with nothing to come":  {with(toProgress, "tell:b"), moving(MoveAmend), "x", ErrSlotMissing, "slot-0"},
	"amended to days gone":          {toSigned, moving(MoveAmend, halfDay("z", 59, 9)), "x", ErrMomentPast, "slot-0"},
	"signed by the manager":         {toSent, signed(PartyManager, placementNow, "scan"), "", ErrChoice, "signer"},
	"signed twice":                  {with(toSent, "sign:host"), signed(PartyHost, placementNow, "scan"), "", ErrSigned, "signer"},
	"signed by a click":             {toSent, signed(PartyHost, placementNow, "click"), "", ErrChoice, "how"},
	"signed tomorrow":               {toSent, signed(PartyHost, placementNow.Add(time.Minute), "scan"), "", ErrSignDay, "signed_on"},
	"signed before it was sent":     {toSent, signed(PartyHost, placementDay(1, 9).Add(-paperMargin), "scan"), "", ErrSignDay, "signed_on"},
	"unsigned what was not":         {toSent, PlacementAct{Move: MoveUnsign, Signature: AgreementSignature{Signer: PartyHost}}, "x", ErrNotSigned, "signer"},
	"another half-day":              {toSigned, toldOf(toldPresent("z")), "", ErrChoice, "half_day"},
	"told twice":                    {toProgress, toldOf(toldPresent("a")), "", ErrHalfDayTold, "half_day"},
	"untold what was not":           {toProgress, PlacementAct{Move: MoveUntell, HalfDay: HalfDayTold{Slot: "b"}}, "x", ErrHalfDayUntold, "half_day"},
	"longer than planned":           {toSigned, toldOf(HalfDayTold{Slot: "a", Present: true, Minutes: 181}), "", ErrHalfDayMinutes, "minutes"},
	"present for nothing":           {toSigned, toldOf(HalfDayTold{Slot: "a", Present: true}), "", ErrHalfDayMinutes, "minutes"},
	"missed for an hour":            {toSigned, toldOf(HalfDayTold{Slot: "a", Minutes: 60}), "x", ErrHalfDayMinutes, "minutes"},
	"present and cancelled":         {toSigned, toldOf(HalfDayTold{Slot: "a", Present: true, Minutes: 180, Incident: IncidentCancelled}), "x", ErrChoice, "incident"},
	"missed and shortened":          {toSigned, toldOf(HalfDayTold{Slot: "a", Incident: IncidentShortened}), "x", ErrChoice, "incident"},
	"shortened by nothing":          {toSigned, toldOf(HalfDayTold{Slot: "a", Present: true, Minutes: 180, Incident: IncidentShortened}), "x", ErrChoice, "incident"},
	"shorter without a reason":      {toSigned, toldOf(HalfDayTold{Slot: "a", Present: true, Minutes: 90}), "", ErrReason, "reason"},
	"moved without a reason":        {toSigned, toldOf(HalfDayTold{Slot: "a", Present: true, Minutes: 180, Incident: IncidentMoved}), "", ErrReason, "reason"},
	"missed without a reason":       {toSigned, toldOf(HalfDayTold{Slot: "a"}), "", ErrReason, "reason"},
	"asked by the door, not a move": {nil, moving("enter"), "", ErrPlacementParty, ""},
}

func TestPlacementNeeds(t *testing.T) {
	for name, c := range placementNeeds {
		p := goTo(t, boss, c.path...)
		_, _, err := p.Apply(c.act, PartyCoordinator, placementNow, c.why)
		if r := Refusals(err); len(r) != 1 || r[0].Code != c.code || r[0].Field != c.field {
			t.Errorf("%s: %v, want %s at %q", name, err, c.code, c.field)
		}
		if c.field == "" && !Is(p.Allowed(c.act.Move, PartyCoordinator), c.code) {
			t.Errorf("%s: a page would offer it: %v", name, p.Allowed(c.act.Move, PartyCoordinator))
		}
		if c.field != "" && p.Allowed(c.act.Move, PartyCoordinator) != nil {
			t.Errorf("%s: no page would offer it: %v", name, p.Allowed(c.act.Move, PartyCoordinator))
		}
	}
}
