package placement

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// Mission is the word of the employer that its ordre de mission is signed.
type Mission struct {
	Day  time.Time // that it bears
	Note string
	Scan *agreement.Scan // may be nil
}

// MissionOpen tells whether the ordre de mission of a placement can be recorded: an agreement was sent, and nothing has
// put an end to the placement.
func (c *Case) MissionOpen() bool {
	ended := []domain.PlacementState{domain.PlacementRefused, domain.PlacementCancelled}
	return c.P.Version > 0 && !slices.Contains(ended, c.P.State)
}

// ReceiveMission records that the ordre de mission is signed; said again, it takes the place of what was said. The home
// structure's and the coordinator's. Errors: ErrPlacementParty, ErrState, ErrRequired or ErrPaperDay at « mission_on ».
func ReceiveMission(app core.App, now time.Time, id string, d Doing, m Mission) error {
	if d.By != domain.PartyHome && d.By != domain.PartyCoordinator {
		return domain.Error{Code: domain.ErrPlacementParty}
	}
	return records.Together(app, func(app core.App) error {
		c, err := Open(app, id)
		if err != nil {
			return err
		}
		switch {
		case !c.MissionOpen():
			return domain.Error{Code: domain.ErrState}
		case m.Day.IsZero():
			return domain.Error{Code: domain.ErrRequired, Field: "mission_on"}
		case m.Day.After(now):
			return domain.Error{Code: domain.ErrPaperDay, Field: "mission_on"}
		}
		return c.receiveMission(app, now, d, m)
	})
}

func (c *Case) receiveMission(app core.App, now time.Time, d Doing, m Mission) error {
	said := func(t records.Time) []byte {
		b, _ := json.Marshal(map[string]string{"day": t.String()})
		return b
	}
	line := records.AuditLine{At: records.At(now), Actor: paperActor(d), Action: "mission", Kind: "placement", Target: c.Row.ID, Before: said(c.Row.MissionAt)}
	c.Row.MissionAt, c.Row.MissionNote, c.Row.Updated = records.At(paris.StartOfDay(m.Day)), domain.CleanLine(m.Note), records.At(now)
	line.After = said(c.Row.MissionAt)
	if err := records.SavePlacement(app, c.Row); err != nil {
		return err
	}
	if m.Scan != nil {
		kept := records.Paper{Placement: c.Row.ID, Party: string(domain.PartyHome), Kind: agreement.MissionPaper, Actor: paperActor(d)}
		if err := agreement.Keep(app, now, kept, m.Scan); err != nil {
			return err
		}
	}
	return records.AddAudit(app, line)
}
