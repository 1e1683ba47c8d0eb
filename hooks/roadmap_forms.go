package hooks

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/roadmap"
	"passerelle/internal/web"
)

var (
	achievementWords = map[string]string{"done": "fait", "ongoing": "en cours", "planned": "prévu"}
	statusOptions    = []web.Option{{Value: "done", Label: "Fait"}, {Value: "ongoing", Label: "En cours"}, {Value: "planned", Label: "Prévu"}}
	anonymousKind    = []web.Option{{Value: "bref", Label: "Programme BREF"}, {Value: "profamille", Label: "Programme Profamille"},
		{Value: "situations", Label: "Commission de situations complexes"}, {Value: "autre", Label: "Autre"}}
)

// placed are the lists of the territory that a form of the roadmap chooses from.
type placed struct {
	Groups, Axes, Actions, Priorities, Territories, Programmes []web.Option
}

// choose fills the lists with what is in use in a year, and what was chosen before.
func (p *placed) choose(app core.App, year int, chosen roadmap.Place) error {
	ref, err := records.LoadReference(app)
	if err != nil {
		return err
	}
	p.Groups, p.Priorities = itemOptions(inUse(ref.Groups, year, chosen.Group)), itemOptions(ref.Priorities)
	p.Territories, p.Programmes = itemOptions(inUse(ref.Territories, year, chosen.Territory)), itemOptions(ref.Programmes)
	for _, a := range inUse(ref.Axes, year, chosen.Axis) {
		p.Axes = append(p.Axes, web.Option{Value: a.ID, Label: a.Name, Group: records.Find(ref.Groups, a.WorkingGroup).Name})
	}
	for _, a := range ref.Actions {
		p.Actions = append(p.Actions, web.Option{Value: a.ID, Label: "Action " + a.Code + "\u00a0: " + a.Name})
	}
	return nil
}

// inUse keeps what a list offers in a year, and what was chosen already, by id or by code.
func inUse(items []records.Item, year int, chosen ...string) (kept []records.Item) {
	for _, it := range items {
		if it.InUse(year) || slices.Contains(chosen, it.ID) || slices.Contains(chosen, it.Code) {
			kept = append(kept, it)
		}
	}
	return kept
}

// saved ends a form of the roadmap: shown again with what is wrong at its fields, refused, or done.
func (s *site) saved(e *core.RequestEvent, err error, back, title string, again func([]web.FieldError) error) error {
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrNotFound) && !domain.Is(err, domain.ErrState) {
		return again(errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, back, "ok", "« "+domain.CleanLine(title)+" » est enregistré.")
}

func placeTyped(f url.Values) roadmap.Place {
	return roadmap.Place{Group: f.Get("group"), Axis: f.Get("axis"), Action: f.Get("action"), Priority: f.Get("priority"), Territory: f.Get("territory")}
}

// achievementForm is the view of roadmap/achievement.
type achievementForm struct {
	placed
	ID, Intent string
	Form       roadmap.Achievement
	Statuses   []web.Option
}

func (s *site) achievementPage(e *core.RequestEvent) error {
	v := achievementForm{Intent: records.NewID(), Form: roadmap.Achievement{Status: "done"}}
	if v.ID = e.Request.PathValue("achievement"); v.ID != "" {
		a, err := records.AchievementOf(e.App, v.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Form = roadmap.AchievementOf(a)
	}
	return s.showAchievement(e, http.StatusOK, v, nil)
}

func (s *site) saveAchievement(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	v := achievementForm{ID: e.Request.PathValue("achievement"), Intent: idTyped(f.Get("intent")), Form: roadmap.Achievement{Title: f.Get("title"),
		Detail: f.Get("detail"), Status: f.Get("status"), Link: f.Get("link"), Structures: f.Get("structures"), When: roadmap.When{Typed: f.Get("date")},
		Place: placeTyped(f), Actions: f["actions"]}}
	_, err = roadmap.SaveAchievement(e.App, s.now(), actor(e), v.ID, v.Intent, v.Form)
	return s.saved(e, err, "/gestion/realisations", v.Form.Title, func(errs []web.FieldError) error {
		return s.showAchievement(e, http.StatusUnprocessableEntity, v, errs)
	})
}

func (s *site) showAchievement(e *core.RequestEvent, status int, v achievementForm, errs []web.FieldError) error {
	v.Statuses = statusOptions
	if err := v.choose(e.App, s.year(), v.Form.Place); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "roadmap/achievement", v, errs)
}

func (s *site) dropAchievement(e *core.RequestEvent) error {
	if err := roadmap.DropAchievement(e.App, s.now(), actor(e), e.Request.PathValue("achievement")); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/realisations", "ok", "La réalisation est retirée. Le journal garde ce qu’elle disait.")
}

