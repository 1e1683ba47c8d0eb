package hooks

import (
	"bytes"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
)

// missionView is the ordre de mission, as a party sees it.
type missionView struct {
	Shown     bool // to this party
	Open      bool // it may be recorded
	Received  time.Time
	Note      string
	Stale     bool // the agreement in force is of a later day
	Files     []paperFile
	ModelURL  string // empty: not this party's
	Day, Said string // as typed
}

// fillMission says where the ordre de mission is. A host sees nothing of it.
func (v *papersView) fillMission(c *placement.Case, d paperDoor, versions []records.Agreement, papers []records.Paper) {
	m := &v.Mission
	if d.party == domain.PartyHost || len(versions) == 0 {
		return
	}
	keeper := d.party != domain.PartyTrainee
	m.Shown, m.Open, m.Received, m.Note = true, keeper && c.MissionOpen(), c.Row.MissionAt.Time(), c.Row.MissionNote
	if keeper {
		m.ModelURL = v.Base + "/ordre-de-mission.pdf"
	}
	if !m.Received.IsZero() {
		m.Day, m.Said = paris.Day(m.Received), m.Note
		m.Stale = len(versions) > 1 && m.Received.Before(paris.StartOfDay(versions[len(versions)-1].ReservedAt.Time()))
	}
	for _, p := range papers {
		if p.Kind == agreement.MissionPaper && p.RemovedAt.IsZero() {
			m.Files = append(m.Files, paperFile{p.ID, p.Name})
		}
	}
}

func (s *site) homeMission(e *core.RequestEvent) error { return s.missionModel(e, homeDoor) }
func (s *site) deskMission(e *core.RequestEvent) error { return s.missionModel(e, deskDoor) }

// missionModel draws the model of the ordre de mission, from the agreement in force.
func (s *site) missionModel(e *core.RequestEvent, d paperDoor) error {
	c, _, err := d.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	a, err := records.AgreementOf(e.App, c.Row.ID, 0)
	if err != nil {
		return s.refuse(e, err)
	}
	var b bytes.Buffer
	if err := agreement.DrawMission(&b, a); err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", `inline; filename="ordre-de-mission-`+a.Number+`.pdf"`)
	return e.Blob(http.StatusOK, "application/pdf", b.Bytes())
}

func (s *site) homeMissionReceived(e *core.RequestEvent) error {
	return s.missionReceived(e, homeDoor)
}

func (s *site) deskMissionReceived(e *core.RequestEvent) error {
	return s.missionReceived(e, deskDoor)
}

// missionReceived records that the ordre de mission is signed, with its page or without.
func (s *site) missionReceived(e *core.RequestEvent, d paperDoor) error {
	c, base, err := d.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	typed, errs, err := readPaper(e, "mission_on", "mission_scan")
	if err != nil {
		return s.refuse(e, err)
	}
	note := e.Request.FormValue("mission_note")
	err = errs.OrNil()
	if err == nil {
		err = placement.ReceiveMission(e.App, s.now(), c.Row.ID, placement.Doing{By: d.party, Actor: paperActorOf(e, d)}, placement.Mission{Day: typed.day, Note: note, Scan: typed.scan})
	}
	if err != nil {
		return s.papersRefused(e, c, d, base, err, func(v *papersView) { v.Mission.Day, v.Mission.Said = typed.typedDay, note })
	}
	return s.tell(e, missionPage(d, base)+"#mission", "ok", "L’ordre de mission est noté, signé le "+paris.Long(typed.day)+".")
}

// missionPage is the page that holds the form of the ordre de mission.
func missionPage(d paperDoor, base string) string {
	if d.kind == "" {
		return base + "/convention"
	}
	return base
}
