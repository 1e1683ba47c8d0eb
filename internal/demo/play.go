package demo

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/training"
)

// play takes one event through its life, as far as its fate goes. i is its rank in the season.
func (t *troupe) play(app core.App, i int, p plan) error {
	start := p.slots[0].start
	published := earlier(start.AddDate(0, 0, -p.lead), t.now.AddDate(0, 0, -3))
	d, err := t.draft(p)
	if err != nil {
		return err
	}
	e, err := training.SaveEvent(app, published.Add(-2*24*time.Hour), t.coordinator, d)
	if err != nil || p.fate == draft {
		return err
	}
	if err := event.Publish(app, published, t.coordinator, e.ID); err != nil {
		return err
	}
	if err := t.ask(app, e.ID, p, published); err != nil {
		return err
	}
	if err := event.SaveDoorRules(app, published, t.coordinator, e.ID, p.door); err != nil {
		return err
	}
	if err := t.attest(app, e.ID, p, published); err != nil {
		return err
	}
	crowd := t.crowd(p)
	if err := t.enrol(app, e.ID, p, crowd, published); err != nil {
		return err
	}
	switch p.fate {
	case cancelled:
		return event.Cancel(app, start.Add(-30*time.Hour), t.coordinator, e.ID, p.cancelReason)
	case coming:
		if err := t.choose(app, e.ID, p); err != nil {
			return err
		}
		if p.after != nil {
			return p.after(t, app, e.ID, p)
		}
		return t.repeat(app, e.ID, p, published)
	}
	if err := t.receive(app, i, e.ID, p, crowd); err != nil {
		return err
	}
	if p.fate == running {
		return nil
	}
	t.closed = append(t.closed, e.ID)
	if err := countersign(app, e.ID, p); err != nil {
		return err
	}
	if p.between != nil {
		if err := p.between(t, app, e.ID, p); err != nil {
			return err
		}
	}
	if err := t.close(app, e.ID, p); err != nil || p.after == nil {
		return err
	}
	return p.after(t, app, e.ID, p)
}

