package certificate

import (
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
)

// Lengths of what is typed of a speaker, in characters.
const (
	maxSpeakerName = 100
	maxSpeakerLine = 300
)

// SaveSpeaker writes who speaks or teaches at an event, new (without id) or changed; the attestation follows. Who was
// noted as absent stays so. Refusals at their fields; ErrSpokenLonger at « minutes » for more than the half-days last;
// ErrNotFound for a speaker of another event.
func SaveSpeaker(app core.App, now time.Time, actor string, s records.Speaker) error {
	cleanSpeaker(&s)
	return app.RunInTransaction(func(app core.App) error {
		e, slots, err := stage(app, s.Event)
		if err != nil {
			return err
		}
		if err := checkSpeaker(&s, slots); err != nil {
			return err
		}
		if s.ID != "" {
			was, err := speakerAt(app, e.ID, s.ID)
			if err != nil {
				return err
			}
			s.Absent, s.Position, s.Created = was.Absent, was.Position, was.Created
		} else if err := place(app, now, &s); err != nil {
			return err
		}
		if err := records.PutSpeaker(app, &s); err != nil {
			return err
		}
		if err := traceSpeaker(app, now, actor, "speaker", &s); err != nil {
			return err
		}
		if err := FollowSpeaker(app, now, e, &s, ""); err != nil {
			return err
		}
		return tellOnce(app, now, s.ID)
	})
}

// tellOnce sends a speaker the attestation that could not be sent for want of an address.
func tellOnce(app core.App, now time.Time, speaker string) error {
	c, err := records.LiveSpeakerCertificate(app, speaker)
	if domain.Is(err, domain.ErrNotFound) || (err == nil && c.IssuedAt.IsZero()) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = tell(app, now, c, mail.CertificateOut+":"+c.ID)
	return err
}

// place puts a new speaker at the end of the list.
func place(app core.App, now time.Time, s *records.Speaker) error {
	rows, err := records.Speakers(app, s.Event)
	if n := len(rows); n > 0 {
		s.Position = rows[n-1].Position + 1
	}
	s.Created = records.At(now)
	return err
}

// SetSpeakerAbsent notes that a speaker did not come after all, or did: the attestation follows. A second time
// changes nothing.
func SetSpeakerAbsent(app core.App, now time.Time, actor, event, id string, absent bool) error {
	return changeSpeaker(app, now, actor, event, id, func(app core.App, e *records.Event, s *records.Speaker) error {
		if s.Absent == absent {
			return nil
		}
		action := "speaker-absent"
		if s.Absent = absent; !absent {
			action = "speaker-present"
		}
		return keepSpeaker(app, now, actor, action, e, s)
	})
}

// RemoveSpeaker takes a speaker off the list of an event. One who ever had an attestation stays on it, as absent.
func RemoveSpeaker(app core.App, now time.Time, actor, event, id string) error {
	return changeSpeaker(app, now, actor, event, id, func(app core.App, e *records.Event, s *records.Speaker) error {
		spoken, err := records.HasSpoken(app, s.ID)
		if err != nil {
			return err
		}
		if spoken {
			if s.Absent {
				return nil
			}
			s.Absent = true
			return keepSpeaker(app, now, actor, "speaker-absent", e, s)
		}
		if err := records.DropSpeaker(app, s.ID); err != nil {
			return err
		}
		return traceSpeaker(app, now, actor, "speaker-removed", s)
	})
}

func changeSpeaker(app core.App, now time.Time, actor, event, id string, change func(core.App, *records.Event, *records.Speaker) error) error {
	return app.RunInTransaction(func(app core.App) error {
		e, _, err := stage(app, event)
		if err != nil {
			return err
		}
		s, err := speakerAt(app, event, id)
		if err != nil {
			return err
		}
		return change(app, e, s)
	})
}

func keepSpeaker(app core.App, now time.Time, actor, action string, e *records.Event, s *records.Speaker) error {
	if err := records.PutSpeaker(app, s); err != nil {
		return err
	}
	if err := traceSpeaker(app, now, actor, action, s); err != nil {
		return err
	}
	return FollowSpeaker(app, now, e, s, "")
}

// stage is an event whose speakers can be changed: ErrEventCancelled for one that was called off.
func stage(app core.App, event string) (*records.Event, []domain.Slot, error) {
	e, err := records.EventOf(app, event)
	if err != nil {
		return nil, nil, err
	}
	if e.Status == domain.Cancelled {
		return nil, nil, domain.Error{Code: domain.ErrEventCancelled}
	}
	slots, err := records.Slots(app, event)
	return e, records.DomainSlots(slots), err
}

func speakerAt(app core.App, event, id string) (*records.Speaker, error) {
	s, err := records.SpeakerOf(app, id)
	if err == nil && s.Event != event {
		return nil, records.ErrNone
	}
	return s, err
}