// achievements lists what was done without an event.
func (s *site) achievements(e *core.RequestEvent) error {
	rows, err := records.Achievements(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var view struct{ Rows []achievementRow }
	for _, a := range rows {
		view.Rows = append(view.Rows, achievementRow{ID: a.ID, Title: a.Title, When: paris.SpanWords(a.DateText), Group: records.Find(ref.Groups, a.WorkingGroup).Name,
			Status: paris.Capital(achievementWords[a.Status]), Link: a.Link, Structures: a.Structures, Actions: actionTags(ref, a.RoadmapActions, actionTag{})})
	}
	return s.render(e, http.StatusOK, "roadmap/achievements", view)
}

// anonymousForm is the view of roadmap/anonymous.
type anonymousForm struct {
	placed
	ID, Intent                 string
	Form                       roadmap.Anonymous
	Sessions, Families, People string // as typed
	Kinds                      []web.Option
}

func (s *site) anonymousPage(e *core.RequestEvent) error {
	v := anonymousForm{Intent: records.NewID()}
	if v.ID = e.Request.PathValue("count"); v.ID != "" {
		c, err := records.AnonymousCountOf(e.App, v.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Form = roadmap.AnonymousOf(c)
		v.Sessions, v.Families, v.People = roadmap.Typed(c.Sessions), roadmap.Typed(c.Families), roadmap.Typed(c.People)
	}
	return s.showAnonymous(e, http.StatusOK, v, nil)
}

func (s *site) saveAnonymous(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	v := anonymousForm{ID: e.Request.PathValue("count"), Intent: idTyped(f.Get("intent")), Sessions: f.Get("sessions"), Families: f.Get("families"), People: f.Get("people"),
		Form: roadmap.Anonymous{Title: f.Get("title"), Kind: f.Get("kind"), Note: f.Get("note"), When: roadmap.When{Typed: f.Get("date")}, Place: placeTyped(f)}}
	var errs domain.Errors
	v.Form.Sessions, errs = roadmap.ReadCount(errs, "sessions", v.Sessions)
	v.Form.Families, errs = roadmap.ReadCount(errs, "families", v.Families)
	v.Form.People, errs = roadmap.ReadCount(errs, "people", v.People)
	if err = errs.OrNil(); err == nil {
		_, err = roadmap.SaveAnonymous(e.App, s.now(), actor(e), v.ID, v.Intent, v.Form)
	}
	return s.saved(e, err, "/gestion/decomptes", v.Form.Title, func(errs []web.FieldError) error {
		return s.showAnonymous(e, http.StatusUnprocessableEntity, v, errs)
	})
}

func (s *site) showAnonymous(e *core.RequestEvent, status int, v anonymousForm, errs []web.FieldError) error {
	v.Kinds = anonymousKind
	if err := v.choose(e.App, s.year(), v.Form.Place); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "roadmap/anonymous", v, errs)
}

func (s *site) dropAnonymous(e *core.RequestEvent) error {
	if err := roadmap.DropAnonymous(e.App, s.now(), actor(e), e.Request.PathValue("count")); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/decomptes", "ok", "Le décompte est retiré. Le journal garde ce qu’il disait.")
}

// anonymousRow is a line of the anonymous counts. Empty: « non renseigné ».
type anonymousRow struct{ ID, Title, Kind, When, Group, Action, Sessions, Families, People string }

// anonymousCounts lists what is counted and not named.
func (s *site) anonymousCounts(e *core.RequestEvent) error {
	rows, err := records.AnonymousCounts(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var view struct{ Rows []anonymousRow }
	for _, c := range rows {
		row := anonymousRow{ID: c.ID, Title: c.Title, Kind: optionLabel(anonymousKind, c.Kind), When: paris.SpanWords(c.DateText), Group: records.Find(ref.Groups, c.WorkingGroup).Name,
			Sessions: knownCount(c.Sessions), Families: knownCount(c.Families), People: knownCount(c.People)}
		if a := records.Find(ref.Actions, c.RoadmapAction); a.ID != "" {
			row.Action = "Action " + a.Code
		}
		view.Rows = append(view.Rows, row)
	}
	return s.render(e, http.StatusOK, "roadmap/anonymous_list", view)
}

// knownCount writes a number; empty where nobody knows it.
func knownCount(n int) string {
	if n < 0 {
		return ""
	}
	return paris.Number(n)
}

// anonymousWords says the numbers of an anonymous count that are known.
func anonymousWords(c records.AnonymousCount) string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{c.Sessions, "séance", "séances"}, {c.Families, "famille", "familles"}, {c.People, "personne", "personnes"}} {
		if p.n >= 0 {
			parts = append(parts, paris.Number(p.n)+"\u00a0"+agree(p.n, p.one, p.many))
		}
	}
	return strings.Join(parts, ", ")
}
