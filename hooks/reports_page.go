package hooks

import (
	"bytes"
	"html/template"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// reportPage is the view of reports/one: what is frozen, and the files that say it.
type reportPage struct {
	reportLine
	Content   evaluation.Content
	Made      string
	Own, All  []report.KeyFigure
	Known     []string
	SHA256    string
	VerifyURL string
	Reason    string // of its withdrawal
	Typed     string // a reason that was refused
	Others    []web.Option
	Query     template.URL
	Files     []reportFile
	Comments  int
}

type reportFile struct{ Name, Label, Detail string }

// reportFiles are drawn from the frozen content alone.
var reportFiles = []struct {
	reportFile
	kind  string
	write func(io.Writer, evaluation.Content, *records.Report) error
}{
	{reportFile{"rapport.pdf", "Rapport d’évaluation (PDF)", "À lire, à imprimer, à joindre"}, "application/pdf", evaluation.DrawPDF},
	{reportFile{"copil.pdf", "Page COPIL (PDF)", "Une seule page A4"}, "application/pdf", evaluation.DrawCOPIL},
	{reportFile{"rapport.docx", "Rapport (Word)", "Textes et tableaux à reprendre dans votre document"}, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", evaluation.WriteDOCX},
	{reportFile{"rapport.xlsx", "Tableaux (Excel)", "Une feuille par tableau, graphiques, définitions"}, xlsxKind, func(w io.Writer, c evaluation.Content, _ *records.Report) error {
		return report.WriteXLSX(w, c.Workbook())
	}},
	{reportFile{"rapport.zip", "Tableaux (CSV)", "Un fichier par tableau"}, "application/zip", func(w io.Writer, c evaluation.Content, _ *records.Report) error {
		return report.CSVPack(w, c.Workbook())
	}},
	{reportFile{"suivi-anap.xlsx", "Suivi par action, forme ANAP (Excel)", "Action, objectif, réalisé, chiffres, commentaire"}, xlsxKind, func(w io.Writer, c evaluation.Content, _ *records.Report) error {
		return report.WriteXLSX(w, c.ANAP())
	}},
	{reportFile{"suivi-anap.csv", "Suivi par action, forme ANAP (CSV)", ""}, "text/csv; charset=utf-8", func(w io.Writer, c evaluation.Content, _ *records.Report) error {
		return report.WriteCSV(w, c.ANAP().Sheets[0])
	}},
	{reportFile{"rapport.json", "Contenu figé (JSON)", "Le fichier dont l’empreinte est gardée"}, "application/json; charset=utf-8", nil},
}

const xlsxKind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// report shows one that was kept.
func (s *site) report(e *core.RequestEvent) error {
	return s.showReport(e, http.StatusOK, "", nil)
}

func (s *site) showReport(e *core.RequestEvent, status int, typed string, errs []web.FieldError) error {
	r, err := reportOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	c, err := evaluation.Load(e.App, r.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	v := reportPage{reportLine: reportLineOf(r), Content: c, Made: madeOn(c), Known: c.Known(), SHA256: r.SHA256, Reason: r.WithdrawnReason, Typed: typed,
		VerifyURL: "/verifier/" + ticket.ShowCertificateCode(r.Code), Query: template.URL(c.Query), Comments: len(c.Comments)}
	v.Own, v.All = c.Headlines()
	for _, f := range reportFiles {
		v.Files = append(v.Files, f.reportFile)
	}
	rows, err := records.Reports(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	for i := range rows {
		if rows[i].ID != r.ID {
			l := reportLineOf(&rows[i])
			v.Others = append(v.Others, web.Option{Value: l.ID, Label: l.Number + ", " + l.Title})
		}
	}
	return s.renderForm(e, status, "reports/one", v, errs)
}

// reportFile answers one of the files of a report.
func (s *site) reportFile(e *core.RequestEvent) error {
	r, err := reportOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, f := range reportFiles {
		if f.Name != e.Request.PathValue("paper") {
			continue
		}
		b, err := fileOfReport(e.App, r, f.write)
		if err != nil {
			return s.refuse(e, err)
		}
		way := "attachment"
		if strings.HasSuffix(f.Name, ".pdf") {
			way = "inline"
		}
		e.Response.Header().Set("Content-Disposition", way+`; filename="`+evaluation.NumberOf(r)+"-"+f.Name+`"`)
		return e.Blob(http.StatusOK, f.kind, b)
	}
	return s.refuse(e, domain.Error{Code: domain.ErrNotFound})
}

func fileOfReport(app core.App, r *records.Report, write func(io.Writer, evaluation.Content, *records.Report) error) ([]byte, error) {
	if write == nil {
		return evaluation.Bytes(app, r.ID)
	}
	c, err := evaluation.Load(app, r.ID)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = write(&b, c, r)
	return b.Bytes(), err
}

// publishReport lets readers open a report, or not any more.
func (s *site) publishReport(e *core.RequestEvent) error {
	on := e.Request.FormValue("publier") == "1"
	if err := evaluation.Publish(e.App, s.now(), actor(e), e.Request.PathValue("report"), on); err != nil {
		return s.refuse(e, err)
	}
	text := "Le rapport est publié\u00a0: les liens de lecture peuvent le montrer."
	if !on {
		text = "Le rapport n’est plus publié\u00a0: aucun lien de lecture ne le montre."
	}
	return s.tell(e, reportsPath+"/"+e.Request.PathValue("report"), "ok", text)
}

// withdrawReport says that a report is not to be relied on any more.
func (s *site) withdrawReport(e *core.RequestEvent) error {
	reason := e.Request.FormValue("raison")
	err := evaluation.Withdraw(e.App, s.now(), actor(e), e.Request.PathValue("report"), reason)
	if domain.Is(err, domain.ErrReason) {
		return s.showReport(e, http.StatusUnprocessableEntity, reason, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, reportsPath+"/"+e.Request.PathValue("report"), "ok", "Le rapport est retiré\u00a0: sa page de vérification et ses fichiers le disent.")
}

// differencePage is the view of reports/difference.
type differencePage struct {
	First, Second reportLine
	Head          string
	Changed       evaluation.Changed
}

// compareReports words what differs between two reports, the earlier one first.
func (s *site) compareReports(e *core.RequestEvent) error {
	var v differencePage
	var contents [2]evaluation.Content
	for i, id := range []string{e.Request.URL.Query().Get("a"), e.Request.URL.Query().Get("b")} {
		r, err := records.ReportOf(e.App, id)
		if err != nil {
			return s.refuse(e, err)
		}
		if contents[i], err = evaluation.Load(e.App, id); err != nil {
			return s.refuse(e, err)
		}
		*[]*reportLine{&v.First, &v.Second}[i] = reportLineOf(r)
	}
	if v.First.MadeAt.After(v.Second.MadeAt) {
		v.First, v.Second = v.Second, v.First
		contents[0], contents[1] = contents[1], contents[0]
	}
	v.Changed = evaluation.Difference(contents[0], contents[1])
	return s.render(e, http.StatusOK, "reports/difference", v)
}

// commentsPage is the view of reports/comments.
type commentsPage struct{ Sets []commentSet }

type commentSet struct {
	Title    string
	Comments []commentField
}

type commentField struct {
	Name, Title, Hint, Text string
	At                      time.Time
}

// reportComments shows what the coordinator writes for the reports.
func (s *site) reportComments(e *core.RequestEvent) error {
	return s.showComments(e, http.StatusOK, nil, nil)
}

func (s *site) showComments(e *core.RequestEvent, status int, typed map[string][]string, errs []web.FieldError) error {
	sets, err := evaluation.Subjects(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var v commentsPage
	for _, set := range sets {
		out := commentSet{Title: set.Title}
		for _, c := range set.Subjects {
			f := commentField{Name: "c-" + strings.ReplaceAll(c.Key, ":", "-"), Title: c.Title, Hint: c.Hint, Text: c.Text, At: c.At}
			if t, ok := typed[f.Name]; ok {
				f.Text = t[0]
			}
			out.Comments = append(out.Comments, f)
		}
		v.Sets = append(v.Sets, out)
	}
	return s.renderForm(e, status, "reports/comments", v, errs)
}

// saveComments writes those that changed.
func (s *site) saveComments(e *core.RequestEvent) error {
	typed, err := form(e)
	if err != nil {
		return err
	}
	sets, err := evaluation.Subjects(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var errs []web.FieldError
	for _, set := range sets {
		for _, c := range set.Subjects {
			name := "c-" + strings.ReplaceAll(c.Key, ":", "-")
			if !typed.Has(name) {
				continue
			}
			err := evaluation.Comment(e.App, s.now(), actor(e), c.Key, typed.Get(name))
			if domain.Is(err, domain.ErrTooLong) {
				errs = append(errs, web.FieldError{Field: name, Text: "Ce commentaire est trop long\u00a0: 6\u00a0000 caractères au plus. Les autres sont enregistrés."})
			} else if err != nil {
				return s.refuse(e, err)
			}
		}
	}
	if errs != nil {
		return s.showComments(e, http.StatusUnprocessableEntity, typed, errs)
	}
	return s.tell(e, reportsPath+"/commentaires", "ok", "Les commentaires sont enregistrés\u00a0: le prochain rapport les reprendra.")
}
