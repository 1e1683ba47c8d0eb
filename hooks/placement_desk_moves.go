package hooks

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// deskMove is a move that the coordinator may make now, as a form.
type deskMove struct {
	change
	Reason bool // asked for
}

// deskOwn are the moves of the coordinator besides those that every party has, in the order of the page. The convention and
// its signatures have their own block, half-days their own lines, and a place is given from the matching.
var deskOwn = []change{
	{Move: domain.MoveAgree, Title: "Noter l’accord du responsable", Button: "Noter l’accord", Causes: "Un appel ou un courrier suffit\u00a0: dites comment l’accord est venu."},
	{Move: domain.MoveReceive, Title: "Noter que le rapport est reçu", Button: "Le rapport est reçu", Causes: "Sur papier ou par courriel. L’attestation vient ensuite."},
	{Move: domain.MoveCertify, Title: "Délivrer l’attestation", Button: "Délivrer l’attestation", Causes: "Elle est établie et envoyée à la personne."},
	{Move: domain.MoveReturn, Title: "Rendre le rapport", Button: "Rendre le rapport", Causes: "La personne le reprend\u00a0: son texte est gardé."},
	{Move: domain.MoveRetract, Title: "Reprendre l’accord", Button: "Reprendre l’accord", Causes: "La demande attend de nouveau l’accord du responsable, qui est sollicité encore."},
	{Move: domain.MoveRefuse, Title: "Ne pas retenir la demande", Button: "Ne pas retenir", Danger: true, Causes: "La personne est prévenue, avec la raison. Cela ne se défait pas\u00a0: il faudrait une nouvelle demande."},
	{Move: domain.MoveWithdraw, Title: "Retirer la demande, à sa demande", Button: "Retirer la demande", Danger: true, Causes: "Quand la personne le demande autrement que par son lien. Cela ne se défait pas."},
}

// deskTyped is what was typed in one of the forms.
type deskTyped struct {
	Move, Slot, Reason, Intent  string
	Presence, Minutes, Incident string
}

// moves lists what the rules let the coordinator do now.
func (v *placementPage) moves(c *placement.Case) {
	if !c.Row.ErasedAt.IsZero() {
		return
	}
	for _, ch := range deskChanges() {
		if c.P.Allowed(ch.Move, domain.PartyCoordinator) == nil {
			v.Moves = append(v.Moves, deskMove{ch, deskReason(c.P, ch.Move)})
		}
	}
	if c.P.Allowed(domain.MoveMatch, domain.PartyCoordinator) == nil {
		v.Match = v.Head.Path + "/affectation/main?personne=" + c.Row.ID
	}
	for _, d := range c.P.Untold() {
		if len(v.Rows) < maxSlots && v.Typed.Move == "" {
			v.Rows = append(v.Rows, slotRow{Start: paris.ClockInput(d.Start), End: paris.ClockInput(d.End)})
		}
	}
	for range spares {
		v.Rows = append(v.Rows, slotRow{})
	}
	for i := range v.Rows {
		v.Rows[i].N = fmt.Sprint(i)
	}
}

// deskChanges are the forms of the page, what goes on first and what ends last.
func deskChanges() []change {
	mild := func(ch change) bool { return !ch.Danger }
	list := slices.Concat(deskOwn, changeWords)
	slices.SortStableFunc(list, func(a, b change) int {
		switch {
		case mild(a) == mild(b):
			return 0
		case mild(a):
			return -1
		}
		return 1
	})
	return list
}

// deskReason tells whether a move of the coordinator asks for a reason.
func deskReason(p domain.Placement, m domain.Move) bool {
	return slices.ContainsFunc(domain.PlacementRules, func(r domain.PlacementRule) bool {
		return r.Move == m && slices.Contains(r.From, p.State) && slices.Contains(r.By, domain.PartyCoordinator) && slices.Contains(r.Needs, domain.NeedReason)
	})
}

// ReasonOf is what was typed in the form of a move.
func (v placementPage) ReasonOf(key string) string {
	if v.Typed.Move+v.Typed.Slot == key {
		return v.Typed.Reason
	}
	return ""
}

