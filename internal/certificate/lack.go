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
	NotPresent = "not_present"
	Incomplete = "incomplete" // present, but the rule asks for more
)

// Lack is a registration without a valid certificate, and why.
type Lack struct {
	Registration    records.Registration
	Why             string
	Attended, Slots int
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
	live, came := map[string]bool{}, map[string]int{}
	for _, c := range certificates {
		if c.RevokedAt.IsZero() {
			live[c.Registration] = true
		}
	}
	for _, a := range attendances {
		came[a.Registration]++
	}
	for _, r := range rows {
		if live[r.ID] || (came[r.ID] == 0 && r.State != string(domain.Confirmed)) {
			continue
		}
		out = append(out, Lack{r, why(e, came[r.ID]), came[r.ID], len(slots)})
	}
	return out, nil
}

func why(e *records.Event, came int) string {
	switch {
	case !e.Certificate:
		return NoneGiven
	case e.Status != domain.Held:
		return NotClosed
	case e.HeldBack:
		return HeldBack
	case came == 0:
		return NotPresent
	}
	return Incomplete
}
