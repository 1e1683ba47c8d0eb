package certificate

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// FollowSpeaker makes the attestation of a speaker say what the list of speakers says: it is issued once the event is
// closed and waits for nothing, reissued when who, as what, on what, when or how long changes, revoked for somebody
// who did not come or when the event is called off. While the event is open, again perhaps, it stays as it is.
func FollowSpeaker(app core.App, now time.Time, e *records.Event, s *records.Speaker, reason string) error {
	if e.Status == domain.Published || (e.Status == domain.Held && e.Awaits()) {
		return nil
	}
	live, err := records.LiveSpeakerCertificate(app, s.ID)
	if err != nil && !domain.Is(err, domain.ErrNotFound) {
		return err
	}
	content, err := speech(app, now, e, s)
	if err != nil {
		return err
	}
	same := false
	if live != nil {
		frozen, err := frozenOf(live)
		if err != nil {
			return err
		}
		same = frozen.SameSpeech(content)
	}
	made := &records.Certificate{Kind: Speaking, Event: e.ID, Speaker: s.ID}
	switch domain.NextCertificate(e.Status == domain.Held && !s.Absent && !s.Erased(), live != nil, same) {
	case domain.IssueCertificate:
		return reserve(app, now, made, content, "")
	case domain.ReissueCertificate:
		if err := revoke(app, now, live, nil, orElse(reason, "Intervention corrigée : remplacée par une nouvelle attestation."), false); err != nil {
			return err
		}
		return reserve(app, now, made, content, live.ID)
	case domain.RevokeCertificate:
		return revoke(app, now, live, nil, orElse(reason, "L’intervention qu’elle attestait n’a pas eu lieu."), true)
	}
	return nil
}

// followSpeakers is FollowSpeaker for all who speak at an event.
func followSpeakers(app core.App, now time.Time, e *records.Event, reason string) error {
	rows, err := records.Speakers(app, e.ID)
	if err != nil {
		return err
	}
	for i := range rows {
		if err := FollowSpeaker(app, now, e, &rows[i], reason); err != nil {
			return err
		}
	}
	return nil
}

// FollowOthers is what a change of a whole event does to the certificates that are not of its registrations: those of
// its speakers, and the yearly summaries. The reason is kept with what speakers lose.
func FollowOthers(app core.App, now time.Time, e *records.Event, reason string) error {
	if err := followSpeakers(app, now, e, reason); err != nil {
		return err
	}
	return followYear(app, now, e)
}

// speech states who speaks of what, at which half-days. Where minutes were entered for several half-days, nobody
// knows how they part: the half-days are said without any, the total alone.
func speech(app core.App, now time.Time, e *records.Event, s *records.Speaker) (c domain.CertificateContent, err error) {
	slots, err := records.Slots(app, e.ID)
	if err != nil {
		return c, err
	}
	if c, err = base(app, now, Speaking); err != nil {
		return c, err
	}
	spoken := domain.SpokenAt(records.DomainSlots(slots), s.Slots)
	c.LastName, c.FirstName, c.Structure, c.Profession = s.LastName, s.FirstName, s.Structure, s.Function
	c.Role, c.Subject, c.Complete, c.Total = s.Role, s.Subject, true, domain.SpokenMinutes(spoken, s.Minutes)
	parts := domain.SpokenMinutes(spoken, 0) == c.Total
	for _, slot := range spoken {
		line := domain.CertificateSlot{Label: slot.Label, Start: slot.Start.UTC().Format(time.RFC3339), End: slot.End.UTC().Format(time.RFC3339),
			Minutes: slot.Minutes(), Present: true}
		switch {
		case parts:
			line.Attended = slot.Minutes()
		case len(spoken) == 1:
			line.Attended = c.Total
		}
		c.Slots = append(c.Slots, line)
	}
	return c, ofEvent(app, e, &c)
}

// tellSpeaker sends a speaker the attestation, or says with a reason that it is no longer valid; and tells whether
// there is an address to send it to.
func tellSpeaker(app core.App, now time.Time, kind, cause string, c *records.Certificate, reason string) (bool, error) {
	s, err := records.SpeakerOf(app, c.Speaker)
	if err != nil {
		return false, err
	}
	e, err := records.EventOf(app, c.Event)
	if err != nil {
		return false, err
	}
	to := mail.Guest{Address: s.Email, FirstName: s.FirstName, Name: s.Name()}
	return s.Email != "", mail.ToGuest(app, now, kind, cause, to, e, func(w *mail.Words) {
		if w.Number, w.Reason = c.Number, reason; reason == "" {
			w.Certificate = c.ID
		}
	})
}
