package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/survey"
	"passerelle/internal/web"
)

// verbatimsPage is the view of survey/verbatims.
type verbatimsPage struct {
	Waiting, Shown []verbatimRow
	Page           int // texts a page shows at most
	Left           int // that wait besides
}

type verbatimRow struct {
	ID, Event, EventURL, Question, Kind string
	Original, Text                      string // as written; as typed in the form
	Warnings                            []warningWord
}

type warningWord struct{ Label, Found string }

var warningLabels = map[string]string{domain.WarnName: "Nom connu", domain.WarnCivil: "Personne désignée", domain.WarnPhone: "Téléphone", domain.WarnEmail: "Adresse", domain.WarnHealth: "Santé"}

// verbatimsShown is how many waiting texts a page holds.
const verbatimsShown = 50

// verbatims lists the texts that nobody else has read yet.
func (s *site) verbatims(e *core.RequestEvent) error {
	return s.showVerbatims(e, http.StatusOK, "", "", nil)
}

// moderate shows a text to others, as it is or rewritten, or hides it.
func (s *site) moderate(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	id, text, done := f.Get("texte_id"), f.Get("texte-"+f.Get("texte_id")), "Texte publié."
	switch f.Get("decision") {
	case "publier":
		err = survey.Show(e.App, s.now(), actor(e), id, text)
	case "masquer":
		done, err = "Texte écarté et effacé.", survey.Hide(e.App, s.now(), actor(e), id)
	default:
		err = domain.Error{Code: domain.ErrState}
	}
	switch refusals := domain.Refusals(err); {
	case err == nil:
		return s.tell(e, "/gestion/enquetes/verbatims", "ok", done)
	case len(refusals) > 0 && refusals[0].Field == "text":
		refusals[0].Field = "texte-" + id
		return s.showVerbatims(e, http.StatusUnprocessableEntity, id, text, fieldErrors(domain.Errors(refusals)))
	}
	return s.refuse(e, err)
}

func (s *site) showVerbatims(e *core.RequestEvent, status int, id, typed string, errs []web.FieldError) error {
	waiting, err := survey.Verbatims(e.App, "", survey.Waiting)
	if err != nil {
		return s.refuse(e, err)
	}
	shown, err := survey.Verbatims(e.App, "", survey.Showing)
	if err != nil {
		return s.refuse(e, err)
	}
	v := verbatimsPage{Page: verbatimsShown, Left: max(0, len(waiting)-verbatimsShown)}
	for _, w := range waiting[:min(len(waiting), verbatimsShown)] {
		row := verbatimRowOf(w)
		if w.ID == id {
			row.Text = typed
		}
		v.Waiting = append(v.Waiting, row)
	}
	for _, w := range shown {
		v.Shown = append(v.Shown, verbatimRowOf(w))
	}
	return s.renderForm(e, status, "survey/verbatims", v, errs)
}

func verbatimRowOf(w survey.Verbatim) verbatimRow {
	row := verbatimRow{ID: w.ID, Event: w.EventTitle, EventURL: "/gestion/evenements/" + w.Event + "/enquete", Question: w.Title, Kind: optionLabel(surveyKinds, w.Kind),
		Original: w.Text, Text: w.Text}
	if w.State == survey.Showing {
		row.Text = w.ShownText
	}
	for _, x := range w.Warnings {
		row.Warnings = append(row.Warnings, warningWord{warningLabels[x.Kind], x.Found})
	}
	return row
}
