package hooks

import (
	"bytes"
	"html/template"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/reader"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/web"
)

// readersPage is the view of readers/index: the links of readers, and the form of a new one.
type readersPage struct {
	Rows       []readerRow
	Label, End string
	Chosen     []string
	Choices    []web.Option // published reports
}

type readerRow struct {
	*records.Reader
	State   stateWord
	Open    bool
	URL     string
	Reports []records.Report
	Warning string // of links whose reports count the same days; on its own page
}

// Until is the last day on which the link opens.
func (r readerRow) Until() time.Time { return r.ExpiresAt.Time().Add(-time.Minute) }

func (s *site) readers(e *core.RequestEvent) error {
	from, _ := paris.Year(s.now().In(paris.Location).Year() + 1)
	return s.showReaders(e, http.StatusOK, readersPage{End: paris.Day(from.Add(-time.Minute))}, nil)
}

func (s *site) showReaders(e *core.RequestEvent, status int, v readersPage, errs []web.FieldError) error {
	rows, err := records.Readers(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	for i := range rows {
		row, err := s.readerRowOf(e.App, &rows[i])
		if err != nil {
			return s.refuse(e, err)
		}
		v.Rows = append(v.Rows, row)
	}
	reports, err := records.Reports(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, r := range reports {
		if r.Published && r.WithdrawnAt.IsZero() {
			v.Choices = append(v.Choices, web.Option{Value: r.ID, Label: evaluation.NumberOf(&r) + ", " + r.Title, Hint: "arrêté au " + paris.Moment(r.MadeAt.Time())})
		}
	}
	return s.renderForm(e, status, "readers/index", v, errs)
}

func (s *site) readerRowOf(app core.App, r *records.Reader) (row readerRow, err error) {
	row.Reader = r
	switch {
	case !r.RevokedAt.IsZero():
		row.State = stateWord{"Révoqué", "err"}
	case !s.now().Before(r.ExpiresAt.Time()):
		row.State = stateWord{"Expiré", "plain"}
	default:
		row.State, row.Open = stateWord{"Ouvert", "ok"}, true
	}
	if row.Open {
		if row.URL, err = link.URL(app, link.Reader, r.ID); err != nil {
			return row, err
		}
	}
	row.Reports, err = reader.Reports(app, r)
	return row, err
}

func (s *site) addReader(e *core.RequestEvent) error {
	v := readersPage{Label: e.Request.FormValue("nom"), End: e.Request.FormValue("fin")}
	v.Chosen = e.Request.PostForm["rapports"]
	last, err := paris.ParseDay(v.End)
	if err != nil {
		return s.showReaders(e, http.StatusUnprocessableEntity, v, []web.FieldError{{Field: "fin", Text: messages[domain.ErrReaderEnd].text}})
	}
	r, err := reader.Add(e.App, s.now(), actor(e), reader.Form{Label: v.Label, Expires: paris.NextDay(last), Reports: v.Chosen})
	if errs := fieldErrors(err); len(errs) > 0 {
		return s.showReaders(e, http.StatusUnprocessableEntity, v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/lecteurs/"+r.ID, "ok", "Le lien est prêt : copiez-le et envoyez-le vous-même.")
}

// kinSentence warns of the links whose reports count the same days.
func kinSentence(others []records.Reader) string {
	var names []string
	for _, o := range others {
		names = append(names, "«\u00a0"+o.Label+"\u00a0»")
	}
	if len(names) == 1 {
		return "Attention\u00a0: le lien " + names[0] + " ouvre un autre rapport sur les mêmes jours. Qui aurait les deux pourrait retrouver un nombre masqué par soustraction\u00a0: envoyez-les à des personnes différentes, ou révoquez l’un des deux."
	}
	return "Attention\u00a0: les liens " + strings.Join(names, ", ") + " ouvrent d’autres rapports sur les mêmes jours. Qui en aurait plusieurs pourrait retrouver un nombre masqué par soustraction\u00a0: envoyez-les à des personnes différentes, ou révoquez ceux qui ne servent plus."
}

// reader shows one link again.
func (s *site) reader(e *core.RequestEvent) error {
	r, err := records.ReaderOf(e.App, e.Request.PathValue("reader"))
	if err != nil {
		return s.refuse(e, err)
	}
	row, err := s.readerRowOf(e.App, r)
	if err != nil {
		return s.refuse(e, err)
	}
	if row.Open {
		others, err := reader.Kin(e.App, s.now(), r)
		if err != nil {
			return s.refuse(e, err)
		}
		if len(others) > 0 {
			row.Warning = kinSentence(others)
		}
	}
	return s.render(e, http.StatusOK, "readers/link", row)
}

func (s *site) revokeReader(e *core.RequestEvent) error {
	if err := reader.Revoke(e.App, s.now(), actor(e), e.Request.PathValue("reader")); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/lecteurs", "ok", "Le lien est révoqué : il n’ouvre plus rien.")
}

// readerHomeView is the view of readers/home.
type readerHomeView struct {
	readerRow
	Token string
}

// readerHome lists the reports of a link.
func (s *site) readerHome(e *core.RequestEvent) error {
	r, err := s.readerOf(e)
	if err != nil {
		return s.noReader(e, err)
	}
	row, err := s.readerRowOf(e.App, r)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "readers/home", readerHomeView{row, e.Request.PathValue("token")})
}

// readerOf opens the link of the path. Nobody notes that it was: reading a page changes nothing.
func (s *site) readerOf(e *core.RequestEvent) (*records.Reader, error) {
	s.slowReader(e)
	return reader.Open(e.App, s.now(), e.Request.PathValue("token"))
}

// noReader says plainly that a link is over.
func (s *site) noReader(e *core.RequestEvent, err error) error {
	page := errorPage{Status: http.StatusGone, What: "Demandez un nouveau lien à la personne qui vous l’a envoyé."}
	switch {
	case domain.Is(err, domain.ErrLinkRevoked):
		page.Title, page.Text = "Ce lien de lecture a été fermé", "La coordination l’a fermé : il n’ouvre plus aucun rapport."
	case domain.Is(err, domain.ErrLinkExpired):
		page.Title, page.Text = "Ce lien de lecture a expiré", "Il était valable jusqu’à une date choisie par la coordination, qui est passée."
	default:
		return s.refuse(e, err)
	}
	return s.render(e, page.Status, "pages/error", page)
}

// readingView is the view of readers/report.
type readingView struct {
	reader.Reading
	Number, Token string
	Keys          []readerCell
	Tables        []readerTable
}

type readerCell struct{ Label, Definition, Value, Note string }

type readerTable struct {
	ID, Title, Line string
	Columns         []string
	Rows            []readerLine
	SVG             template.HTML
}

type readerLine struct {
	Label          string
	Unknown, Total bool
	Cells          []readerCell
}

// readReport shows a report as readers have it: aggregates that were frozen, small numbers hidden.
func (s *site) readReport(e *core.RequestEvent) error {
	r, err := s.reading(e)
	if err != nil {
		return s.noReader(e, err)
	}
	v := readingView{Reading: r, Number: r.Content.Number, Token: e.Request.PathValue("token")}
	for i, f := range domain.KeyFigures {
		if r.Content.Defines(f) {
			v.Keys = append(v.Keys, readerCellOf(r, f, r.Safe.Total.Cells[i]))
		}
	}
	for _, t := range r.Safe.Tables {
		if len(t.Rows) > 1 {
			v.Tables = append(v.Tables, readerTableOf(r, t))
		}
	}
	return s.render(e, http.StatusOK, "readers/report", v)
}

func (s *site) reading(e *core.RequestEvent) (reader.Reading, error) {
	r, err := s.readerOf(e)
	if err != nil {
		return reader.Reading{}, err
	}
	return reader.Read(e.App, r, e.Request.PathValue("report"))
}

func readerCellOf(r reader.Reading, f domain.Figure, c domain.SafeCell) readerCell {
	i := r.Content.Indicator(domain.Indicators[f].Code)
	out := readerCell{Label: i.Label, Definition: i.Definition, Value: reader.MaskText(c.Mask)}
	if c.Mask == domain.Plain {
		out.Value = amount(f, c.Value)
	}
	if c.Declared > 0 {
		out.Note = paris.Number(c.Declared) + "\u00a0" + agree(c.Declared, "déclaré", "déclarés")
	}
	return out
}

func readerTableOf(r reader.Reading, t domain.SafeTable) readerTable {
	def := domain.Tables[t.Table]
	out := readerTable{ID: def.Name, Title: def.Title, Line: def.Line}
	var items []chart.Item
	for _, f := range t.Figures {
		out.Columns = append(out.Columns, r.Content.Indicator(domain.Indicators[f].Code).Label)
	}
	for i, row := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Total) {
		line := readerLine{Label: row.Label, Unknown: row.Key == "" && i < len(t.Rows), Total: i == len(t.Rows)}
		for j, c := range row.Cells {
			line.Cells = append(line.Cells, readerCellOf(r, t.Figures[j], c))
			if t.Figures[j] == domain.FigPresent && c.Mask == domain.Plain && c.Value > 0 && !line.Total && len(items) < maxBars {
				items = append(items, chart.Item{Label: row.Label, Value: c.Value})
			}
		}
		out.Rows = append(out.Rows, line)
	}
	out.SVG = chart.Bars(chart.Figure{ID: "g-" + def.Name, Title: "Présents, p" + def.Title[1:], Unit: "présents"}, items)
	return out
}

// readXLSX and readCSV are the tables of the page, with the same numbers hidden.
func (s *site) readXLSX(e *core.RequestEvent) error {
	return s.readFile(e, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report.WriteXLSX)
}

func (s *site) readCSV(e *core.RequestEvent) error {
	return s.readFile(e, ".zip", "application/zip", report.CSVPack)
}

func (s *site) readFile(e *core.RequestEvent, ending, media string, write func(io.Writer, report.Workbook) error) error {
	r, err := s.reading(e)
	if err != nil {
		return s.noReader(e, err)
	}
	var b bytes.Buffer
	if err := write(&b, reader.Workbook(r)); err != nil {
		return s.refuse(e, err)
	}
	return sendFile(e, "rapport-"+r.Content.Number+ending, media, b.Bytes())
}
