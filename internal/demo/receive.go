package demo

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// perCall is how many scans a phone sends at once.
const perCall = 20

// mainPhone is the device of most gestures.
const mainPhone = "téléphone de l’accueil"

// gesture is a scan and the moment it is made.
type gesture struct {
	moment time.Time
	scan   door.Scan
}

// receive opens the door of an event, scans who comes at each half-day, and lets walk-ins in.
func (t *troupe) receive(app core.App, rank int, id string, p plan, crowd []int) error {
	place, err := t.openDoor(app, id, p)
	if err != nil {
		return err
	}
	rows, err := records.Registrations(app, id)
	if err != nil {
		return err
	}
	gestures, absent := t.gestures(place, rows, p, fmt.Sprintf("demo-%d", rank))
	if p.paper || p.fate == running {
		if gestures, err = t.sheets(app, id, p, gestures); err != nil {
			return err
		}
	}
	if gestures, err = confirmAlone(app, id, gestures); err != nil {
		return err
	}
	if err := send(app, place, mainPhone, gestures); err != nil {
		return err
	}
	if err := t.walkIns(app, place, p, crowd, fmt.Sprintf("demo-%d-sur-place", rank)); err != nil {
		return err
	}
	if p.fate == running {
		t.today, t.door, t.expected = id, place.Door, absent[0]
		return t.busyDoor(app, place, gestures)
	}
	t.missed = absent[max(0, len(absent)-2):]
	return t.excuse(app, absent, p)
}

// correct adds, two days after the closing, the arrival that a paper sheet proves: its certificate follows.
func (t *troupe) correct(app core.App, id string, closed time.Time) error {
	place, err := door.Open(app, id, "", t.coordinator)
	if err != nil {
		return err
	}
	now := closed.Add(48 * time.Hour)
	r, err := door.Correct(app, now, place, door.Correction{Nonce: "demo-correction-" + id, Registration: t.missed[0], Slot: place.Slots[0].ID,
		Present: true, Reason: "Signature retrouvée sur la feuille de la salle."})
	if err != nil {
		return err
	}
	if r.Outcome != string(domain.Accepted) {
		return fmt.Errorf("correction: %s", r.Outcome)
	}
	_, err = certificate.Seal(app, now.Add(time.Minute), 1000)
	return err
}

func (t *troupe) openDoor(app core.App, id string, p plan) (door.Place, error) {
	made := earlier(p.slots[0].start, t.now).Add(-26 * time.Hour)
	l, err := door.NewLink(app, made, t.coordinator, id, "Entrée principale", door.DefaultExpiry(made, p.slots[len(p.slots)-1].end))
	if err != nil {
		return door.Place{}, err
	}
	return door.Open(app, id, l.ID, "door:"+l.ID)
}

// excuse notes the absences that were explained afterwards.
func (t *troupe) excuse(app core.App, absent []string, p plan) error {
	for _, id := range absent[:min(p.excused, len(absent))] {
		now := p.slots[len(p.slots)-1].end.Add(2 * time.Hour)
		if err := registration.SetExcuse(app, now, id, t.coordinator, true, "Retenu par le service, a prévenu le matin même."); err != nil {
			return err
		}
	}
	return nil
}

// gestures is everything the phones read, in order, and the ids of the confirmed who never came.
func (t *troupe) gestures(place door.Place, rows []records.Registration, p plan, nonce string) (list []gesture, absent []string) {
	add := func(moment time.Time, s door.Scan) {
		if moment.After(t.now.Add(-time.Minute)) {
			return
		}
		s.Nonce, s.At = fmt.Sprintf("%s-%d", nonce, len(list)), moment.Format(time.RFC3339)
		list = append(list, gesture{moment, s})
	}
	rank := 0
	for _, r := range rows {
		if p.forced && r.State == string(domain.Waitlisted) {
			p.forced = false
			add(place.Slots[0].StartsAt.Time().Add(12*time.Minute), door.Scan{Registration: r.ID, Slot: place.Slots[0].ID, Kind: domain.ScanIn,
				Force: true, Reason: "Il reste une chaise libre dans la salle."})
		}
		if r.State != string(domain.Confirmed) {
			continue
		}
		before := len(list)
		t.arrivals(place, r, p, rank, add)
		if rank++; len(list) == before {
			absent = append(absent, r.ID)
		}
	}
	if p.fate == held && len(absent) > 1 && len(rows) > 30 { // the wrong line of the list was touched, and undone
		slot, by := place.Slots[0], absent[len(absent)-1]
		moment := slot.StartsAt.Time().Add(3 * time.Minute)
		add(moment, door.Scan{Registration: by, Slot: slot.ID, Kind: domain.ScanIn})
		add(moment.Add(40*time.Second), door.Scan{Registration: by, Slot: slot.ID, Kind: domain.ScanUndo})
	}
	slices.SortStableFunc(list, func(a, b gesture) int { return a.moment.Compare(b.moment) })
	return list, absent
}

