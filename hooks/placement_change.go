package hooks

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// stageChangeView is the view of placement_day/change: what a party may change, and what each change causes.
type stageChangeView struct {
	Path, Back string
	Who, Where string
	State      string
	Days       []string
	Changes    []change
	Typed      changeTyped
	Rows       []slotRow // of new half-days, as typed
}

// change is one thing that can be done, with what it causes.
type change struct {
	Move                  domain.Move
	Title, Causes, Button string
	Danger, Days          bool
}

// changeTyped is what was typed, of one of the forms of the page.
type changeTyped struct {
	Move, Reason, Intent string
}

// Pattern is the empty row of half-days that the page's script copies.
func (v stageChangeView) Pattern() slotRow { return slotRow{N: "__i__"} }

// Spares are the empty rows of a page without a script.
func (v stageChangeView) Spares() (rows []slotRow) {
	for i := range spares {
		rows = append(rows, slotRow{N: fmt.Sprint(len(v.Rows) + i)})
	}
	return rows
}

// ReasonOf is what was typed in the form of a move.
func (v stageChangeView) ReasonOf(move string) string {
	if move == v.Typed.Move {
		return v.Typed.Reason
	}
	return ""
}

// changesOf lists what a party may change of a placement now.
func changesOf(c *placement.Case, by domain.Party) (list []change) {
	for _, ch := range changeWords {
		if ch.Move == domain.MoveFinish && c.P.State != domain.PlacementPostponed { // elsewhere its own button does
			continue
		}
		if c.P.Allowed(ch.Move, by) == nil {
			list = append(list, ch)
		}
	}
	return list
}

// changeSide is a party's way in: its link and its page.
type changeSide struct {
	kind, path string
	by         domain.Party
}

var (
	traineeSide = changeSide{link.PlacementTrainee, "/mon-stage/", domain.PartyTrainee}
	hostSide    = changeSide{link.PlacementHost, "/stage-accueil/", domain.PartyHost}
	homeSide    = changeSide{link.PlacementHome, "/stage-etablissement/", domain.PartyHome}
)

func (s *site) traineeChange(e *core.RequestEvent) error  { return s.showChange(e, traineeSide) }
func (s *site) hostChange(e *core.RequestEvent) error     { return s.showChange(e, hostSide) }
func (s *site) homeChange(e *core.RequestEvent) error     { return s.showChange(e, homeSide) }
func (s *site) traineeChanges(e *core.RequestEvent) error { return s.makeChange(e, traineeSide) }
func (s *site) hostChanges(e *core.RequestEvent) error    { return s.makeChange(e, hostSide) }
func (s *site) homeChanges(e *core.RequestEvent) error    { return s.makeChange(e, homeSide) }

func (s *site) showChange(e *core.RequestEvent, side changeSide) error {
	c, err := s.stageBy(e, side.kind)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.renderChange(e, http.StatusOK, side, c, changeTyped{Intent: records.NewID()}, nil, nil)
}

func (s *site) renderChange(e *core.RequestEvent, status int, side changeSide, c *placement.Case, typed changeTyped, rows []slotRow, errs []web.FieldError) error {
	back := side.path + e.Request.PathValue("token")
	v := stageChangeView{Path: back + "/changement", Back: back, Who: c.Row.Name(), State: hostBanner(c).Title, Changes: changesOf(c, side.by), Typed: typed, Rows: rows}
	if len(v.Rows) == 0 { // those put off, to be moved
		for _, d := range c.P.Untold() {
			v.Rows = append(v.Rows, slotRow{Start: paris.ClockInput(d.Start), End: paris.ClockInput(d.End)})
		}
	}
	if len(v.Rows) == 0 {
		v.Rows = []slotRow{{}}
	}
	for i := range v.Rows {
		v.Rows[i].N = fmt.Sprint(i)
	}
	for _, d := range c.P.Untold() {
		v.Days = append(v.Days, paris.Capital(paris.Slot(d.Start, d.End)))
	}
	if c.Offer != nil {
		host, err := records.StructureOf(e.App, c.Offer.Structure)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Where = strings.Trim(host.Name+", "+c.Offer.Service, ", ")
	}
	return s.renderForm(e, status, "placement_day/change", v, errs)
}

