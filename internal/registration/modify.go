package registration

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// RequestOf is a registration as the form that made it would say it, to be corrected.
func RequestOf(app core.App, r *records.Registration) (in Request, err error) {
	in = Request{Event: r.Event, LastName: r.LastName, FirstName: r.FirstName, Email: r.Email, StructureID: r.Structure,
		NoStructure: r.Structure == "", Needs: r.Needs, Companions: r.Companions, Answers: r.Answers, Notify: r.Notify, Origin: r.Origin}
	for _, l := range []struct {
		list, id string
		into     *string
	}{{records.Sectors, r.Sector, &in.Sector}, {records.Territories, r.Territory, &in.Territory}, {records.Professions, r.Profession, &in.Profession}} {
		if l.id == "" {
			continue
		}
		item, err := records.ItemOf(app, l.list, l.id)
		if err != nil {
			return in, err
		}
		*l.into = item.Code
	}
	if r.Structure != "" {
		s, err := records.StructureOf(app, r.Structure)
		if err != nil {
			return in, err
		}
		in.Structure = s.Name
	}
	return in, nil
}

// Modify corrects a live registration: how the name is written, the mailbox, and until the event begins the
// structure, function, sector, territory, answers and companions, for which the rule of seats is asked again.
// Answers nil keeps them. A new mailbox is told to both. Nothing to change changes nothing. Refusals: the fields;
// ErrOtherPerson at « last_name » for another person's name (that is a replacement); ErrAlreadyRegistered;
// ErrQuota at « structure », ErrCompanionsFull at « companions »; ErrState, ErrEventPast, ErrEventCancelled.
func Modify(app core.App, now time.Time, id string, in Request, actor string) error {
	return app.RunInTransaction(func(app core.App) error {
		r, e, err := held(app, id)
		if err != nil {
			return err
		}
		if err := Modifiable(r, e, now); err != nil {
			return err
		}
		before, next := *r, *r
		hand := rowInHand{Registration: &next, event: e}
		if err := hand.correct(app, in); err != nil {
			return err
		}
		changed := changes(before, next)
		if len(changed) == 0 {
			return nil
		}
		if frozen(changed) && !now.Before(e.StartsAt.Time()) {
			return domain.Error{Code: domain.ErrEventPast}
		}
		if domain.State(r.State).Seated() && r.Origin != domain.FromDoor && frozen(changed) {
			if err := fits(app, now, e, &before, &next); err != nil {
				return err
			}
		}
		return saveCorrected(app, now, e, before, &next, changed, actor)
	})
}

// Modifiable says whether a registration may still be corrected.
func Modifiable(r *records.Registration, e *records.Event, now time.Time) error {
	switch {
	case e.Status == domain.Cancelled:
		return domain.Error{Code: domain.ErrEventCancelled}
	case e.Status == domain.Held, !now.Before(e.EndsAt.Time()):
		return domain.Error{Code: domain.ErrEventPast}
	case !domain.State(r.State).Live():
		return domain.Error{Code: domain.ErrState}
	}
	return nil
}
