package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
)

// historyPage is the view of figures/history.
type historyPage struct {
	Rows []historyRow
}

// historyRow is a line of the history without names. Empty: « non renseigné ».
type historyRow struct {
	ID, Title, When, Place, Role, Meetings, People, Note, Group string
	Actions                                                     []actionTag
}

type achievementRow struct {
	ID, Title, When, Group, Status, Link, Structures string
	Actions                                          []actionTag
}

// actionTag is a link to an action of the roadmap, and what it is worth: main, secondary, or only proposed.
type actionTag struct {
	Label, Name         string
	Secondary, Proposed bool
}

// history shows what was held before the platform, as declared.
func (s *site) history(e *core.RequestEvent) error {
	rows, err := records.DeclaredCounts(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var view historyPage
	for _, d := range rows {
		if d.FromDay.Time().After(s.now()) { // declared for a day to come: not counted yet
			continue
		}
		view.Rows = append(view.Rows, declaredRow(d, ref))
	}
	return s.render(e, 200, "figures/history", view)
}

func declaredRow(d records.Declared, ref records.Reference) historyRow {
	row := historyRow{ID: d.ID, Title: d.Title, When: paris.SpanWords(d.DateText), Place: d.Place, Group: records.Find(ref.Groups, d.WorkingGroup).Name}
	row.Actions = append(actionTags(ref, records.List{d.RoadmapAction}, actionTag{}), actionTags(ref, d.OtherActions, actionTag{Secondary: true})...)
	row.Actions = append(row.Actions, actionTags(ref, d.ProposedActions, actionTag{Proposed: true})...)
	if d.PTSMRole != domain.PTSMRoles[0] { // the usual one goes without saying
		row.Role = stats.RoleText(d.PTSMRole)
	}
	if row.Place == "" {
		row.Place = records.Find(ref.Territories, d.Territory).Name
	}
	switch {
	case d.Occurrences > 0:
		row.Meetings = paris.Number(d.Occurrences)
	case d.Occurrences == 0:
		row.Meetings = "sans objet"
	}
	switch {
	case d.Attendance >= 0:
		row.People = paris.Number(d.Attendance)
		if d.AttendanceIs == "report" {
			row.Note = "chiffre du rapport"
		}
	case d.TrainedAtLeast >= 0:
		row.People, row.Note = "au moins "+paris.Number(d.TrainedAtLeast), "secouristes formés, jamais ajoutés aux présences"
	case d.StructuresReached >= 0:
		row.Note = paris.Number(d.StructuresReached) + " structures touchées"
	}
	return row
}

func actionTags(ref records.Reference, ids records.List, kind actionTag) (tags []actionTag) {
	for _, id := range ids {
		if a := records.Find(ref.Actions, id); a.ID != "" {
			kind.Label, kind.Name = "Action "+a.Code, a.Name
			tags = append(tags, kind)
		}
	}
	return tags
}
