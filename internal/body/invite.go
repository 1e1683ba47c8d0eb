package body

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Sent says how many letters were queued, and how many people have no address.
type Sent struct{ People, NoAddress int }

// Invite asks every member who sits at the day of the event, once each: a second call invites only who joined
// since. Refusals: ErrState for an event that is not open, ErrEventPast once it has begun, ErrRequired at the
// field instance without a body.
func Invite(app core.App, now time.Time, actor, event string) (out Sent, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		out = Sent{}
		e, b, err := meeting(app, now, event)
		if err != nil {
			return err
		}
		asked, err := invited(app, event)
		if err != nil {
			return err
		}
		members, err := records.Members(app, b.ID)
		if err != nil {
			return err
		}
		for _, m := range members {
			if asked[m.ID] || !Sits(m, e.StartsAt.Time()) {
				continue
			}
			i := &records.Invitation{Event: event, Member: m.ID, InvitedAt: records.At(now)}
			if err := records.AddInvitation(app, i); err != nil {
				return err
			}
			if out.People++; m.Email == "" {
				out.NoAddress++
			}
			if err := write(app, now, mail.Invited, mail.Invited+":"+i.ID, e, b, m, i.ID); err != nil {
				return err
			}
		}
		if out.People == 0 {
			return nil
		}
		return trace(app, now, actor, "invite", "event", event, event, fmt.Sprint(out.People))
	})
	return out, err
}

// Remind writes again to those who have not answered, at most twice each and a day apart (domain.MayRemind).
func Remind(app core.App, now time.Time, actor, event string) (out Sent, err error) {
	err = app.RunInTransaction(func(app core.App) error {
		out = Sent{}
		e, b, err := meeting(app, now, event)
		if err != nil {
			return err
		}
		rows, err := records.Invitations(app, event)
		if err != nil {
			return err
		}
		for _, i := range rows {
			if !Remindable(i, now) {
				continue
			}
			m, err := records.MemberOf(app, i.Member)
			if err != nil {
				return err
			}
			if m.Email == "" {
				out.NoAddress++
				continue
			}
			i.Reminders, i.RemindedAt = i.Reminders+1, records.At(now)
			if err := records.SaveInvitation(app, &i); err != nil {
				return err
			}
			out.People++
			cause := fmt.Sprintf("%s:%s:%d", mail.InvitedAgain, i.ID, i.Reminders)
			if err := write(app, now, mail.InvitedAgain, cause, e, b, *m, i.ID); err != nil {
				return err
			}
		}
		if out.People == 0 {
			return nil
		}
		return trace(app, now, actor, "remind", "event", event, event, fmt.Sprint(out.People))
	})
	return out, err
}

// Remindable tells whether a letter may go again to who has not answered.
func Remindable(i records.Invitation, now time.Time) bool {
	last := i.InvitedAt
	if !i.RemindedAt.IsZero() {
		last = i.RemindedAt
	}
	return domain.MayRemind(i.Answer, i.Reminders, last.Time(), now)
}

// meeting reads an event that can still invite, and its body.
func meeting(app core.App, now time.Time, event string) (*records.Event, *records.Body, error) {
	e, err := records.EventOf(app, event)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case e.Status != domain.Published:
		return nil, nil, domain.Error{Code: domain.ErrState}
	case !now.Before(e.StartsAt.Time()):
		return nil, nil, domain.Error{Code: domain.ErrEventPast}
	case e.Body == "":
		return nil, nil, domain.Error{Code: domain.ErrRequired, Field: "instance"}
	}
	b, err := records.BodyOf(app, e.Body)
	return e, b, err
}

func invited(app core.App, event string) (map[string]bool, error) {
	rows, err := records.Invitations(app, event)
	asked := map[string]bool{}
	for _, i := range rows {
		asked[i.Member] = true
	}
	return asked, err
}

func write(app core.App, now time.Time, kind, cause string, e *records.Event, b *records.Body, m records.Member, invitation string) error {
	return mail.ToGuest(app, now, kind, cause, mail.Guest{Address: m.Email, FirstName: m.FirstName, Name: m.Name()}, e,
		func(w *mail.Words) { w.Body, w.Invitation = b.Name, invitation })
}