func cleanSpeaker(s *records.Speaker) {
	for _, line := range []*string{&s.LastName, &s.FirstName, &s.Function, &s.Structure, &s.Role, &s.Subject} {
		*line = domain.CleanLine(*line)
	}
	s.Email = domain.CleanEmail(s.Email)
}

func checkSpeaker(s *records.Speaker, slots []domain.Slot) error {
	var errs domain.Errors
	for _, l := range []struct {
		field, value string
		max          int
		required     bool
	}{
		{"last_name", s.LastName, maxSpeakerName, true}, {"first_name", s.FirstName, maxSpeakerName, true},
		{"function", s.Function, maxSpeakerLine, false}, {"structure", s.Structure, maxSpeakerLine, false},
		{"role", s.Role, maxSpeakerName, true}, {"subject", s.Subject, maxSpeakerLine, false},
	} {
		if e := domain.CheckLine(l.field, l.value, l.max, l.required, l.required); e != nil {
			errs = append(errs, *e)
		}
	}
	if s.Email != "" && !domain.ValidEmail(s.Email) {
		errs = append(errs, domain.Error{Code: domain.ErrEmail, Field: "email"})
	}
	for _, id := range s.Slots {
		if !slices.ContainsFunc(slots, func(slot domain.Slot) bool { return slot.ID == id }) {
			errs = append(errs, domain.Error{Code: domain.ErrChoice, Field: "slots"})
			break
		}
	}
	if s.Minutes < 0 {
		errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "minutes"})
	} else if spoken := domain.SpokenAt(slots, s.Slots); s.Minutes > domain.SpokenMinutes(spoken, 0) {
		errs = append(errs, domain.Error{Code: domain.ErrSpokenLonger, Field: "minutes"})
	}
	return errs.OrNil()
}

func traceSpeaker(app core.App, now time.Time, actor, action string, s *records.Speaker) error {
	return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "event", Target: s.Event, Event: s.Event, Reason: s.Name()})
}

// ProposedSpeakers gives who the event names as teaching a half-day or speaking in its running order and who is not on
// its list of speakers yet, as the form can be filled: a trainer with the half-days taught, a speaker with the subject.
func ProposedSpeakers(app core.App, event string) (out []records.Speaker, err error) {
	listed, err := records.Speakers(app, event)
	if err != nil {
		return nil, err
	}
	slots, err := records.Slots(app, event)
	if err != nil {
		return nil, err
	}
	items, err := records.Agenda(app, event)
	if err != nil {
		return nil, err
	}
	at := map[string]int{} // index in out, by name
	for _, slot := range slots {
		for _, name := range splitNames(slot.Trainer) {
			s := named(event, name, "Formation")
			s.Function, s.Slots = slot.TrainerRole, records.List{slot.ID}
			if i, known := at[speakerKey(s)]; known {
				out[i].Slots = append(out[i].Slots, slot.ID)
				continue
			}
			at[speakerKey(s)], out = len(out), append(out, s)
		}
	}
	for _, item := range items {
		for _, name := range splitNames(item.Speaker) {
			s := named(event, name, "Intervention")
			s.Subject, s.Slots = item.Title, during(slots, item)
			if _, known := at[speakerKey(s)]; !known {
				at[speakerKey(s)], out = len(out), append(out, s)
			}
		}
	}
	for _, l := range listed {
		out = slices.DeleteFunc(out, func(s records.Speaker) bool { return speakerKey(s) == speakerKey(l) })
	}
	return out, nil
}

// splitNames parts « A. Nom, B. Nom et C. Nom ».
func splitNames(typed string) (names []string) {
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(typed, " et ", ","), func(r rune) bool { return strings.ContainsRune(",;/&", r) }) {
		if part = domain.CleanLine(part); part != "" {
			names = append(names, part)
		}
	}
	return names
}

func named(event, name, role string) (s records.Speaker) {
	s.Event, s.Role = event, role
	s.LastName, s.FirstName = domain.SplitName(name)
	return s
}

// speakerKey is the same for a name written in either order.
func speakerKey(s records.Speaker) string {
	words := strings.Fields(domain.Fold(s.FirstName + " " + s.LastName))
	slices.Sort(words)
	return strings.Join(words, " ")
}

// during gives the half-day in which a line of the running order stands; none: nothing is said.
func during(slots []records.Slot, item records.AgendaItem) records.List {
	for _, s := range slots {
		if !item.StartsAt.Time().Before(s.StartsAt.Time()) && item.StartsAt.Time().Before(s.EndsAt.Time()) && len(slots) > 1 {
			return records.List{s.ID}
		}
	}
	return records.List{}
}
