package event

import "passerelle/internal/records"

// DraftOf is the draft of an event as it is: saving it changes nothing.
func DraftOf(e *records.Event, slots []records.Slot, agenda []records.AgendaItem) Draft {
	d := Draft{ID: e.ID, Seen: e.Updated.String(), Title: e.Title, Summary: e.Summary, Description: e.Description, Audience: e.Audience,
		Programme: e.Programme, Visibility: e.Visibility, Mode: e.Mode, PTSMRole: e.PTSMRole, Rule: e.Rule, RuleAmount: e.RuleAmount,
		Place: e.Place, Address: e.Address, Access: e.Access, RemoteURL: e.RemoteURL,
		Contact: e.Contact, FullNote: e.FullNote, Partners: e.Partners,
		Territory: e.Territory, WorkingGroup: e.WorkingGroup, Axis: e.Axis, Action: e.RoadmapAction, Priority: e.Priority,
		OtherGroups: e.OtherGroups, OtherAxes: e.OtherAxes, OtherActions: e.OtherActions, OtherPriorities: e.OtherPriorities,
		ProposedActions: e.ProposedActions, Organisers: e.Organisers, Campaign: e.Campaign,
		SignatoryName: e.SignatoryName, SignatoryFunction: e.SignatoryFunction,
		Capacity: e.Capacity, Waitlist: e.Waitlist, Certificate: e.Certificate, CoBuilt: e.CoBuilt,
		Opens: e.RegistrationOpensAt.Time(), Closes: e.RegistrationCloses.Time(), Agenda: agenda}
	for _, s := range slots {
		d.Slots = append(d.Slots, SlotDraft{ID: s.ID, Label: s.Label, Room: s.Room, Start: s.StartsAt.Time(), End: s.EndsAt.Time(),
			BreakMinutes: s.BreakMinutes, Trainer: s.Trainer, TrainerRole: s.TrainerRole})
	}
	return d
}

// DraftFor is where a new event begins: what its programme usually asks, nothing that the report does not
// print. A zero programme gives the neutral draft.
func DraftFor(p records.Item) Draft {
	d := Draft{Programme: p.ID, Visibility: "public", Mode: "onsite", PTSMRole: "porte", Rule: p.Rule, RuleAmount: p.RuleAmount, Capacity: p.Capacity,
		Waitlist: true, Certificate: p.Certificate, WorkingGroup: p.WorkingGroup, ProposedActions: p.ProposedActions}
	if p.ID == "" {
		d.Certificate = true
	}
	if d.Rule == "" {
		d.Rule = "at-least-one-slot"
	}
	if len(p.RoadmapActions) > 0 {
		d.Action, d.OtherActions = p.RoadmapActions[0], p.RoadmapActions[1:]
	}
	return d
}
