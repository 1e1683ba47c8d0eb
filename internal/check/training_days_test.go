package check_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/check"
	"passerelle/internal/device"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/settings"
	"passerelle/internal/testapp"
	"passerelle/internal/training"
)

// Trainings lived at random by every use case that touches them or their certificates: whatever follows whatever, the
// invariants hold after each step, and the facts counted again are those that are stored. A failure names its seed.
func TestAnyTrainingIsClean(t *testing.T) {
	for _, seed := range []uint64{1, rand.Uint64()} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			l := newLivedTraining(t, rand.New(rand.NewPCG(seed, 6)))
			for step := range 80 {
				name, err := l.step(step)
				if err != nil && domain.Refusals(err) == nil {
					t.Fatalf("step %d, %s: %v\nbefore: %v", step, name, err, l.past)
				}
				report, failed := check.Run(l.app, l.now)
				must(t, failed)
				if len(report.Violations) > 0 {
					t.Fatalf("step %d, %s (%v): %v\nbefore: %s", step, name, err, report.Violations, strings.Join(l.past, "\n\t"))
				}
				l.past = append(l.past, fmt.Sprint(name, " ", err))
			}
			stored := l.facts()
			must(t, records.RebuildFacts(l.app))
			if again := l.facts(); again != stored {
				t.Fatalf("facts counted again:\n%s\nas they were:\n%s\nafter: %v", again, stored, l.past)
			}
		})
	}
}

type livedTraining struct {
	t      *testing.T
	r      *rand.Rand
	app    core.App
	events []string
	now    time.Time
	past   []string
}

func newLivedTraining(t *testing.T, r *rand.Rand) *livedTraining {
	l := &livedTraining{t: t, r: r, app: testapp.New(t)}
	pssm, err := records.ItemByCode(l.app, records.Programmes, "pssm-standard")
	must(t, err)
	for i := range 3 {
		e := testapp.Event(t, l.app, 3, func(d *event.Draft) {
			d.Programme = pssm.ID
			d.Rule = []string{domain.AtLeastOneSlot, domain.EverySlot, domain.ByHand}[r.IntN(3)]
			for j := range d.Slots { // in one hour, tomorrow, in another year
				d.Slots[j].Start, d.Slots[j].End = d.Slots[j].Start.AddDate(0, 0, []int{0, 1, 42}[i]), d.Slots[j].End.AddDate(0, 0, []int{0, 1, 42}[i])
			}
		})
		l.events = append(l.events, e.ID)
		for _, name := range []string{"Alba", "Bruno", "Cleo"}[:3-i] {
			testapp.Register(t, l.app, e, "Essai"+name, name)
		}
		must(t, training.SaveRules(l.app, testapp.Now, "essai", e.ID, training.Rules{GroupMin: 3, Issuer: "PSSM France"}))
	}
	l.now = testapp.Now.AddDate(0, 0, 1)
	return l
}

func (l *livedTraining) step(n int) (string, error) {
	l.now = l.now.Add(time.Duration(1+l.r.IntN(90)) * time.Minute)
	if l.r.IntN(40) == 0 {
		l.now = l.now.AddDate(0, 0, 20)
	}
	gestures := []func(int) (string, error){l.pass, l.pass, l.pass, l.hours, l.life, l.life, l.life, l.plan, l.plan, l.attend, l.attend, l.undo, l.transfer, l.postpone,
		l.dates, l.rules, l.rules, l.hand, l.hand, l.reissue, l.erase, l.rename, l.speaker, l.summary, l.summary, l.merge, l.seal, l.look, l.issuer, l.send, l.leave,
		l.phone, l.walkIn, l.complete}
	return gestures[l.r.IntN(len(gestures))](n)
}

func (l *livedTraining) event() *records.Event {
	e, err := records.EventOf(l.app, l.events[l.r.IntN(len(l.events))])
	must(l.t, err)
	return e
}

// who is somebody of an event, whatever became of the registration.
func (l *livedTraining) who(event string) *records.Registration {
	rows, err := records.Registrations(l.app, event)
	must(l.t, err)
	return &rows[l.r.IntN(len(rows))]
}

func (l *livedTraining) anyone() *records.Registration { return l.who(l.event().ID) }

func (l *livedTraining) slots(event string) []records.Slot {
	slots, err := records.Slots(l.app, event)
	must(l.t, err)
	return slots
}

func (l *livedTraining) slot(event string) records.Slot {
	slots := l.slots(event)
	return slots[l.r.IntN(len(slots))]
}

func (l *livedTraining) place(event string) door.Place {
	p, err := door.Open(l.app, event, "", "essai")
	must(l.t, err)
	return p
}

