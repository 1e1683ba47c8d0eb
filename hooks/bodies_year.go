package hooks

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/body"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/report"
)

// seatDefinition says what the attendance of a body counts; printed beside it, on the screen and in the sheet.
const seatDefinition = "Une ligne par membre invité aux réunions clôturées de l’année. Présent : venu, sur place ou à distance. Représenté : son représentant est venu. Excusé : absence annoncée. Absent : sans nouvelle. Taux : présents et représentés, sur les invitations."

// Definition is seatDefinition, for the page.
func (bodyView) Definition() string { return seatDefinition }

// bodyXLSX is the attendance of a year as a workbook.
func (s *site) bodyXLSX(e *core.RequestEvent) error {
	b, err := records.BodyOf(e.App, e.Request.PathValue("body"))
	if err != nil {
		return s.refuse(e, err)
	}
	y, err := body.YearOf(e.App, b.ID, yearAsked(e, s.now()))
	if err != nil {
		return s.refuse(e, err)
	}
	var out bytes.Buffer
	if err := report.WriteXLSX(&out, report.Workbook{Title: b.Name, Subtitle: "Année " + strconv.Itoa(y.Year), GeneratedAt: s.now(), Sheets: yearSheets(y)}); err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Content-Disposition", `attachment; filename="assiduite-`+strconv.Itoa(y.Year)+`.xlsx"`)
	return e.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
}

func yearSheets(y body.Year) []report.Sheet {
	counts := []report.Column{{Title: "Invitations", Kind: report.Int}, {Title: "Présent", Kind: report.Int}, {Title: "Représenté", Kind: report.Int},
		{Title: "Excusé", Kind: report.Int}, {Title: "Absent", Kind: report.Int}, {Title: "Taux", Kind: report.Percent}}
	members := report.Sheet{Name: "Membres", Title: "Assiduité des membres", Note: seatDefinition, Total: append([]any{"Total", nil, nil}, seatCells(y.Total)...),
		Columns: append([]report.Column{{Title: "Membre", Width: 28}, {Title: "Fonction", Width: 28}, {Title: "Structure", Width: 28}}, counts...)}
	for _, l := range y.Members {
		members.Rows = append(members.Rows, append([]any{l.Name, orUnknown(l.Function), orUnknown(l.Structure)}, seatCells(l.Attendance)...))
	}
	organisations := report.Sheet{Name: "Structures", Title: "Assiduité par structure membre", Note: seatDefinition, Total: append([]any{"Total"}, seatCells(y.Total)...),
		Columns: append([]report.Column{{Title: "Structure", Width: 36}}, counts...)}
	for _, l := range y.Organisations {
		organisations.Rows = append(organisations.Rows, append([]any{orUnknown(l.Name)}, seatCells(l.Attendance)...))
	}
	meetings := report.Sheet{Name: "Réunions", Title: "Réunions de l’année", Note: seatDefinition, Total: append([]any{"Total", nil}, seatCells(y.Total)...),
		Columns: append([]report.Column{{Title: "Réunion", Width: 36}, {Title: "Date", Kind: report.Date}}, counts...)}
	for _, m := range y.Meetings {
		meetings.Rows = append(meetings.Rows, append([]any{m.Event.Title, m.Event.StartsAt.Time()}, seatCells(m.Attendance)...))
	}
	return []report.Sheet{members, organisations, meetings}
}

func seatCells(a domain.Attendance) []any {
	return []any{a.Invited, a.Present, a.Represented, a.Excused, a.Absent, a.Rate()}
}
