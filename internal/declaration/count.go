package declaration

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// programme is the one that partners' actions belong to: roadmap action 9 supports them.
const programme = "sism"

// keep writes a declaration with the line of the history that counts it: an accepted one has exactly one, which
// says the same; any other has none. The line is always « déclaré », apart from what was signed.
func keep(app core.App, now time.Time, actor, action string, d *records.Declaration, reason string) error {
	gone := ""
	switch {
	case d.State == Accepted:
		line, err := lineOf(app, d)
		if err != nil {
			return err
		}
		if line.ID = d.Declared; line.ID == "" {
			if err := records.AddDeclared(app, line); err != nil {
				return err
			}
			d.Declared = line.ID
		} else if err := records.SaveDeclared(app, line); err != nil {
			return err
		}
	default:
		gone, d.Declared = d.Declared, ""
	}
	if err := records.SaveDeclaration(app, d); err != nil {
		return err
	}
	if gone != "" {
		if err := records.DropDeclared(app, gone); err != nil {
			return err
		}
	}
	return trace(app, now, actor, action, d, reason)
}

// lineOf is the line of the history that counts a declaration. Its link to the roadmap is the programme's: main
// where the report prints it, proposed where it only follows.
func lineOf(app core.App, d *records.Declaration) (*records.Declared, error) {
	p, err := records.ItemByCode(app, records.Programmes, programme)
	if err != nil {
		return nil, err
	}
	from, last := d.StartsAt.Time(), d.EndsAt.Time().Add(-time.Millisecond)
	text := paris.Day(from)
	if day := paris.Day(last); day != text {
		text += "/" + day
	}
	line := &records.Declared{Code: "declaration-" + d.ID, Title: d.Title, DateText: text, FromDay: records.At(paris.StartOfDay(from)),
		ToDay: records.At(paris.NextDay(last)), Programme: p.ID, Place: d.Place, Territory: d.Territory, Occurrences: 1, Attendance: d.People,
		TrainedAtLeast: Unknown, StructuresReached: Unknown, ProposedActions: p.ProposedActions, PTSMRole: domain.PTSMRoles[2], Partners: d.Organisation}
	if len(p.RoadmapActions) > 0 {
		line.RoadmapAction, line.OtherActions = p.RoadmapActions[0], p.RoadmapActions[1:]
	}
	if d.Partners != "" {
		line.Partners += ", " + d.Partners
	}
	return line, nil
}
