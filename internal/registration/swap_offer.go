package registration

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// ProposeSwap asks the holder of another registration, known by the session and the short code of its ticket, for
// an exchange: nothing changes before the answer. A registration has one proposal at a time: a new one takes the
// place of the one before. Refusals: ErrNotFound at « code », and those of Swap as they stand now.
func ProposeSwap(app core.App, now time.Time, id, event, short string) error {
	return app.RunInTransaction(func(app core.App) error {
		other, err := records.RegistrationByShort(app, event, short)
		if domain.Is(err, domain.ErrNotFound) || err == nil && other.State != string(domain.Confirmed) {
			return domain.Error{Code: domain.ErrNotFound, Field: "code"}
		}
		if err != nil {
			return err
		}
		a, b, err := sides(app, now, id, other.ID)
		if err != nil {
			return err
		}
		if a.Event == b.Event {
			if err := differ(app, a, b); err != nil {
				return err
			}
		}
		if err := records.LapseProposals(app, a.ID, records.At(now)); err != nil {
			return err
		}
		row := &records.Swap{First: a.ID, Second: b.ID, State: records.SwapProposed, Created: records.At(now)}
		if err := records.AddSwap(app, row); err != nil {
			return err
		}
		if err := trace(app, now, "participant", "swap_propose", a.Registration, ""); err != nil {
			return err
		}
		return mail.ToRegistration(app, now, mail.SwapProposed, mail.SwapProposed+":"+row.ID, b.Registration, func(w *mail.Words) {
			w.Other, w.People = a.Name(), []string{"Vous avez : " + sessionWords(b.event), "Vous auriez : " + sessionWords(a.event)}
			if a.Event == b.Event {
				w.People = []string{"Vos ateliers contre les siens, au même événement."}
			}
		})
	})
}

func sessionWords(e *records.Event) string {
	return e.Title + ", " + paris.Range(e.StartsAt.Time(), e.EndsAt.Time())
}

func differ(app core.App, a, b side) error {
	mine, _, err := workshopsOf(app, a.event, a.Answers)
	if err != nil {
		return err
	}
	theirs, _, err := workshopsOf(app, b.event, b.Answers)
	if err == nil && sameAnswers(mine, theirs) {
		return domain.Error{Code: domain.ErrSwapSame}
	}
	return err
}

// AnswerSwap is the answer of who was proposed an exchange (of the registration second). Answered twice it changes
// nothing more. ErrSwapLapsed where one of the two registrations has changed since; else the refusals of Swap.
func AnswerSwap(app core.App, now time.Time, id, second string, accept bool) error {
	return app.RunInTransaction(func(app core.App) error {
		row, err := records.SwapOf(app, id)
		if err != nil {
			return err
		}
		if row.Second != second {
			return records.ErrNone
		}
		if row.State == records.SwapDone && accept || row.State == records.SwapDeclined && !accept {
			return nil
		}
		if row.State != records.SwapProposed {
			return domain.Error{Code: domain.ErrSwapLapsed}
		}
		if !accept {
			return decline(app, now, row)
		}
		a, b, err := sides(app, now, row.First, row.Second)
		if domain.Is(err, domain.ErrState) {
			err = domain.Error{Code: domain.ErrSwapLapsed}
		}
		if err != nil {
			return err
		}
		return swap(app, now, a, b, row, "participant")
	})
}

func decline(app core.App, now time.Time, row *records.Swap) error {
	row.State, row.DecidedAt = records.SwapDeclined, records.At(now)
	if err := records.SaveSwap(app, row); err != nil {
		return err
	}
	r, err := records.RegistrationOf(app, row.First)
	if err != nil || !domain.State(r.State).Live() {
		return err
	}
	return mail.ToRegistration(app, now, mail.SwapRefused, mail.SwapRefused+":"+row.ID, r, nil)
}

// Proposal is an open proposal to exchange, seen from one of the two.
type Proposal struct {
	records.Swap
	Other *records.Registration
	Event *records.Event // of the other
}

// OpenSwaps lists the proposals that still stand: those that a registration was made, and the one it made itself.
func OpenSwaps(app core.App, now time.Time, id string) (received []Proposal, sent *Proposal, err error) {
	rows, err := records.SwapsOf(app, id)
	for _, row := range rows {
		if row.State != records.SwapProposed {
			continue
		}
		a, b, err := sides(app, now, row.First, row.Second)
		if domain.Refusals(err) != nil {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if row.First == id {
			sent = &Proposal{row, b.Registration, b.event}
			continue
		}
		received = append(received, Proposal{row, a.Registration, a.event})
	}
	return received, sent, err
}

// AfterSwap is where an exchange led who held a registration: the registration at the other session, or the same
// one where only workshops were exchanged. ErrNotFound where no exchange was done.
func AfterSwap(app core.App, id string) (*records.Registration, error) {
	rows, err := records.SwapsOf(app, id)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.State != records.SwapDone {
			continue
		}
		r, err := records.RegistrationOf(app, id)
		if err != nil || r.State != string(domain.Replaced) {
			return r, err
		}
		other := row.First
		if other == id {
			other = row.Second
		}
		before, err := records.RegistrationOf(app, other)
		if err != nil {
			return nil, err
		}
		if before.Event == r.Event { // workshops were exchanged: who carries its seat is that person's affair
			continue
		}
		return records.SuccessorOf(app, other)
	}
	return nil, records.ErrNone
}
