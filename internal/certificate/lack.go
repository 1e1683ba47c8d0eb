package certificate

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Why a registration has no valid certificate.
const (
	NotClosed  = "not_closed" // the event is not closed yet
	NoneGiven  = "none_given" // the event gives no certificate
	HeldBack   = "held_back"  // a phone is awaited
	InReview   = "in_review"  // the coordinator has not let them go yet
	NotPresent = "not_present"
	ToComplete = "to_complete" // let in under a name alone
	Withheld   = "withheld"    // by hand, with its reason
	Unanswered = "unanswered"  // the evaluation comes first
	Incomplete = "incomplete"  // present, but the rule asks for more
)

// Why says what stands between a registration and its certificate; empty: nothing does. It is the one rule of what
// earns a certificate.
func Why(e *records.Event, r *records.Registration, t domain.Tally) string {
	switch {
	case !e.Certificate:
		return NoneGiven
	case e.Status != domain.Held:
		return NotClosed
	case e.HeldBack:
		return HeldBack
	case e.Awaits():
		return InReview
	}
	return WhyNot(e, r, t)
}

// WhyNot is Why once the certificates of the event are let go.
func WhyNot(e *records.Event, r *records.Registration, t domain.Tally) string {
	switch {
	case !e.Certificate:
		return NoneGiven
	case t.Present == 0:
		return NotPresent
	case r.Incomplete:
		return ToComplete
	case r.Withheld != "":
		return Withheld
	case !e.Completion().Holds(t):
		return Incomplete
	case e.SurveyFirst && r.SurveyAt.IsZero():
		return Unanswered
	}
	return ""
}

// Lack is a registration without a valid certificate, and why.
type Lack struct {
	Registration records.Registration
	Why          string
	Next         string // once the certificates are let go: what will stand in the way, or empty
	Tally        domain.Tally
}

// Lacks lists who was awaited or came and has no valid certificate, in the order of registration.
func Lacks(app core.App, e *records.Event) (out []Lack, err error) {
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return nil, err
	}
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return nil, err
	}
	certificates, err := records.EventCertificates(app, e.ID)
	if err != nil {
		return nil, err
	}
	attendances, err := records.Attendances(app, e.ID)
	if err != nil {
		return nil, err
	}
	live, came := map[string]bool{}, map[string][]records.Attendance{}
	for _, c := range certificates {
		if c.RevokedAt.IsZero() && c.Registration != "" {
			live[c.Registration] = true
		}
	}
	for _, a := range attendances {
		came[a.Registration] = append(came[a.Registration], a)
	}
	for i := range rows {
		r := &rows[i]
		if live[r.ID] || (len(came[r.ID]) == 0 && r.State != string(domain.Confirmed)) {
			continue
		}
		tally := tallyOf(slots, came[r.ID], r)
		out = append(out, Lack{*r, Why(e, r, tally), WhyNot(e, r, tally), tally})
	}
	return out, nil
}

// LackOf says why one registration has no valid certificate, or would have none.
func LackOf(app core.App, e *records.Event, r *records.Registration) (l Lack, err error) {
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return l, err
	}
	rows, err := records.AttendancesOf(app, r.ID)
	if err != nil {
		return l, err
	}
	tally := tallyOf(slots, rows, r)
	return Lack{*r, Why(e, r, tally), WhyNot(e, r, tally), tally}, nil
}

// Earns tells whether a presence earns the certificate once the event is closed and its certificates are let go.
func Earns(e *records.Event, r *records.Registration, slots []records.Slot, rows []records.Attendance) bool {
	return WhyNot(e, r, tallyOf(slots, rows, r)) == ""
}