// makeChange makes the change that a party asks for.
func (s *site) makeChange(e *core.RequestEvent, side changeSide) error {
	c, err := s.stageBy(e, side.kind)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	typed := changeTyped{Move: f.Get("move"), Reason: f.Get("reason-" + f.Get("move")), Intent: f.Get("intent")}
	if !slices.ContainsFunc(changeWords, func(ch change) bool { return string(ch.Move) == typed.Move }) {
		return s.refuse(e, domain.Error{Code: domain.ErrChoice, Field: "move"})
	}
	act := domain.PlacementAct{Move: domain.Move(typed.Move)}
	var rows []slotRow
	if act.Move == domain.MoveResume {
		var errs []web.FieldError
		if act.Days, rows, errs = daysTyped(f); len(errs) > 0 {
			return s.renderChange(e, http.StatusUnprocessableEntity, side, c, typed, rows, errs)
		}
	}
	done, err := placement.Move(e.App, s.now(), c.Row.ID, placement.Doing{By: side.by, Why: typed.Reason, Intent: typed.Intent}, act, nil)
	if refusals := domain.Refusals(err); len(refusals) > 0 && sentenceOf(refusals[0].Code).status == http.StatusUnprocessableEntity {
		return s.renderChange(e, http.StatusUnprocessableEntity, side, c, typed, rows, changeErrors(err, typed.Move))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	to := side.path + e.Request.PathValue("token")
	if act.Move == domain.MoveUnmatch && side.by == domain.PartyHost { // its link opens nothing any more
		to = "/stages"
	}
	return s.tell(e, to, "ok", changeSaid(done, act.Move))
}

// changeErrors puts each refusal at its field of the form that was sent: every form has its own reason.
func changeErrors(err error, move string) []web.FieldError {
	errs := fieldErrors(err)
	for i := range errs {
		switch {
		case errs[i].Field == "reason":
			errs[i].Field = "reason-" + move
		case strings.HasPrefix(errs[i].Field, "slot-"):
			errs[i].Field += "-day"
		}
	}
	return errs
}

// changeSaid is what is told once a change is made.
func changeSaid(c *placement.Case, m domain.Move) string {
	switch m {
	case domain.MovePostpone:
		return "Le stage est reporté. Il reste à choisir d’autres dates."
	case domain.MoveUnmatch:
		return "La place est rendue\u00a0: la coordination en cherche une autre."
	case domain.MoveCancel:
		return "Le stage est annulé."
	case domain.MoveNoShow:
		return "C’est noté\u00a0: personne n’est venu, le stage est clos."
	case domain.MoveFinish:
		return "Le stage est terminé, avec ce qui a eu lieu."
	}
	if c.P.AmendDue {
		return "Les nouvelles dates sont posées. La coordination envoie une nouvelle version de la convention, à signer avant elles."
	}
	return "Les nouvelles dates sont posées."
}

// daysTyped reads the rows of new half-days; empty ones are left out.
func daysTyped(f url.Values) (days []domain.Slot, rows []slotRow, errs []web.FieldError) {
	for i := range maxSlots {
		p := fmt.Sprintf("slot-%d-", i)
		r := slotRow{Day: f.Get(p + "day"), Start: f.Get(p + "start"), End: f.Get(p + "end")}
		if r.Day == "" { // hours alone are those of before, offered as they were
			continue
		}
		field := fmt.Sprintf("slot-%d-", len(rows))
		rows = append(rows, r)
		start, refused := readMoment(r.Day, r.Start, field+"day", field+"start", nil)
		end, refused := readMoment(r.Day, r.End, "", field+"end", refused)
		if len(refused) > 0 {
			errs = append(errs, fieldErrors(refused)...)
			continue
		}
		days = append(days, domain.Slot{ID: records.NewID(), Start: start, End: end})
	}
	return days, rows, errs
}
