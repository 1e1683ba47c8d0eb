package registration

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// side is one of the two registrations of a swap.
type side struct {
	*records.Registration
	event *records.Event
}

// Swap exchanges the holders of two confirmed registrations, in one transaction: of two sessions, each holder has a
// new registration and ticket at the other one; of one event, the two exchange their workshops and keep their
// tickets. No seat is freed, no list moves. Refusals: ErrSwapSelf, ErrSwapSame, ErrState of a registration that is
// not confirmed, ErrEventPast once one has begun, ErrEventCancelled, ErrAlreadyRegistered (Arg: the id) for a holder
// who has a seat at the other session, ErrQuota where a quota of either side stands in the way.
func Swap(app core.App, now time.Time, first, second, actor string) error {
	return app.RunInTransaction(func(app core.App) error {
		a, b, err := sides(app, now, first, second)
		if err != nil {
			return err
		}
		return swap(app, now, a, b, &records.Swap{First: first, Second: second, Created: records.At(now)}, actor)
	})
}

func sides(app core.App, now time.Time, first, second string) (a, b side, err error) {
	if first == second {
		return a, b, domain.Error{Code: domain.ErrSwapSelf}
	}
	if a, err = sideOf(app, now, first); err != nil {
		return a, b, err
	}
	b, err = sideOf(app, now, second)
	return a, b, err
}

func sideOf(app core.App, now time.Time, id string) (x side, err error) {
	if x.Registration, x.event, err = held(app, id); err != nil {
		return x, err
	}
	return x, Swappable(x.Registration, x.event, now)
}

// Swappable says whether a registration may be exchanged.
func Swappable(r *records.Registration, e *records.Event, now time.Time) error {
	if err := Answerable(e, now); err != nil {
		return err
	}
	if r.State != string(domain.Confirmed) {
		return domain.Error{Code: domain.ErrState}
	}
	return nil
}

// swap exchanges and keeps that it was done.
func swap(app core.App, now time.Time, a, b side, row *records.Swap, actor string) (err error) {
	if a.Event == b.Event {
		err = swapWorkshops(app, now, a, b, actor)
	} else {
		err = swapSessions(app, now, a, b, actor)
	}
	if err != nil {
		return err
	}
	row.State, row.DecidedAt = records.SwapDone, records.At(now)
	if row.ID == "" {
		return records.AddSwap(app, row)
	}
	return records.SaveSwap(app, row)
}

func swapSessions(app core.App, now time.Time, a, b side, actor string) error {
	for _, x := range [][2]side{{a, b}, {b, a}} {
		seat, holder := x[0], x[1]
		word, err := leaveList(app, now, seat.event, holder.Person, actor)
		if err != nil {
			return err
		}
		next, err := moveTo(app, seat, holder)
		if err != nil {
			return err
		}
		if err := carry(app, now, seat.event, seat.Registration, next, "swap", actor); err != nil {
			return err
		}
		if err := tellSwap(app, now, mail.Successor+":"+next.ID, next, word); err != nil {
			return err
		}
	}
	for _, x := range []side{a, b} {
		if err := Promote(app, now, x.event); err != nil {
			return err
		}
	}
	return nil
}

// moveTo makes the registration of a holder at the other session. The workshops go with the seat; the booking too
// where one referent made both, else its referent would read about somebody else's colleague.
func moveTo(app core.App, seat, holder side) (next *records.Registration, err error) {
	h := holder.Registration
	next = &records.Registration{Event: seat.Event, Person: h.Person, LastName: h.LastName, FirstName: h.FirstName, Email: h.Email,
		Structure: h.Structure, Sector: h.Sector, Territory: h.Territory, Profession: h.Profession, Needs: h.Needs, Notify: h.Address(),
		Replaces: seat.ID}
	if h.Email != "" {
		next.Notify = h.Notify
	}
	if seat.event.Companions {
		next.Companions = h.Companions
	}
	if next.Answers, _, err = workshopsOf(app, seat.event, seat.Answers); err != nil {
		return nil, err
	}
	if seat.Booking == "" || h.Booking == "" {
		return next, nil
	}
	one, err := records.BookingOf(app, seat.Booking)
	if err != nil {
		return nil, err
	}
	two, err := records.BookingOf(app, h.Booking)
	if err == nil && one.Email == two.Email {
		next.Booking = seat.Booking
	}
	return next, err
}

func swapWorkshops(app core.App, now time.Time, a, b side, actor string) error {
	mine, aRest, err := workshopsOf(app, a.event, a.Answers)
	if err != nil {
		return err
	}
	theirs, bRest, err := workshopsOf(app, b.event, b.Answers)
	if err != nil {
		return err
	}
	if sameAnswers(mine, theirs) {
		return domain.Error{Code: domain.ErrSwapSame}
	}
	a.Answers, b.Answers = join(aRest, theirs), join(bRest, mine)
	for _, x := range []side{a, b} {
		if err := records.SaveRegistration(app, x.Registration); err != nil {
			return err
		}
		if err := records.LapseSwaps(app, x.ID, records.At(now)); err != nil {
			return err
		}
		if err := trace(app, now, actor, "swap_workshops", x.Registration, ""); err != nil {
			return err
		}
		cause := mail.Swapped + ":" + x.ID + ":" + records.At(now).String()
		if err := tellSwap(app, now, cause, x.Registration, "Vos ateliers sont ceux de l’autre personne. Votre billet ne change pas."); err != nil {
			return err
		}
	}
	return nil
}

func tellSwap(app core.App, now time.Time, cause string, r *records.Registration, word string) error {
	return mail.ToRegistration(app, now, mail.Swapped, cause, r, func(w *mail.Words) { w.Reason = word })
}
