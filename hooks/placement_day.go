package hooks

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// halfDayView is the view of placement_day/half_day.
type halfDayView struct {
	hostStage
	Slot, When, Planned string
	Begun               bool   // a presence can be said
	Shut                string // why nothing can be said of it now; empty: it can
	Typed               halfDayTyped
	Incidents           []web.Option
	Presences, Ways     []web.Option
}

// halfDayTyped is what was typed of a half-day.
type halfDayTyped struct {
	Intent                       string
	Presence, Minutes, Incident  string
	Reason, How, Code, Tutor     string
	TraineeStrokes, TutorStrokes string
}

func halfDayTypedOf(f url.Values) halfDayTyped {
	return halfDayTyped{Intent: f.Get("intent"), Presence: f.Get("presence"), Minutes: f.Get("minutes"), Incident: f.Get("incident"), Reason: f.Get("reason"), How: f.Get("how"),
		Code: f.Get("code"), Tutor: f.Get("tutor"), TraineeStrokes: f.Get("trainee-strokes"), TutorStrokes: f.Get("tutor-strokes")}
}

// halfDayForm asks what became of a half-day. The code of a ticket that was scanned comes with the address.
func (s *site) halfDayForm(e *core.RequestEvent) error {
	c, err := s.hosted(e)
	if err != nil {
		return s.refuse(e, err)
	}
	typed := halfDayTyped{Intent: records.NewID(), Presence: "yes", How: placement.WayAlone, Tutor: c.Row.TutorName}
	if code := e.Request.URL.Query().Get("billet"); code != "" {
		typed.How, typed.Code = placement.WayCode, code
	}
	return s.showHalfDay(e, http.StatusOK, c, typed, nil)
}

func (s *site) showHalfDay(e *core.RequestEvent, status int, c *placement.Case, typed halfDayTyped, errs []web.FieldError) error {
	id := e.Request.PathValue("slot")
	i := dayIndex(c.P.Days, id)
	if len(c.P.Days) == 0 || c.P.Days[i].ID != id {
		return s.refuse(e, records.ErrNone)
	}
	d := c.P.Days[i]
	head, err := hostStageOf(e, c)
	if err != nil {
		return s.refuse(e, err)
	}
	v := halfDayView{hostStage: head, Slot: id, When: paris.Capital(paris.Slot(d.Start, d.End)), Planned: paris.Minutes(d.Minutes()), Begun: !s.now().Before(d.Start), Typed: typed,
		Incidents: incidentOptions, Presences: presenceOptions, Ways: wayOptions}
	if _, said := c.P.ToldOf(id); said {
		v.Shut = sentenceOf(domain.ErrHalfDayTold).text
	} else if err := c.P.Allowed(domain.MoveTell, domain.PartyHost); err != nil {
		v.Shut = hostBanner(c).Text
	}
	if !v.Begun {
		v.Incidents = incidentOptions[3:4]
		v.Typed.Presence, v.Typed.Incident = "no", string(domain.IncidentCancelled)
	}
	if v.Typed.Minutes == "" {
		v.Typed.Minutes = v.Planned
	}
	return s.renderForm(e, status, "placement_day/half_day", v, errs)
}

var presenceOptions = []web.Option{{Value: "yes", Label: "La personne est venue"}, {Value: "no", Label: "La demi-journée n’a pas été suivie"}}

var wayOptions = []web.Option{{Value: placement.WayAlone, Label: "Je confirme, seul·e"},
	{Value: placement.WayCode, Label: "Avec le code de la personne en stage", Hint: "Son code court, ou le code QR de son billet scanné avec l’appareil photo de ce téléphone."},
	{Value: placement.WaySigned, Label: "Nous signons tous les deux ici", Hint: "Au doigt, sur cet écran."}}

var incidentOptions = []web.Option{{Value: "", Label: "Rien à signaler, ou absence excusée"}, {Value: string(domain.IncidentMoved), Label: "A eu lieu à une autre heure ou ailleurs"},
	{Value: string(domain.IncidentShortened), Label: "A été plus courte que prévu"}, {Value: string(domain.IncidentCancelled), Label: "N’a pas eu lieu (annulée)"},
	{Value: string(domain.IncidentNoShow), Label: "La personne n’est pas venue, sans prévenir"}}

// tellHalfDay keeps what the host says of a half-day.
func (s *site) tellHalfDay(e *core.RequestEvent) error {
	c, err := s.hosted(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	typed := halfDayTypedOf(f)
	t := placement.Telling{Slot: e.Request.PathValue("slot"), Present: typed.Presence == "yes", Incident: domain.Incident(typed.Incident), Way: typed.How, Code: typed.Code,
		Trainee: []byte(typed.TraineeStrokes), Tutor: []byte(typed.TutorStrokes), Name: typed.Tutor}
	t.Minutes = minutesTyped(typed.Minutes)
	done, err := placement.Tell(e.App, s.now(), c.Row.ID, placement.Doing{By: domain.PartyHost, Why: typed.Reason, Intent: typed.Intent}, t)
	if refusals := domain.Refusals(err); len(refusals) > 0 && sentenceOf(refusals[0].Code).status == http.StatusUnprocessableEntity {
		return s.showHalfDay(e, http.StatusUnprocessableEntity, c, typed, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	text := "C’est noté."
	if len(done.P.Untold()) == 0 && done.P.State == domain.PlacementInProgress {
		text = "C’est noté. Toutes les demi-journées le sont\u00a0: vous pouvez terminer le stage."
	}
	return s.tell(e, "/stage-accueil/"+e.Request.PathValue("token"), "ok", text)
}

// minutesTyped reads a duration: « 3 h », « 2 h 30 », « 90 », « 45 min »; 0 for what is none.
func minutesTyped(text string) int {
	if n, err := paris.ReadMinutes(text); err == nil {
		return n
	}
	n, _ := strconv.Atoi(text) // « 45 »: minutes, the field says so
	return max(n, 0)
}

// untellHalfDay takes back what was said of a half-day, with a reason.
func (s *site) untellHalfDay(e *core.RequestEvent) error {
	c, err := s.hosted(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	act := domain.PlacementAct{Move: domain.MoveUntell, HalfDay: domain.HalfDayTold{Slot: e.Request.PathValue("slot")}}
	if _, err := placement.Move(e.App, s.now(), c.Row.ID, placement.Doing{By: domain.PartyHost, Why: f.Get("reason"), Intent: f.Get("intent")}, act, nil); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/stage-accueil/"+e.Request.PathValue("token")+"#demi-journees", "ok", "C’est retiré\u00a0: notez de nouveau cette demi-journée.")
}
