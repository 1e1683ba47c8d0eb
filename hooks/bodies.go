package hooks

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/body"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

var bodyKinds = []web.Option{{Value: "steering", Label: "Comité de pilotage"}, {Value: "assembly", Label: "Assemblée générale"},
	{Value: "group", Label: "Groupe de travail"}}

// bodiesView is bodies/list.
type bodiesView struct{ Rows []bodyLine }

type bodyLine struct {
	ID, Name, Kind, Group string
	Sitting, Quorum       int
	Next                  time.Time // of the next meeting; zero: none
	Archived              bool
}

// bodyFormView is bodies/form.
type bodyFormView struct {
	ID, Heading, Quorum string
	Form                body.Form
	Kinds, Groups       []web.Option
}

// bodies lists the bodies that meet by invitation.
func (s *site) bodies(e *core.RequestEvent) error {
	rows, err := records.Bodies(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	groups, err := listNames(e.App, records.WorkingGroups)
	if err != nil {
		return s.refuse(e, err)
	}
	var view bodiesView
	for _, b := range rows {
		line := bodyLine{ID: b.ID, Name: b.Name, Kind: optionLabel(bodyKinds, b.Kind), Group: groups[b.WorkingGroup], Quorum: b.Quorum, Archived: b.Archived}
		if line.Sitting, line.Next, err = bodyNow(e.App, b.ID, s.now()); err != nil {
			return s.refuse(e, err)
		}
		view.Rows = append(view.Rows, line)
	}
	return s.render(e, http.StatusOK, "bodies/list", view)
}

// bodyNow counts who sits today, and finds the next meeting.
func bodyNow(app core.App, id string, now time.Time) (sitting int, next time.Time, err error) {
	members, err := records.Members(app, id)
	if err != nil {
		return 0, next, err
	}
	for _, m := range members {
		if body.Sits(m, now) {
			sitting++
		}
	}
	events, err := records.EventsOfBody(app, id)
	for _, ev := range events { // the latest first
		if at := ev.StartsAt.Time(); ev.Status == domain.Published && at.After(now) {
			next = at
		}
	}
	return sitting, next, err
}

func (s *site) newBody(e *core.RequestEvent) error {
	return s.showBodyForm(e, http.StatusOK, bodyFormView{Form: body.Form{Intent: records.NewID()}}, nil)
}

func (s *site) editBody(e *core.RequestEvent) error {
	b, err := records.BodyOf(e.App, e.Request.PathValue("body"))
	if err != nil {
		return s.refuse(e, err)
	}
	view := bodyFormView{ID: b.ID, Heading: b.Name, Form: body.Of(b)}
	if b.Quorum > 0 {
		view.Quorum = strconv.Itoa(b.Quorum)
	}
	return s.showBodyForm(e, http.StatusOK, view, nil)
}

// saveBody writes a body, new or changed.
func (s *site) saveBody(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	view := bodyFormView{ID: e.Request.PathValue("body"), Quorum: strings.TrimSpace(f.Get("quorum")),
		Form: body.Form{Name: f.Get("nom"), Kind: f.Get("genre"), WorkingGroup: f.Get("groupe"), Archived: f.Get("archivee") != "", Intent: idTyped(f.Get("intention"))}}
	if view.Quorum != "" {
		if view.Form.Quorum, err = strconv.Atoi(view.Quorum); err != nil {
			view.Form.Quorum = -1 // refused as such
		}
	}
	b, err := body.Save(e.App, s.now(), actor(e), view.ID, view.Form)
	if domain.Is(err, domain.ErrNotFound) || err != nil && domain.Refusals(err) == nil {
		return s.refuse(e, err)
	}
	if err != nil {
		view.Heading = view.Form.Name
		return s.showBodyForm(e, http.StatusUnprocessableEntity, view, fieldErrors(err))
	}
	if view.ID == "" {
		return s.tell(e, "/gestion/instances/"+b.ID+"/membres/nouveau", "ok", "« "+b.Name+" » est créée. Ajoutez ses membres.")
	}
	return s.tell(e, "/gestion/instances/"+b.ID, "ok", "Modifications enregistrées.")
}

// idTyped is the id that a form brings for what it makes; a new one where it brings none.
func idTyped(id string) string {
	if len(id) != 15 || strings.ContainsFunc(id, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return records.NewID()
	}
	return id
}

func (s *site) showBodyForm(e *core.RequestEvent, status int, view bodyFormView, errs []web.FieldError) error {
	groups, err := records.Items(e.App, records.WorkingGroups)
	if err != nil {
		return s.refuse(e, err)
	}
	view.Kinds, view.Groups = bodyKinds, itemOptions(groups)
	return s.renderForm(e, status, "bodies/form", view, errs)
}