// repeat makes the other dates of an event, and publishes those that are ready.
func (t *troupe) repeat(app core.App, id string, p plan, at time.Time) error {
	if len(p.again) == 0 {
		return nil
	}
	var rows []event.Repetition
	for _, a := range p.again {
		territory, err := records.ItemByCode(app, records.Territories, a.territory)
		if err != nil {
			return err
		}
		rows = append(rows, event.Repetition{Start: a.start, Territory: territory.ID, Place: a.town, Address: a.address, Capacity: p.capacity})
	}
	if _, err := event.Repeat(app, at, t.coordinator, id, records.NewID(), rows); err != nil {
		return err
	}
	e, err := records.EventOf(app, id)
	if err != nil {
		return err
	}
	dates, err := event.Siblings(app, at, e)
	if err != nil {
		return err
	}
	for i, d := range dates { // the earliest first, as the plan has them
		if p.again[i].draft {
			continue
		}
		if err := event.Publish(app, at, t.coordinator, d.ID); err != nil {
			return err
		}
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// close ends the event on the morning after, and draws its certificates.
func (t *troupe) close(app core.App, id string, p plan) error {
	for _, c := range p.counts {
		if err := t.headcount(app, id, p, c); err != nil {
			return err
		}
	}
	now := p.closing()
	if err := event.Close(app, now, t.coordinator, id); err != nil {
		return err
	}
	if _, err := certificate.Seal(app, now.Add(time.Minute), 1000); err != nil || !p.late {
		return err
	}
	return t.correct(app, id, now)
}

func (t *troupe) headcount(app core.App, id string, p plan, c count) error {
	return event.Count(app, p.slots[len(p.slots)-1].end, t.coordinator, id,
		event.Headcount{Category: c.category, People: c.people, Note: c.note, Nonce: "demo-" + id + c.category})
}

// enrol lets people register from the publication to a day and a half before, or before now, then some
// give up: whoever waits is promoted by the use case.
func (t *troupe) enrol(app core.App, id string, p plan, crowd []int, published time.Time) error {
	from, to := published.Add(3*time.Hour), earlier(p.slots[0].start, t.now).Add(-36*time.Hour)
	var made []string
	for i, n := range crowd[:p.registered] {
		moment := from.Add(time.Duration(float64(to.Sub(from)) * float64(i) / float64(p.registered)))
		who := t.people[n]
		in := registration.Request{Event: id, LastName: who.last, FirstName: who.first, Email: who.email, Structure: who.structure,
			NoStructure: who.structure == "", Profession: who.profession, Sector: who.sector, Territory: who.territory, Origin: domain.FromOnline}
		if p.manager {
			in.ManagerEmail = managerEmail
		}
		if i%17 == 5 {
			in.Needs = "Une place près de l’entrée, s’il vous plaît."
		}
		var err error
		if in.Answers, err = answers(app, id, i); err != nil {
			return err
		}
		a, err := registration.Register(app, moment, in)
		if err != nil {
			return fmt.Errorf("%s %s: %w", who.first, who.last, err)
		}
		made = append(made, a.Registration.ID)
	}
	if err := t.enrolTogether(app, id, p, crowd, to); err != nil {
		return err
	}
	for i := range p.withdrawn + p.removed {
		by, actor, reason := registration.ByPerson, "participant", "Je ne suis plus disponible ce jour-là."
		if i >= p.withdrawn {
			by, actor, reason = registration.ByOrganiser, t.coordinator, "Changement demandé par votre établissement."
		}
		if err := registration.Cancel(app, to.Add(time.Duration(i+1)*time.Hour), made[(3+5*i)%len(made)], by, actor, reason); err != nil {
			return err
		}
	}
	return nil
}

// draft turns the plan's codes into what the form of an event sends.
func (t *troupe) draft(p plan) (d event.Draft, err error) {
	d = event.Draft{Title: p.title, Summary: p.summary, Description: p.description, Audience: p.audience, PTSMRole: p.role,
		Visibility: orElse(p.visibility, domain.Public), Mode: orElse(p.mode, "onsite"), Place: p.town, Address: p.address,
		Access: p.access, RemoteURL: p.remote, Contact: coordinatorEmail, FullNote: p.note, Partners: p.partners, Campaign: p.campaign,
		Capacity: p.capacity, Waitlist: p.capacity > 0, CoBuilt: p.coBuilt, Opens: p.opens}
	for _, l := range []struct {
		items []records.Item
		code  string
		into  *string
	}{
		{t.lists.Programmes, p.programme, &d.Programme}, {t.lists.Territories, p.territory, &d.Territory},
		{t.lists.Groups, p.group, &d.WorkingGroup}, {t.lists.Axes, p.axis, &d.Axis},
		{t.lists.Actions, p.action, &d.Action}, {t.lists.Priorities, p.priority, &d.Priority},
	} {
		if *l.into, err = idOf(l.items, l.code); err != nil {
			return d, err
		}
	}
	programme := records.Find(t.lists.Programmes, d.Programme)
	d.Rule, d.Certificate, d.ProposedActions = orElse(p.rule, programme.Rule), programme.Certificate, programme.ProposedActions
	if p.organiser {
		d.Organisers = []string{t.organiser}
	}
	for _, s := range p.slots {
		d.Slots = append(d.Slots, event.SlotDraft{Label: s.label, Room: s.room, Start: s.start, End: s.end, Trainer: p.trainer, TrainerRole: p.trainerRole})
	}
	for _, l := range p.agenda {
		d.Agenda = append(d.Agenda, records.AgendaItem{StartsAt: records.At(l.start), EndsAt: records.At(l.end), Title: l.title, Speaker: l.speaker})
	}
	return d, nil
}

func idOf(items []records.Item, code string) (string, error) {
	if code == "" {
		return "", nil
	}
	for _, it := range items {
		if it.Code == code {
			return it.ID, nil
		}
	}
	return "", fmt.Errorf("no %q in the lists", code)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
