package hooks

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/ticket"
)

// mailMerge is the spreadsheet that replaces sending: of an event, or of every coming one.
func (s *site) mailMerge(e *core.RequestEvent) error {
	events, err := s.mergedEvents(e)
	if err != nil {
		return s.refuse(e, err)
	}
	sheet := report.Sheet{Name: "Publipostage", Title: "Publipostage",
		Note: "Le lien est personnel : il ouvre l’inscription et le billet de cette seule personne.",
		Columns: []report.Column{{Title: "Adresse électronique", Width: 32}, {Title: "Prénom", Width: 16}, {Title: "Nom", Width: 20},
			{Title: "Événement", Width: 40}, {Title: "Début", Kind: report.DateTime}, {Title: "État", Width: 16},
			{Title: "Lien personnel", Width: 60}, {Title: "Code court", Width: 14}}}
	for i := range events {
		if sheet.Rows, err = mergeRows(e.App, &events[i], sheet.Rows); err != nil {
			return err
		}
	}
	h := e.Response.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename="publipostage.xlsx"`)
	return report.WriteXLSX(e.Response, report.Workbook{Title: "Publipostage", GeneratedAt: s.now(), Sheets: []report.Sheet{sheet}})
}

func (s *site) mergedEvents(e *core.RequestEvent) ([]records.Event, error) {
	if id := e.Request.URL.Query().Get("evenement"); id != "" {
		ev, err := records.EventOf(e.App, id)
		if err != nil {
			return nil, err
		}
		return []records.Event{*ev}, nil
	}
	return records.Events(e.App, records.EventFilter{Statuses: []string{domain.Published}, EndsAfter: records.At(s.now())})
}

// mergeRows adds the live registrations of an event that have an address.
func mergeRows(app core.App, ev *records.Event, rows [][]any) ([][]any, error) {
	all, err := records.Registrations(app, ev.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if !domain.State(r.State).Live() || r.Email == "" {
			continue
		}
		address, err := link.URL(app, link.Registration, r.ID)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []any{r.Email, r.FirstName, r.LastName, ev.Title, ev.StartsAt.Time(), mergeState(r.State), address, ticket.ShowShort(r.ShortCode)})
	}
	return rows, nil
}

func mergeState(state string) string {
	switch domain.State(state) {
	case domain.Confirmed:
		return "confirmée"
	case domain.Waitlisted:
		return "liste d’attente"
	case domain.Offered:
		return "place proposée"
	}
	return "demandée"
}