func (l *livedTraining) facts() string {
	var nums []int
	for _, id := range l.events {
		e, err := records.EventOf(l.app, id)
		must(l.t, err)
		nums = append(nums, e.Num)
	}
	rows, err := records.FactsOfEvents(l.app, nums)
	must(l.t, err)
	lines := make([]string, len(rows))
	for i, f := range rows {
		lines[i] = fmt.Sprintf("%+v", f)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// pass shows a ticket of any group at a door of any group.
func (l *livedTraining) pass(n int) (string, error) {
	e := l.event()
	r, slot := l.who(e.ID), l.slot(e.ID)
	if l.r.IntN(3) == 0 {
		r = l.anyone()
	}
	at := slot.StartsAt.Time().Add(time.Duration(l.r.IntN(150)) * time.Minute)
	s := door.Scan{Nonce: fmt.Sprint("t", n), Code: r.Ticket, Slot: slot.ID, At: stamp(at), Kind: pick(l.r, domain.ScanIn, domain.ScanIn, domain.ScanIn, domain.ScanOut, domain.ScanUndo)}
	if s.Force = l.r.IntN(4) == 0; s.Force || s.Kind == domain.ScanUndo {
		s.Reason = "accord"
	}
	results, err := door.Sync(l.app, l.now, l.place(e.ID), door.Batch{Device: "d", SentAt: stamp(l.now), Scans: []door.Scan{s}})
	return fmt.Sprint("pass ", s.Kind, " ", results), err
}

func (l *livedTraining) hours(n int) (string, error) {
	e := l.event()
	slot, r := l.slot(e.ID), l.who(e.ID)
	if l.r.IntN(2) == 0 {
		_, err := door.Correct(l.app, l.now, l.place(e.ID), door.Correction{Nonce: fmt.Sprint("k", n), Registration: r.ID, Slot: slot.ID, Present: l.r.IntN(2) == 0, Reason: "vue"})
		return "correct", err
	}
	h := door.Hours{Nonce: fmt.Sprint("h", n), Registration: r.ID, Slot: slot.ID, Arrived: slot.StartsAt.Time().Add(time.Duration(l.r.IntN(100)) * time.Minute), Reason: "dit"}
	if l.r.IntN(2) == 0 {
		h.Left = h.Arrived.Add(time.Duration(1+l.r.IntN(60)) * time.Minute)
	}
	_, err := door.CorrectHours(l.app, l.now, l.place(e.ID), h)
	return "hours", err
}

func (l *livedTraining) life(int) (string, error) {
	e := l.event()
	switch l.r.IntN(14) {
	case 0:
		return "call off", event.Cancel(l.app, l.now, "essai", e.ID, "salle fermée")
	case 1, 2, 3:
		return "reopen", event.Reopen(l.app, l.now, "essai", e.ID, "erreur")
	case 4, 5, 6:
		return "let go", certificate.LetGo(l.app, l.now, "essai", e.ID)
	}
	return "close", event.Close(l.app, l.now, "essai", e.ID)
}

func (l *livedTraining) plan(int) (string, error) {
	own, other := l.event(), l.event()
	_, err := training.PlanCatchUp(l.app, l.now, "essai", l.who(own.ID).ID, l.slot(own.ID).ID, l.slot(other.ID).ID, "malade")
	return "plan", err
}

// planned is a half-day caught up, done or to come, and the event at whose desk it is read.
func (l *livedTraining) planned() (event string, c *records.CatchUp) {
	for range 10 {
		e := l.event()
		own, err := records.CatchUps(l.app, e.ID)
		must(l.t, err)
		guests, err := records.CatchUpsIn(l.app, e.ID)
		must(l.t, err)
		if rows := append(own, guests...); len(rows) > 0 {
			return e.ID, &rows[l.r.IntN(len(rows))]
		}
	}
	return "", nil
}

func (l *livedTraining) attend(int) (string, error) {
	e, c := l.planned()
	if c == nil {
		return "nothing planned", nil
	}
	return "attend", training.AttendCatchUp(l.app, l.now, "essai", e, "", c.ID)
}

func (l *livedTraining) undo(int) (string, error) {
	e, c := l.planned()
	if c == nil {
		return "nothing planned", nil
	}
	if l.r.IntN(2) == 0 {
		return "undo", training.UndoCatchUp(l.app, l.now, "essai", e, "", c.ID, "erreur")
	}
	return "drop", training.DropCatchUp(l.app, l.now, "essai", e, c.ID, "erreur")
}

func (l *livedTraining) transfer(int) (string, error) {
	_, err := registration.Transfer(l.app, l.now, l.anyone().ID, l.event().ID, "essai")
	return "transfer", err
}

func (l *livedTraining) postpone(int) (string, error) {
	e := l.event()
	rows := l.slots(e.ID)
	to, days := records.DomainSlots(rows), 1+l.r.IntN(20)
	for i := range to {
		to[i].Start, to[i].End = to[i].Start.AddDate(0, 0, days), to[i].End.AddDate(0, 0, days)
	}
	if l.r.IntN(2) == 0 {
		_, err := training.Postpone(l.app, l.now, "essai", e.ID, training.Dates{Seen: training.Seen(e, rows), Slots: to})
		return "postpone", err
	}
	d := event.DraftOf(e, rows, nil)
	for i := range d.Slots {
		d.Slots[i].Start, d.Slots[i].End = d.Slots[i].Start.Add(15*time.Minute), d.Slots[i].End.Add(20*time.Minute)
	}
	_, err := event.Save(l.app, l.now, "essai", d)
	return "move hours", err
}

func (l *livedTraining) dates(int) (string, error) {
	switch l.r.IntN(4) {
	case 0:
		return "confirm dates", training.Confirm(l.app, l.now, "essai", l.anyone().ID)
	case 1:
		return "decline dates", training.Decline(l.app, l.now, "essai", l.anyone().ID, "")
	case 2:
		_, err := training.Chase(l.app, l.now)
		return "chase dates", err
	}
	_, err := training.Maintain(l.app, l.now, "essai", l.event().ID, true)
	return "maintain", err
}

func (l *livedTraining) rules(int) (string, error) {
	e := l.event()
	if l.r.IntN(3) == 0 {
		return "certificate rules", certificate.SaveRules(l.app, l.now, "essai", e.ID, certificate.Rules{Review: l.r.IntN(2) == 0, SurveyFirst: l.r.IntN(2) == 0})
	}
	d := event.DraftOf(e, l.slots(e.ID), nil)
	d.Rule, d.RuleAmount = domain.Rules[l.r.IntN(len(domain.Rules))], 0
	if d.Rule == domain.EnoughMinutes {
		d.RuleAmount = 1 + l.r.IntN(300)
	} else if d.Rule == domain.EnoughSlots {
		d.RuleAmount = 1 + l.r.IntN(2)
	}
	d.Slots[0].BreakMinutes, d.Certificate = 15*l.r.IntN(3), l.r.IntN(6) > 0
	_, err := event.Save(l.app, l.now, "essai", d)
	return "rule " + d.Rule, err
}

func (l *livedTraining) hand(int) (string, error) {
	r := l.anyone()
	switch l.r.IntN(5) {
	case 0:
		return "withhold", certificate.Withhold(l.app, l.now, "essai", r.ID, "à éclaircir")
	case 1, 2:
		return "give back", certificate.GiveBack(l.app, l.now, "essai", r.ID)
	case 3:
		return "grant", certificate.GrantAll(l.app, l.now, "essai", r.Event, []string{r.ID}, l.r.IntN(3) > 0)
	}
	return "answered", certificate.Answered(l.app, l.now, "essai", r.ID)
}

// attestation is any certificate of an event, valid or not.
func (l *livedTraining) attestation() *records.Certificate {
	for range 10 {
		rows, err := records.EventCertificates(l.app, l.event().ID)
		must(l.t, err)
		if len(rows) > 0 {
			return &rows[l.r.IntN(len(rows))]
		}
	}
	return nil
}

func (l *livedTraining) reissue(int) (string, error) {
	c := l.attestation()
	if c == nil {
		return "nothing to reissue", nil
	}
	if l.r.IntN(3) == 0 {
		_, err := certificate.ReissueRenamed(l.app, l.now, "essai", c.Event)
		return "reissue renamed", err
	}
	return "reissue", certificate.Reissue(l.app, l.now, "essai", c.ID, "nom corrigé")
}

func (l *livedTraining) erase(int) (string, error) {
	c := l.attestation()
	if c == nil || c.RevokedAt.IsZero() {
		return "nothing to erase", nil
	}
	return "erase", certificate.Erase(l.app, l.now, "essai", c.ID, "demande")
}

func (l *livedTraining) rename(int) (string, error) {
	r := l.anyone()
	last, first := r.LastName, r.FirstName+"e"
	if l.r.IntN(2) == 0 {
		o := l.anyone()
		last, first = o.LastName, o.FirstName
	}
	return "rename", registration.Rename(l.app, l.now, "essai", r.ID, last, first, l.r.IntN(3) > 0)
}

func (l *livedTraining) speaker(int) (string, error) {
	e := l.event()
	rows, err := records.Speakers(l.app, e.ID)
	must(l.t, err)
	s := records.Speaker{Event: e.ID, LastName: "Oratrice", FirstName: "Ode", Role: pick(l.r, "Formation", "Témoignage"), Email: pick(l.r, "", "ode@exemple.invalid")}
	if len(rows) > 0 {
		s.ID = rows[l.r.IntN(len(rows))].ID
		switch l.r.IntN(3) {
		case 0:
			return "speaker absent", certificate.SetSpeakerAbsent(l.app, l.now, "essai", e.ID, s.ID, l.r.IntN(2) == 0)
		case 1:
			return "speaker removed", certificate.RemoveSpeaker(l.app, l.now, "essai", e.ID, s.ID)
		}
	}
	return "speaker", certificate.SaveSpeaker(l.app, l.now, "essai", s)
}

func (l *livedTraining) summary(int) (string, error) {
	r := l.anyone()
	_, err := certificate.SummaryFor(l.app, l.now, r.Email, r.Person, 2026+l.r.IntN(2))
	return "summary", err
}

func (l *livedTraining) merge(int) (string, error) {
	a, b := l.anyone(), l.anyone()
	if p, err := records.PersonOf(l.app, a.Person); err == nil && p.MergedInto != "" {
		return "unmerge", merge.UndoPeople(l.app, l.now, "essai", a.Person)
	}
	if a.Person == b.Person {
		return "merge one with itself", nil
	}
	return "merge", merge.People(l.app, l.now, "essai", a.Person, b.Person)
}

func (l *livedTraining) seal(int) (string, error) {
	_, err := certificate.Seal(l.app, l.now, 100)
	return "seal", err
}

func (l *livedTraining) look(int) (string, error) {
	d := settings.Design{CertificateDesign: domain.CertificateDesign{Layout: pick(l.r, domain.SoberLayout, domain.FrameLayout), Colour: "#123456"}, SignatoryName: pick(l.r, "", "Signataire Essai")}
	return "look", settings.SaveDesign(l.app, l.now, "essai", d)
}

func (l *livedTraining) issuer(int) (string, error) {
	r := l.anyone()
	if l.r.IntN(3) == 0 {
		_, err := training.ChaseIssuers(l.app, l.now)
		return "chase issuer", err
	}
	day := l.now
	if l.r.IntN(3) == 0 {
		day = time.Time{}
	}
	return "issued", training.RecordIssued(l.app, l.now, "essai", r.Event, []string{r.ID}, day)
}

func (l *livedTraining) send(n int) (string, error) {
	c := l.attestation()
	if c == nil {
		return "nothing to send", nil
	}
	if l.r.IntN(2) == 0 {
		_, err := certificate.SendAllAgain(l.app, l.now, "essai", c.Event, fmt.Sprint(n))
		return "send all", err
	}
	_, err := certificate.SendAgain(l.app, l.now, "essai", c.ID, fmt.Sprint(n))
	return "send", err
}

func (l *livedTraining) leave(n int) (string, error) {
	r := l.anyone()
	if l.r.IntN(2) == 0 {
		e, err := records.EventOf(l.app, r.Event)
		must(l.t, err)
		_, err = registration.Replace(l.app, l.now, r.ID, testapp.Request(e, fmt.Sprint("Heritiere", string(rune('a'+n%26))), "Dora"), "essai")
		return "heir", err
	}
	return "leave", registration.Cancel(l.app, l.now, r.ID, pick(l.r, registration.ByPerson, registration.ByOrganiser), "essai", "empêchée")
}

func (l *livedTraining) phone(int) (string, error) {
	e := l.event()
	if l.r.IntN(2) == 0 {
		_, err := device.Hear(l.app, l.now, e.ID, "", device.Report{Device: fmt.Sprint("p", l.r.IntN(2)), Queued: l.r.IntN(3) - 1, Left: l.r.IntN(2) == 0})
		return "word", err
	}
	_, err := device.ReleaseAll(l.app, l.now)
	return "release", err
}

func (l *livedTraining) walkIn(n int) (string, error) {
	e := l.event()
	slot := l.slot(e.ID)
	in := door.WalkIn{Nonce: fmt.Sprint("w", n), Device: "p1", SentAt: stamp(l.now), At: stamp(slot.StartsAt.Time()), Slot: slot.ID, Name: "Inconnue " + string(rune('a'+l.r.IntN(4))), Incomplete: true}
	_, err := door.Admit(l.app, l.now, l.place(e.ID), in)
	return "walk-in", err
}

func (l *livedTraining) complete(n int) (string, error) {
	for range 10 {
		e := l.event()
		r, known := l.who(e.ID), l.anyone()
		if r.Origin != domain.FromDoor {
			continue
		}
		if !r.Incomplete || l.r.IntN(2) == 0 {
			return "recognise", door.Recognise(l.app, l.now, l.place(e.ID), r.ID, l.who(e.ID).ID)
		}
		in := door.Completion{Arrival: r.ID, WalkIn: door.WalkIn{Nonce: fmt.Sprint("c", n), LastName: known.LastName, FirstName: known.FirstName, Structure: "CH Lens", Email: known.Email, At: stamp(l.now), SentAt: stamp(l.now), New: true}}
		_, err := door.Complete(l.app, l.now, l.place(e.ID), in)
		return "complete", err
	}
	return "complete nobody", nil
}
