package demo

import (
	"fmt"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/body"
	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// seats are the titles of the committee's members, in the order in which the crowd fills them.
var seats = []string{"Direction de l’établissement support", "Présidence de la commission médicale", "Direction des soins", "Représentant des usagers",
	"Délégation territoriale de l’ARS", "Coordination d’un CLSM", "Direction d’un pôle médico-social", "Conseil départemental", "Éducation nationale", "Association d’insertion"}

// committee makes a steering committee with a meeting behind it and one ahead, some of whose answers are in.
func (t *troupe) committee(app core.App) error {
	since := t.now.AddDate(-2, 0, 0)
	b, err := body.Save(app, since, t.coordinator, "", body.Form{Name: "Comité de pilotage du PTSM", Kind: "steering", Quorum: 6, Intent: records.NewID()})
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, who := range t.people {
		if who.structure == "" || taken[who.structure] || len(taken) == len(seats) { // one seat a structure
			continue
		}
		email := who.email
		if len(taken) == 8 {
			email = "" // the answer comes by telephone
		}
		if _, err := body.SaveMember(app, since, t.coordinator, b.ID, "", body.MemberForm{LastName: who.last, FirstName: who.first, Email: email,
			Function: seats[len(taken)], Structure: who.structure, From: paris.Day(since), Intent: records.NewID()}); err != nil {
			return err
		}
		taken[who.structure] = true
	}
	c := calendar{t.now}
	if err := t.met(app, b, c.last(time.September, 24, 12)); err != nil {
		return err
	}
	e, err := t.meeting(app, b, c.in(24))
	if err != nil {
		return err
	}
	return t.answers(app, e, t.now.Add(-26*time.Hour), []string{domain.AnswerPresent, domain.AnswerPresent, domain.AnswerRemote, domain.AnswerExcused, domain.AnswerRepresented})
}

// meeting publishes a meeting of the committee and invites its members, three weeks before or a few days ago.
func (t *troupe) meeting(app core.App, b *records.Body, day time.Time) (*records.Event, error) {
	p := plan{title: "Comité de pilotage : point d’étape", programme: "copil", role: "porte", visibility: domain.Internal,
		summary: "Avancement de la feuille de route, calendrier, évaluation.", town: "Salle du conseil (lieu de démonstration)",
		address: "1 place de la Démonstration, 62000 Arras", mode: "mixed", remote: "https://visio.exemple.invalid/copil", territory: "cua",
		slots: []half{span("Réunion", day, "14:00", "16:30")}}
	published := earlier(p.slots[0].start.AddDate(0, 0, -21), t.now.AddDate(0, 0, -4))
	d, err := t.draft(p)
	if err != nil {
		return nil, err
	}
	d.Certificate, d.Intent = false, records.NewID()
	e, err := event.Save(app, published.Add(-time.Hour), t.coordinator, d)
	if err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		func() error { return event.Publish(app, published, t.coordinator, e.ID) },
		func() error { return body.Choose(app, published, t.coordinator, e.ID, b.ID) },
		func() error { _, err := body.Invite(app, published.Add(time.Hour), t.coordinator, e.ID); return err },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return records.EventOf(app, e.ID)
}

// answers gives the first members' answers, in their order.
func (t *troupe) answers(app core.App, e *records.Event, from time.Time, list []string) error {
	rows, err := records.Invitations(app, e.ID)
	if err != nil {
		return err
	}
	for i, answer := range list {
		in := body.Reply{Answer: answer}
		switch answer {
		case domain.AnswerRepresented:
			who := t.people[len(t.people)-1-i]
			in.LastName, in.FirstName = who.last, who.first
		case domain.AnswerExcused:
			in.Note = "Retenu par une autre réunion."
		}
		if err := body.Answer(app, from.Add(time.Duration(i)*time.Minute), rows[i].ID, "participant", in); err != nil {
			return err
		}
	}
	return nil
}

// met plays the meeting of the autumn: answers, who came by the sheet, closing.
func (t *troupe) met(app core.App, b *records.Body, day time.Time) error {
	e, err := t.meeting(app, b, day)
	if err != nil {
		return err
	}
	start := e.StartsAt.Time()
	if err := t.answers(app, e, start.AddDate(0, 0, -9), []string{domain.AnswerPresent, domain.AnswerPresent, domain.AnswerExcused, domain.AnswerPresent,
		domain.AnswerRepresented, domain.AnswerRemote, domain.AnswerPresent, domain.AnswerPresent}); err != nil {
		return err
	}
	place, err := door.Open(app, e.ID, "", t.coordinator)
	if err != nil {
		return err
	}
	rows, err := records.Registrations(app, e.ID)
	if err != nil {
		return err
	}
	var list []gesture
	for i, r := range rows {
		if r.Excused || i == 3 { // the fourth had said yes
			continue
		}
		moment := start.Add(time.Duration(i) * time.Minute)
		list = append(list, gesture{moment, door.Scan{Nonce: fmt.Sprintf("demo-copil-%d", i), Registration: r.ID, Slot: place.Slots[0].ID,
			At: moment.Format(time.RFC3339), Kind: domain.ScanIn, Source: "paper"}})
	}
	if err := send(app, place, mainPhone, list); err != nil {
		return err
	}
	return event.Close(app, at(paris.NextDay(start), "9:15"), t.coordinator, e.ID)
}
