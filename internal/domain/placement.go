package domain

import (
	"slices"
	"time"
)

// PlacementState is where a stage croisé is, from the wish to the attestation.
type PlacementState string

// The states, in the order of the path; the last three are beside it.
const (
	PlacementRequested       PlacementState = "requested"
	PlacementApproved        PlacementState = "approved" // by the manager, or nobody had to
	PlacementMatched         PlacementState = "matched"
	PlacementAgreementSent   PlacementState = "agreement_sent"
	PlacementAgreementSigned PlacementState = "agreement_signed"
	PlacementInProgress      PlacementState = "in_progress" // a half-day was attended
	PlacementDone            PlacementState = "done"
	PlacementReportReceived  PlacementState = "report_received"
	PlacementCertified       PlacementState = "certified"
	PlacementRefused         PlacementState = "refused"
	PlacementCancelled       PlacementState = "cancelled"
	PlacementPostponed       PlacementState = "postponed"
)

// PlacementStates lists the states, in the order of the board.
var PlacementStates = []PlacementState{PlacementRequested, PlacementApproved, PlacementMatched, PlacementAgreementSent,
	PlacementAgreementSigned, PlacementInProgress, PlacementDone, PlacementReportReceived, PlacementCertified,
	PlacementRefused, PlacementCancelled, PlacementPostponed}

// Terminal tells whether nothing moves any more. A refusal or a cancellation made in error is mended by asking again,
// an attestation by the certificate's own path (held back, issued anew): the end of a placement stays what it was.
func (s PlacementState) Terminal() bool {
	return s == PlacementCertified || s == PlacementRefused || s == PlacementCancelled
}

// Party is who acts on a placement, each by a link or an account of its own.
type Party string

// The parties. Host is the tutor or the referent of the structure that receives; Home the referent or the director of
// the one that sends; Platform is the clock, which acts alone where nothing is left to decide.
const (
	PartyTrainee     Party = "trainee"
	PartyManager     Party = "manager"
	PartyHost        Party = "host"
	PartyHome        Party = "home"
	PartyCoordinator Party = "coordinator"
	PartyPlatform    Party = "platform"
)

// Parties lists them.
var Parties = []Party{PartyTrainee, PartyManager, PartyHost, PartyHome, PartyCoordinator, PartyPlatform}

// PlacementSigners are those whose signature an agreement asks for: the trainee and both directors. The PTSM only
// facilitates: it signs nothing here.
var PlacementSigners = []Party{PartyTrainee, PartyHome, PartyHost}

// How a signature was given; both happen outside the platform, which only records them.
const (
	SignedByScan  = "scan"  // the signed page was uploaded
	SignedOnPaper = "paper" // its date was written down
)

// AgreementSignature is a signature on the version of the agreement in force.
type AgreementSignature struct {
	Signer Party
	Day    time.Time // that the paper bears: the midnight that begins it
	How    string
}

// Incident is what went otherwise than planned at a half-day.
type Incident string

// The incidents of organisation. A half-day that is missed without one was excused: the reason says it.
const (
	IncidentNone      Incident = ""
	IncidentMoved     Incident = "moved"     // held, at another hour or place
	IncidentShortened Incident = "shortened" // held, for less than planned
	IncidentCancelled Incident = "cancelled" // not held
	IncidentNoShow    Incident = "no_show"   // held for nobody
)

// HalfDayTold is what the host says of a half-day: present, with the minutes really spent there, or missed.
type HalfDayTold struct {
	Slot     string
	Present  bool
	Minutes  int // 0 when missed; never more than planned: the agreement covers no other hour
	Incident Incident
	Why      string // of an incident or an absence
	How      string // a presence is proved; empty: by the word of who tells it
}

// How the presence at a half-day is proved, besides the word of who tells it. Stored: append only.
const (
	ToldByCode   = "code"   // the short code that the trainee gave
	ToldByTicket = "ticket" // the trainee's ticket was scanned
	ToldSigned   = "signed" // trainee and tutor signed, on the tutor's phone
)

// Placement is a stage croisé as the rules see it: who and where are no business of theirs. Values are compared and
// kept: a move makes a new one and leaves the old as it was.
type Placement struct {
	State          PlacementState
	NeedsAgreement bool      // the home structure asks for the manager's (the paper is the other agreement)
	ReportAsked    bool      // the rapport d’étonnement comes before the attestation
	Since          time.Time // in this state; an amendment begins agreement_sent anew

	Days []Slot        // the half-days planned; those of before while it is postponed
	Told []HalfDayTold // what was said of them, in the order it was

	Version    int                  // of the agreement; 0: none was ever sent. Numbers are never used twice
	SentAt     time.Time            // when that version was
	Signatures []AgreementSignature // on that version alone
	AmendDue   bool                 // the days changed since that version: nothing rests on it before an amendment

	Resume PlacementState // while postponed: the state to come back to
	NoShow bool           // cancelled because nobody came
}

// Signed is the signature of a party on the version in force.
func (p Placement) Signed(by Party) (AgreementSignature, bool) {
	for _, s := range p.Signatures {
		if s.Signer == by {
			return s, true
		}
	}
	return AgreementSignature{}, false
}

// Unsigned lists who has not signed the version in force.
func (p Placement) Unsigned() (missing []Party) {
	for _, s := range PlacementSigners {
		if _, ok := p.Signed(s); !ok {
			missing = append(missing, s)
		}
	}
	return missing
}

// ToldOf is what was said of a half-day.
func (p Placement) ToldOf(slot string) (HalfDayTold, bool) {
	for _, t := range p.Told {
		if t.Slot == slot {
			return t, true
		}
	}
	return HalfDayTold{}, false
}

// Untold lists the half-days of which nothing was said.
func (p Placement) Untold() (left []Slot) {
	for _, d := range p.Days {
		if _, ok := p.ToldOf(d.ID); !ok {
			left = append(left, d)
		}
	}
	return left
}

// Attended is how many half-days somebody came to, and their minutes in all.
func (p Placement) Attended() (halfDays, minutes int) {
	for _, t := range p.Told {
		if t.Present {
			halfDays, minutes = halfDays+1, minutes+t.Minutes
		}
	}
	return halfDays, minutes
}

// settled is the state that signatures and half-days make, between the agreement sent and the end: no hand says it.
func (p Placement) settled() PlacementState {
	attended, _ := p.Attended()
	switch {
	case len(p.Unsigned()) > 0:
		return PlacementAgreementSent
	case attended > 0:
		return PlacementInProgress
	}
	return PlacementAgreementSigned
}

// day is a planned half-day.
func (p Placement) day(id string) (Slot, bool) {
	i := slices.IndexFunc(p.Days, func(s Slot) bool { return s.ID == id })
	if i < 0 {
		return Slot{}, false
	}
	return p.Days[i], true
}

// clone shares no slice with p.
func (p Placement) clone() Placement {
	p.Days, p.Told, p.Signatures = slices.Clone(p.Days), slices.Clone(p.Told), slices.Clone(p.Signatures)
	return p
}
