package hooks

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/campaign"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// wayWords say how the stages of a campaign go.
var wayWords = map[string]string{campaign.AnyWay: "Libre : accueillir sans envoyer en retour est possible", campaign.OneWay: "Un seul sens : personne n’est attendu en retour", campaign.Crossed: "Croisé : qui accueille envoie aussi quelqu’un"}

// delayLabels say what each delay waits for, in the order of the path.
var delayLabels = []struct {
	Move  domain.Move
	Label string
}{
	{domain.MoveAgree, "Accord du responsable"}, {domain.MoveMatch, "Affectation à une place"}, {domain.MoveSend, "Envoi de la convention"}, {domain.MoveSign, "Signatures"},
	{domain.MoveTell, "Présence, après chaque demi-journée"}, {domain.MoveResume, "Nouvelles dates, après un report"}, {domain.MoveReceive, "Rapport d’étonnement"}, {domain.MoveCertify, "Lecture du rapport"},
}

// campaignTyped is what was typed of a campaign, as it was.
type campaignTyped struct {
	Form                               campaign.Form
	From, To, OffersUntil, WishesUntil string
	Min, Max                           string
	Delays                             map[domain.Move]string
}

// delayField is a field of the delays.
type delayField struct{ Name, Label, Value, Hint string }

// campaignForm is the view of campaign/form.
type campaignForm struct {
	campaignTyped
	Head                              campaignHead
	New                               bool
	Kinds, Ways                       []web.Option
	Groups, Axes, Actions, Priorities []web.Option
	DelayFields                       []delayField
	DelaysOpen                        bool
}

func typedOf(f campaign.Form) campaignTyped {
	t := campaignTyped{Form: f, From: dayInput(f.From), To: dayInput(f.To), OffersUntil: dayInput(f.OffersUntil), WishesUntil: dayInput(f.WishesUntil),
		Min: strconv.Itoa(f.MinHalfDays), Max: strconv.Itoa(f.MaxHalfDays), Delays: map[domain.Move]string{}}
	for m, n := range f.Delays {
		t.Delays[m] = strconv.Itoa(n)
	}
	return t
}

func dayInput(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return paris.Day(t)
}

// readCampaign keeps what was typed, and reads it; what cannot be read is refused at its field.
func readCampaign(v url.Values) (t campaignTyped, errs domain.Errors) {
	get := func(name string) string { return strings.TrimSpace(v.Get(name)) }
	t = campaignTyped{From: get("from"), To: get("to"), OffersUntil: get("offers_until"), WishesUntil: get("wishes_until"), Min: get("min_half_days"), Max: get("max_half_days"), Delays: map[domain.Move]string{}}
	t.Form = campaign.Form{Kind: get("kind"), Title: get("title"), Summary: get("summary"), Description: get("description"), Contact: get("contact"), Way: get("way"),
		ManagerAsked: get("manager_asked") != "", ReportAsked: get("report_asked") != "", ReportReviewed: get("report_reviewed") != "",
		WorkingGroup: get("working_group"), Axis: get("axis"), Action: get("action"), Priority: get("priority"), Intent: get("intent"), Delays: records.Delays{}}
	for _, d := range []struct {
		field, text string
		into        *time.Time
	}{{"from", t.From, &t.Form.From}, {"to", t.To, &t.Form.To}, {"offers_until", t.OffersUntil, &t.Form.OffersUntil}, {"wishes_until", t.WishesUntil, &t.Form.WishesUntil}} {
		if d.text == "" || t.Form.Kind == records.StandingKind {
			continue
		}
		at, err := paris.ParseDay(d.text)
		if err != nil {
			errs = append(errs, domain.Error{Code: domain.ErrTimeFormat, Field: d.field})
			continue
		}
		*d.into = at
	}
	t.Form.MinHalfDays, _ = strconv.Atoi(t.Min) // zero is refused as such
	t.Form.MaxHalfDays, _ = strconv.Atoi(t.Max)
	for _, d := range delayLabels {
		text := get("delay_" + string(d.Move))
		if t.Delays[d.Move] = text; text != "" {
			t.Form.Delays[d.Move], _ = strconv.Atoi(text)
		}
	}
	return t, errs
}

