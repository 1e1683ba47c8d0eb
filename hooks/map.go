package hooks

import (
	"fmt"
	"html/template"
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/web"
)

const mapPath = "/gestion/reglages/carte"

// mapPage is the view of met/map.
type mapPage struct {
	Has         bool
	Name        string
	Outlines    int
	Fields      []web.Option
	Field       string
	TooMany     bool // values, to be matched one by one
	Values      []mapValue
	Territories []web.Option
	Missing     []string // territories without an outline
	Saved       bool
	Preview     template.HTML
}

// mapValue is a value of the field, and the territory that it names.
type mapValue struct{ Name, Value, Code string }

// mapSettings shows the map that was brought in, and what it is matched to.
func (s *site) mapSettings(e *core.RequestEvent) error {
	view, err := mapView(e.App, e.Request.URL.Query().Get("champ"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, 200, "figures/map", view)
}

func mapView(app core.App, field string) (v mapPage, err error) {
	m, err := stats.LoadMap(app)
	if err != nil || m == nil {
		return v, err
	}
	territories, err := records.Items(app, records.Territories)
	if err != nil {
		return v, err
	}
	v = mapPage{Has: true, Name: m.Name, Outlines: len(m.Lines.Outlines), Field: m.Field}
	for _, f := range m.Lines.Fields {
		values := m.Values(f)
		v.Fields = append(v.Fields, web.Option{Value: f, Label: fmt.Sprintf("%s (%s…)", f, values[0])})
		if f == field && f != m.Field { // another one: guessed anew, and not kept until it is sent
			m.Field, v.Field = f, f
			if len(values) <= stats.MaxMapValues {
				m.Match = stats.Guess(values, territories)
			}
		}
	}
	v.Territories = []web.Option{{Value: "", Label: "Aucun territoire"}}
	for _, t := range territories {
		v.Territories = append(v.Territories, web.Option{Value: t.Code, Label: t.Name})
	}
	values := m.Values(m.Field)
	if v.TooMany = len(values) > stats.MaxMapValues; v.TooMany {
		return v, nil
	}
	for i, value := range values {
		v.Values = append(v.Values, mapValue{fmt.Sprint("valeur-", i), value, m.Match[value]})
	}
	v.preview(m, territories)
	return v, nil
}

// preview draws which outlines make which territory.
func (v *mapPage) preview(m *stats.TerritoryMap, territories []records.Item) {
	by, rest := m.Lands()
	lands := []chart.Land{{Label: "Hors des territoires", Rings: rest, Blank: true}}
	for _, t := range territories {
		rings := by[t.Code]
		if _, placed := tilePlaces[t.Code]; placed && len(rings) == 0 {
			v.Missing = append(v.Missing, t.Name)
		}
		if len(rings) > 0 {
			lands = append(lands, chart.Land{Label: typographic(t.Name), Short: typographic(shortTerritory(t.Name)), Rings: rings})
		}
	}
	v.Preview = chart.Map(chart.Figure{ID: "apercu", Title: "Aperçu de la carte", Unit: "territoires"}, m.Lines.Width, m.Lines.Height, lands, true, func(int) string { return "" })
}

// addMap takes in a file of outlines.
func (s *site) addMap(e *core.RequestEvent) error {
	name, content, err := uploaded(e, "fichier", chart.MaxGeoFile)
	if err != nil { // none, or too large
		err = domain.Error{Code: domain.ErrMapForm, Field: "fichier"}
	} else {
		err = stats.AddMap(e.App, s.now(), actor(e), name, content)
	}
	if errs := fieldErrors(err); errs != nil {
		view, err := mapView(e.App, "")
		if err != nil {
			return s.refuse(e, err)
		}
		return s.renderForm(e, http.StatusUnprocessableEntity, "figures/map", view, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, mapPath, "ok", "Le fichier est lu. Vérifiez à quel territoire va chaque contour, puis enregistrez.")
}

// matchMap keeps which outlines make which territory.
func (s *site) matchMap(e *core.RequestEvent) error {
	field := e.Request.FormValue("champ")
	view, err := mapView(e.App, field)
	if err != nil {
		return s.refuse(e, err)
	}
	match := map[string]string{}
	for _, v := range view.Values {
		match[v.Value] = e.Request.FormValue(v.Name)
	}
	if err := stats.MatchMap(e.App, s.now(), actor(e), field, match); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, mapPath, "ok", "La carte est enregistrée : elle s’affiche dans « Territoires ».")
}

// dropMap removes the map; the cartogram stays.
func (s *site) dropMap(e *core.RequestEvent) error {
	if err := stats.DropMap(e.App, s.now(), actor(e)); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, mapPath, "ok", "La carte est retirée. Le cartogramme reste.")
}
