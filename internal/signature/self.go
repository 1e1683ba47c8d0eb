package signature

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// Self is what somebody sends to confirm the own presence.
type Self struct {
	Nonce        string // of the form: sent twice, it acts once
	Code, Pass   string // shown in the room; of a form opened with a good one
	Short        string // of the ticket
	Registration string // opened by the person's own link; empty: the ticket's code says who
}

// Confirmed is what came of it.
type Confirmed struct {
	door.Result
	Slot records.Slot
	Pass string // for the next try, where the room's code was right
}

// Confirm records the arrival of somebody registered, signed on the own phone. Refusals, each at its field: what
// Recognise says, and ErrNotYourCode at « billet ». What the rule of the door refuses is a Result like any other.
func Confirm(app core.App, now time.Time, place door.Place, in Self) (c Confirmed, err error) {
	slot, pass, code := Recognise(app, now, place, in.Code, in.Pass)
	if code != nil && !domain.Is(code, domain.ErrRoomCode) {
		return c, code
	}
	reg, who := whoIs(app, place, in)
	if who != nil && !domain.Is(who, domain.ErrNotYourCode) {
		return c, who
	}
	c.Pass = pass
	errs := append(domain.Errors(domain.Refusals(code)), domain.Refusals(who)...)
	if err := errs.OrNil(); err != nil {
		return c, err
	}
	c.Slot = *slot
	signature, err := json.Marshal(door.Ink{Way: domain.SelfWay})
	if err != nil {
		return c, err
	}
	batch := door.Batch{Device: "personnel", Scans: []door.Scan{{Nonce: in.Nonce, Registration: reg.ID, Slot: slot.ID,
		At: now.Format(time.RFC3339Nano), Kind: domain.ScanIn, Signature: signature}}}
	results, err := door.Sync(app, now, place, batch)
	if err == nil && len(results) == 0 {
		err = errors.New("signature: no answer of the door")
	}
	if err == nil {
		c.Result = results[0]
	}
	return c, err
}

func whoIs(app core.App, place door.Place, in Self) (*records.Registration, error) {
	wrong := domain.Error{Code: domain.ErrNotYourCode, Field: "billet"}
	if in.Registration != "" {
		r, err := records.RegistrationOf(app, in.Registration)
		if err == nil && r.Event != place.Event.ID {
			return nil, wrong
		}
		return r, err
	}
	short, ok := ticket.ParseShort(in.Short)
	if !ok {
		return nil, wrong
	}
	r, err := records.RegistrationByShort(app, place.Event.ID, short)
	if domain.Is(err, domain.ErrNotFound) {
		return nil, wrong
	}
	return r, err
}