func (s *site) newCampaign(e *core.RequestEvent) error {
	f := campaign.New()
	if e.Request.URL.Query().Get("genre") == records.StandingKind {
		f.Kind = records.StandingKind
	}
	return s.showCampaignForm(e, http.StatusOK, nil, typedOf(f), nil)
}

func (s *site) editCampaign(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showCampaignForm(e, http.StatusOK, c, typedOf(campaign.Of(c)), nil)
}

// saveCampaign writes a campaign, new or not.
func (s *site) saveCampaign(e *core.RequestEvent) error {
	var c *records.Campaign
	var err error
	id := e.Request.PathValue("campaign")
	if id != "" {
		if c, err = records.CampaignOf(e.App, id); err != nil {
			return s.refuse(e, err)
		}
	}
	v, err := form(e)
	if err != nil {
		return err
	}
	if c != nil {
		v.Set("kind", c.Kind)
	}
	t, unread := readCampaign(v)
	if len(unread) > 0 {
		return s.showCampaignForm(e, http.StatusUnprocessableEntity, c, t, fieldErrors(unread))
	}
	saved, err := campaign.Save(e.App, s.now(), actor(e), id, t.Form)
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrNotFound) {
		return s.showCampaignForm(e, http.StatusUnprocessableEntity, c, t, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	text := "Modifications enregistrées."
	if id == "" {
		text = "Brouillon enregistré. Relisez-le, puis ouvrez la campagne."
	}
	return s.tell(e, "/gestion/stages/"+saved.ID, "ok", text)
}

// showCampaignForm fills the lists to choose from and answers the form; c nil: a new campaign.
func (s *site) showCampaignForm(e *core.RequestEvent, status int, c *records.Campaign, t campaignTyped, errs []web.FieldError) error {
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	v := campaignForm{campaignTyped: t, New: c == nil, Groups: itemOptions(inUse(ref.Groups, s.year(), t.Form.WorkingGroup)), Priorities: itemOptions(inUse(ref.Priorities, s.year(), t.Form.Priority)),
		Kinds: []web.Option{{Value: records.CampaignKind, Label: "Une campagne, avec son calendrier", Hint: "Une période, des dates pour proposer des places et pour faire ses souhaits."},
			{Value: records.StandingKind, Label: "Des places permanentes", Hint: "Sans calendrier : on peut demander toute l’année."}}}
	if c != nil {
		v.Head = campaignHeadOf(c)
	}
	for _, way := range []string{campaign.AnyWay, campaign.OneWay, campaign.Crossed} {
		v.Ways = append(v.Ways, web.Option{Value: way, Label: wayWords[way]})
	}
	for _, a := range inUse(ref.Axes, s.year(), t.Form.Axis) {
		v.Axes = append(v.Axes, web.Option{Value: a.ID, Label: a.Name, Group: records.Find(ref.Groups, a.WorkingGroup).Name})
	}
	for _, a := range inUse(ref.Actions, s.year(), t.Form.Action) {
		v.Actions = append(v.Actions, web.Option{Value: a.ID, Label: "Action " + a.Code + "\u00a0: " + a.Name})
	}
	for _, d := range delayLabels {
		v.DelayFields = append(v.DelayFields, delayField{"delay_" + string(d.Move), d.Label, t.Delays[d.Move], "Habituel\u00a0: " + strconv.Itoa(records.UsualDelays[d.Move]) + "\u00a0jours."})
		v.DelaysOpen = v.DelaysOpen || t.Delays[d.Move] != ""
	}
	return s.renderForm(e, status, "campaign/form", v, errs)
}

// periodWords says when the stages of a campaign are.
func periodWords(c *records.Campaign) string {
	switch {
	case c.Kind == records.StandingKind:
		return "toute l’année"
	case c.FromDay.IsZero() || c.ToDay.IsZero():
		return "période à choisir"
	}
	return paris.Range(c.FromDay.Time(), c.ToDay.Time())
}

// lengthWords says how long the stages of a campaign are.
func lengthWords(c *records.Campaign) string {
	if c.MinHalfDays == c.MaxHalfDays {
		return counted(c.MinHalfDays, "demi-journée", "demi-journées")
	}
	return "de " + strconv.Itoa(c.MinHalfDays) + " à " + counted(c.MaxHalfDays, "demi-journée", "demi-journées")
}