// arrivals is what one person does at each half-day: most are read by the camera, some are looked up by
// name or by their short code; a few show their ticket twice, or leave early.
func (t *troupe) arrivals(place door.Place, r records.Registration, p plan, rank int, add func(time.Time, door.Scan)) {
	came := t.rng.Float64() < p.comes
	for i, slot := range place.Slots {
		here := came
		if roll := t.rng.Float64(); i > 0 && p.missing == nil {
			here = came && roll < 0.88 || !came && roll < 0.06
		}
		if p.missing != nil {
			here = !p.missing(rank, i)
		}
		late := time.Duration(t.rng.IntN(34*60)) * time.Second
		if !here {
			continue
		}
		start, end := slot.StartsAt.Time(), slot.EndsAt.Time()
		moment := start.Add(late - 20*time.Minute)
		s := door.Scan{Code: r.Ticket, Slot: slot.ID, Kind: domain.ScanIn}
		switch {
		case p.paper:
			s = door.Scan{Registration: r.ID, Slot: slot.ID, Kind: domain.ScanIn, Source: "paper"}
		case rank%9 == 4:
			s = door.Scan{Registration: r.ID, Slot: slot.ID, Kind: domain.ScanIn}
		case rank%11 == 7:
			s.Code, s.Source = r.ShortCode, "code"
		}
		if p.door.Signature {
			if s = signed(s, r, rank+i, p.forgets(rank, i)); s.Source == domain.SelfWay { // their form opens a quarter of an hour before
				moment = start.Add(late/4 - 10*time.Minute)
			}
		}
		add(moment, s)
		if rank%23 == 6 && s.Source != domain.SelfWay {
			s.Signature = nil
			add(moment.Add(70*time.Second), s)
		}
		if i == len(place.Slots)-1 && rank < p.early {
			add(start.Add(end.Sub(start)*3/5), door.Scan{Code: r.Ticket, Slot: slot.ID, Kind: domain.ScanOut})
		}
	}
}

// send gives the gestures to the server as a phone does: by small calls, just after they are made.
func send(app core.App, place door.Place, device string, list []gesture) error {
	for part := range slices.Chunk(list, perCall) {
		now := part[len(part)-1].moment.Add(4 * time.Second)
		batch := door.Batch{Device: device, SentAt: now.Format(time.RFC3339)}
		for _, g := range part {
			batch.Scans = append(batch.Scans, g.scan)
		}
		results, err := door.Sync(app, now, place, batch)
		if err != nil {
			return err
		}
		if len(results) != len(part) {
			return fmt.Errorf("%d scans sent, %d recorded", len(part), len(results))
		}
	}
	return nil
}

// walkIns lets in people of the crowd who had not registered.
func (t *troupe) walkIns(app core.App, place door.Place, p plan, crowd []int, nonce string) error {
	for i, n := range crowd[p.registered : p.registered+p.walkIns] {
		who := t.people[n]
		moment := earlier(place.Slots[0].StartsAt.Time().Add(time.Duration(6+4*i)*time.Minute), t.now.Add(-time.Minute))
		out, err := door.Admit(app, moment, place, door.WalkIn{Nonce: fmt.Sprintf("%s-%d", nonce, i), Device: mainPhone,
			SentAt: moment.Format(time.RFC3339), At: moment.Format(time.RFC3339), Slot: place.Slots[0].ID, LastName: who.last,
			FirstName: who.first, Structure: who.structure, Profession: who.profession, Email: who.email, New: true})
		if err != nil {
			return err
		}
		if v := domain.Verdict(out.Outcome); v != domain.Accepted && v != domain.Forced {
			return fmt.Errorf("walk-in %s %s: %s", who.first, who.last, out.Outcome)
		}
	}
	return nil
}
