package hooks

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/ticket"
)

// registrationsXLSX is the list as a workbook. What people need to take part stays on the screen.
func (s *site) registrationsXLSX(e *core.RequestEvent) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	sheet, err := readRegistrations(e.App, ev, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	table, err := sheet.table(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	var b bytes.Buffer
	top := s.topOf(e, ev)
	if err := report.WriteXLSX(&b, report.Workbook{Title: top.Title, Subtitle: top.When, GeneratedAt: s.now(), Sheets: []report.Sheet{table}}); err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", `attachment; filename="inscriptions-`+ev.Slug+`.xlsx"`)
	return e.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}

func (sheet registrationSheet) table(app core.App) (t report.Sheet, err error) {
	sectors, err := listNames(app, records.Sectors)
	if err != nil {
		return t, err
	}
	territories, err := listNames(app, records.Territories)
	if err != nil {
		return t, err
	}
	t = report.Sheet{Name: "Inscriptions", Title: sheet.event.Title, Note: "Toutes les inscriptions, annulées comprises ; une présence s’écrit en minutes.",
		Columns: []report.Column{{Title: "Nom", Width: 20}, {Title: "Prénom", Width: 18}, {Title: "Structure", Width: 28}, {Title: "Fonction", Width: 28},
			{Title: "Secteur", Width: 24}, {Title: "Territoire", Width: 18}, {Title: "Adresse électronique", Width: 30}, {Title: "État", Width: 18},
			{Title: "Origine", Width: 18}, {Title: "Inscription", Kind: report.DateTime}, {Title: "Code court", Width: 12}, {Title: "Excusé", Width: 10}, {Title: "Présence", Width: 20}}}
	for _, label := range slotLabels(sheet.slots) {
		t.Columns = append(t.Columns, report.Column{Title: label, Kind: report.Minutes})
	}
	if sheet.event.Issuer != "" {
		t.Columns = append(t.Columns, report.Column{Title: "Certificat " + sheet.event.Issuer, Kind: report.Date})
	}
	if sheet.companions() {
		t.Columns = append(t.Columns, report.Column{Title: "Accompagnants", Kind: report.Int})
	}
	for _, q := range sheet.questions {
		title := q.Label
		if !q.RemovedAt.IsZero() {
			title += " (n’est plus posée)"
		}
		t.Columns = append(t.Columns, report.Column{Title: title, Width: 28})
	}
	for i, r := range sheet.raw {
		row := sheet.rows[i]
		excused := ""
		if r.Excused {
			excused = "oui"
		}
		line := []any{r.LastName, r.FirstName, orUnknown(row.Structure), orUnknown(row.Profession), orUnknown(sectors[r.Sector]), orUnknown(territories[r.Territory]),
			r.Email, stateWords[domain.State(r.State)].Text, row.Origin, row.At, ticket.ShowShort(r.ShortCode), excused, row.Overall.Text}
		for _, p := range row.Presence {
			if p.Present {
				line = append(line, p.Minutes)
			} else {
				line = append(line, nil)
			}
		}
		if sheet.event.Issuer != "" {
			line = append(line, dayOrNil(r.IssuerOn))
		}
		if sheet.companions() {
			line = append(line, r.Companions)
		}
		for _, q := range sheet.questions {
			line = append(line, strings.Join(question.Words(q, r.Answers), " ; "))
		}
		t.Rows = append(t.Rows, line)
	}
	return t, nil
}

// companions tells whether people come with others to this event.
func (sheet registrationSheet) companions() bool {
	return sheet.event.Companions || slices.ContainsFunc(sheet.raw, func(r records.Registration) bool { return r.Companions > 0 })
}

// orUnknown writes a missing name as « non renseigné ».
func orUnknown(name string) any {
	if name == "" {
		return report.Unknown
	}
	return name
}

// dayOrNil is a day in a cell; an empty cell without one.
func dayOrNil(t records.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Time()
}
