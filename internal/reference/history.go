package reference

import (
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// history writes what was held before the platform: declared counts, never presences.
func (l *loader) history() error {
	rows, err := read(l.files, "history.csv", "id", "title", "programme", "date", "place", "territory", "occurrences",
		"attendance", "attendance_is", "trained_at_least", "structures_reached", "working_group", "roadmap_actions",
		"roadmap_proposed", "ptsm_role", "partners")
	if err != nil {
		return err
	}
	for _, r := range rows {
		d := l.declared(r)
		if r.err != nil {
			return r.err
		}
		if err := records.AddDeclared(l.tx, d); err != nil {
			return r.at(err)
		}
	}
	return nil
}

func (l *loader) declared(r *row) *records.Declared {
	from, to, err := paris.Span(r.text("date"))
	if err != nil {
		r.fault("date: %w", err)
	}
	d := &records.Declared{
		Code: r.required("id"), Title: r.required("title"), DateText: r.text("date"),
		FromDay: records.At(from), ToDay: records.At(to),
		Programme: l.one(r, "programme", records.Programmes), Place: r.text("place"),
		Territory:   l.one(r, "territory", records.Territories),
		Occurrences: r.number("occurrences", unknown), Attendance: r.number("attendance", unknown),
		TrainedAtLeast: r.number("trained_at_least", unknown), StructuresReached: r.number("structures_reached", unknown),
		AttendanceIs:    r.choice("attendance_is", "", "report"),
		WorkingGroup:    l.one(r, "working_group", records.WorkingGroups),
		ProposedActions: l.many(r, "roadmap_proposed", records.RoadmapActions),
		PTSMRole:        r.choice("ptsm_role", domain.PTSMRoles...),
		Partners:        strings.Join(r.list("partners"), ", "),
	}
	// Tables add up by the main action; the others are listed and never summed.
	if actions := l.many(r, "roadmap_actions", records.RoadmapActions); len(actions) > 0 {
		d.RoadmapAction, d.OtherActions = actions[0], actions[1:]
	}
	return d
}

// achievements writes what was done without an event.
func (l *loader) achievements() error {
	rows, err := read(l.files, "achievements.csv", "id", "title", "date", "working_group", "roadmap_actions", "structures")
	if err != nil {
		return err
	}
	for _, r := range rows {
		from, to, err := paris.Span(r.text("date"))
		if err != nil {
			r.fault("date: %w", err)
		}
		a := &records.Achievement{
			Code: r.required("id"), Title: r.required("title"), DateText: r.text("date"), FromDay: records.At(from), ToDay: records.At(to), Status: "done",
			WorkingGroup:   l.one(r, "working_group", records.WorkingGroups),
			RoadmapActions: l.many(r, "roadmap_actions", records.RoadmapActions),
			Structures:     strings.Join(r.list("structures"), ", "),
		}
		if r.err != nil {
			return r.err
		}
		if err := records.AddAchievement(l.tx, a); err != nil {
			return r.at(err)
		}
	}
	return nil
}
