package campaign

import (
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Decide publishes, refuses or withdraws an offer at the desk. A refusal and a withdrawal ask for a reason, which the
// structure reads. Refusals: ErrReason at the field reason, ErrOfferHeld while people have a place there.
func Decide(app core.App, now time.Time, actor, id, status, reason string) (*records.Offer, error) {
	return turn(app, now, actor, id, status, reason, func(o *records.Offer, taken int) error {
		switch {
		case status == records.OfferPublished:
			return nil
		case status != records.OfferRefused && status != records.OfferWithdrawn:
			return domain.Error{Code: domain.ErrChoice}
		case status == records.OfferRefused && o.Status != records.OfferProposed:
			return domain.Error{Code: domain.ErrState}
		}
		return held(taken)
	})
}

// Withdraw takes an offer back by its own link. Refusals: ErrReason, ErrState, ErrOfferHeld.
func Withdraw(app core.App, now time.Time, id, reason string) (*records.Offer, error) {
	return turn(app, now, host, id, records.OfferWithdrawn, reason, open)
}

// Changeable tells why who proposed an offer cannot change it by its link; nil where they can.
func Changeable(app core.App, o *records.Offer) error {
	taken, err := records.OffersTaken(app, o.Campaign)
	if err != nil {
		return err
	}
	return open(o, taken[o.ID])
}

func open(o *records.Offer, taken int) error {
	if o.Status != records.OfferProposed && o.Status != records.OfferPublished {
		return domain.Error{Code: domain.ErrState}
	}
	return held(taken)
}

func held(taken int) error {
	if taken > 0 {
		return domain.Error{Code: domain.ErrOfferHeld, Arg: strconv.Itoa(taken)}
	}
	return nil
}

func turn(app core.App, now time.Time, actor, id, status, reason string, allowed func(o *records.Offer, taken int) error) (o *records.Offer, err error) {
	reason = domain.CleanText(reason)
	err = records.Together(app, func(app core.App) error {
		if o, err = records.OfferOf(app, id); err != nil || o.Status == status {
			return err
		}
		taken, err := records.OffersTaken(app, o.Campaign)
		if err != nil {
			return err
		}
		if err := allowed(o, taken[o.ID]); err != nil {
			return err
		}
		if status == records.OfferPublished {
			reason = ""
		} else if reason == "" {
			return domain.Error{Code: domain.ErrReason, Field: "reason"}
		} else if e := domain.CheckLine("reason", reason, maxNote, true, false); e != nil {
			return *e
		}
		o.Status, o.Reason, o.Updated = status, reason, records.At(now)
		if err := records.SaveOffer(app, o); err != nil {
			return err
		}
		if err := trace(app, now, actor, status, "offer", o.ID, reason, nil, nil); err != nil {
			return err
		}
		kind := map[string]string{records.OfferPublished: mail.StageOfferPublished, records.OfferRefused: mail.StageOfferRefused}[status]
		if kind == "" { // withdrawn: by its own hand, or after a word on the telephone
			return nil
		}
		return mail.ToOffer(app, now, kind, kind+":"+o.ID+":"+o.Updated.String(), o, reason)
	})
	return given(o, err)
}