// movePlacement makes the move that one of the forms of the page asks for.
func (s *site) movePlacement(e *core.RequestEvent) error {
	c, err := placementCase(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	slot := f.Get("slot")
	v := placementPage{Typed: deskTyped{f.Get("move"), slot, f.Get("reason-" + f.Get("move") + slot), f.Get("intent"), f.Get("presence-" + slot), f.Get("minutes-" + slot), f.Get("incident-" + slot)}}
	move := domain.Move(v.Typed.Move)
	var errs []web.FieldError
	var done *placement.Case
	if done, v.Rows, errs, err = s.deskMoved(e, c, v.Typed, f); err == nil && len(errs) == 0 {
		s.nudge()
		return s.tell(e, "/gestion/placements/"+c.Row.ID, "ok", deskSaid(done, move))
	}
	if refusals := domain.Refusals(err); len(refusals) > 0 && sentenceOf(refusals[0].Code).status == http.StatusUnprocessableEntity {
		errs = append(errs, deskErrors(err, v.Typed)...)
	}
	if len(errs) == 0 {
		return s.refuse(e, err)
	}
	return s.showPlacement(e, http.StatusUnprocessableEntity, c, v, errs)
}

// deskMoved makes the move. Rows are the half-days typed with it, to be shown again.
func (s *site) deskMoved(e *core.RequestEvent, c *placement.Case, in deskTyped, f url.Values) (done *placement.Case, rows []slotRow, errs []web.FieldError, err error) {
	d := placement.Doing{By: domain.PartyCoordinator, Actor: actor(e), Why: in.Reason, Intent: in.Intent}
	act := domain.PlacementAct{Move: domain.Move(in.Move)}
	known := slices.ContainsFunc(deskChanges(), func(ch change) bool { return ch.Move == act.Move })
	switch {
	case act.Move == domain.MoveTell:
		done, err = placement.Tell(e.App, s.now(), c.Row.ID, d, placement.Telling{Slot: in.Slot, Present: in.Presence == "yes", Minutes: minutesTyped(in.Minutes),
			Incident: domain.Incident(in.Incident), Way: placement.WayAlone})
		return done, nil, nil, err
	case act.Move == domain.MoveUntell:
		act.HalfDay.Slot = in.Slot
	case !known:
		return nil, nil, nil, domain.Error{Code: domain.ErrChoice, Field: "move"}
	case act.Move == domain.MoveResume:
		if act.Days, rows, errs = daysTyped(f); len(errs) > 0 {
			return nil, rows, errs, nil
		}
	}
	done, err = placement.Move(e.App, s.now(), c.Row.ID, d, act, nil)
	return done, rows, nil, err
}

// deskErrors puts each refusal at its field of the form that was sent.
func deskErrors(err error, in deskTyped) []web.FieldError {
	errs := changeErrors(err, in.Move+in.Slot)
	for i, e := range errs {
		if e.Field == "minutes" || e.Field == "incident" || e.Field == "half_day" {
			errs[i].Field = strings.Replace(e.Field, "half_day", "presence", 1) + "-" + in.Slot
		}
	}
	return errs
}

// deskSaid is what is told once a move is made.
func deskSaid(c *placement.Case, m domain.Move) string {
	if slices.ContainsFunc(changeWords, func(ch change) bool { return ch.Move == m }) {
		return changeSaid(c, m)
	}
	return "C’est noté. Les personnes concernées sont prévenues."
}

// showPlacementLinks shows the links of the parties: asked for, and kept in the trail.
func (s *site) showPlacementLinks(e *core.RequestEvent) error {
	c, err := placementCase(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if err := records.AddAudit(e.App, records.AuditLine{At: records.At(s.now()), Actor: actor(e), Action: "reveal-links", Kind: "placement", Target: c.Row.ID}); err != nil {
		return s.refuse(e, err)
	}
	return s.showPlacement(e, http.StatusOK, c, placementPage{Links: true}, nil)
}

// remindParty reminds one party at once.
func (s *site) remindParty(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	id := e.Request.PathValue("placement")
	if err := placement.RemindNow(e.App, s.now(), actor(e), id, domain.Party(f.Get("de"))); err != nil {
		if r := domain.Refusals(err); len(r) > 0 {
			return s.tell(e, "/gestion/placements/"+id, "warn", sentence(r[0]))
		}
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/gestion/placements/"+id, "ok", "Un rappel part maintenant.")
}
