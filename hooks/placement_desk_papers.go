package hooks

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// deskPapersPage is the view of placement_paper/desk: the convention and the papers of a placement, at the desk.
type deskPapersPage struct {
	ID, Title, Path string // Path of the placement at the desk
	Head            campaignHead
	Papers          papersView
	Spares          []slotRow
	Days            []domain.Slot
	None            []web.FieldError // for the forms that were not sent
}

// Pattern is the empty row that the page’s script copies.
func (deskPapersPage) Pattern() slotRow { return slotRow{N: "__i__"} }

// deskPapers shows the convention and the papers of a placement to the coordinator, with every form about them.
func (s *site) deskPapers(e *core.RequestEvent) error {
	c, _, err := deskDoor.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showDeskPapers(e, c, http.StatusOK, nil, nil)
}

func (s *site) showDeskPapers(e *core.RequestEvent, c *placement.Case, status int, typed func(*papersView), errs []web.FieldError) error {
	base := deskDoor.base + c.Row.ID
	papers, err := s.papersView(e.App, c, deskDoor, base)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, d := range c.P.Untold() {
		papers.Form.Rows = append(papers.Form.Rows, slotRow{Day: paris.Day(d.Start), Start: paris.ClockInput(d.Start), End: paris.ClockInput(d.End)})
	}
	if typed != nil {
		rows := papers.Form.Rows
		if typed(&papers); papers.Form.Act != "avenant" {
			papers.Form.Rows = rows
		}
	}
	v := deskPapersPage{ID: c.Row.ID, Path: base, Head: campaignHeadOf(c.Campaign), Papers: papers, Days: c.P.Days}
	for i := range v.Papers.Form.Rows {
		v.Papers.Form.Rows[i].N = strconv.Itoa(i)
	}
	for i := range spares {
		v.Spares = append(v.Spares, slotRow{N: strconv.Itoa(len(v.Papers.Form.Rows) + i)})
	}
	if v.Title, err = placementTitle(e.App, c); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "placement_paper/desk", v, errs)
}

// sendAgreement sends the first version of the convention, or another with its reason, and half-days where they change.
func (s *site) sendAgreement(e *core.RequestEvent) error {
	c, base, err := deskDoor.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	typed := paperForm{Act: f.Get("geste"), Intent: idTyped(f.Get("intention")), Reason: f.Get("reason")}
	act := domain.PlacementAct{Move: domain.MoveSend}
	said := "La convention est établie : chaque partie reçoit son lien pour la lire et la signer."
	var errs domain.Errors
	if typed.Act == "avenant" {
		act.Move, said = domain.MoveAmend, "La nouvelle version est établie : elle annule et remplace la précédente, et chaque partie la signe."
		typed.Rows = halfDayRows(f)
		act.Days, errs = amendedDays(c, typed.Rows)
	}
	if err = errs.OrNil(); err == nil {
		_, err = placement.Move(e.App, s.now(), c.Row.ID, placement.Doing{By: domain.PartyCoordinator, Actor: actor(e), Why: typed.Reason, Intent: typed.Intent}, act, nil)
	}
	if err != nil {
		if known := domain.Refusals(err); known != nil {
			err = atRows(known)
		}
		return s.papersRefused(e, c, deskDoor, base, err, func(v *papersView) { v.Form = typed })
	}
	s.nudge()
	return s.tell(e, base+"/convention", "ok", said)
}

// amendedDays are the half-days of an amendment: none where they stay as they are; one that stays keeps its id.
func amendedDays(c *placement.Case, rows []slotRow) ([]domain.Slot, domain.Errors) {
	days, errs := halfDaysTyped(rows)
	left := c.P.Untold()
	same := len(days) == len(left)
	for i := range days {
		at := slices.IndexFunc(left, func(d domain.Slot) bool { return d.Start.Equal(days[i].Start) && d.End.Equal(days[i].End) })
		if at < 0 {
			days[i].ID, same = records.NewID(), false
			continue
		}
		days[i].ID, days[i].BreakMinutes = left[at].ID, left[at].BreakMinutes
	}
	if same && len(errs) == 0 {
		return nil, nil
	}
	return days, errs
}

// deskSigns records, joins or takes back the signature of any party.
func (s *site) deskSigns(e *core.RequestEvent) error {
	c, base, err := deskDoor.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	return s.sign(e, c, deskDoor, base, domain.Party(e.Request.FormValue("signer")))
}

// removePaper takes a wrong paper away.
func (s *site) removePaper(e *core.RequestEvent) error {
	c, base, err := deskDoor.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	piece, reason := e.Request.PathValue("piece"), e.Request.FormValue("reason")
	err = placement.RemovePaper(e.App, s.now(), c.Row.ID, piece, placement.Doing{By: domain.PartyCoordinator, Actor: actor(e), Why: reason})
	if err != nil {
		return s.papersRefused(e, c, deskDoor, base, err, func(v *papersView) {
			v.Form = paperForm{Act: "piece-" + piece, Intent: records.NewID(), Reason: reason}
		})
	}
	return s.tell(e, base+"/convention#papiers", "ok", "Le document est retiré : son contenu est effacé, la trace et la raison restent.")
}
