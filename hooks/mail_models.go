package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/mailing"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// samplesShown is how many registrations one may choose from to see what a letter says.
const samplesShown = 60

// letterPreview is a letter as somebody would read it.
type letterPreview struct {
	To, Subject, Text string
	Trouble           string // why there is none
}

// mailModelsPage is the view of mail_models/list.
type mailModelsPage struct{ Rows []mailModelRow }

type mailModelRow struct {
	mail.Model
	Subject string
	Changed bool
	By      string
	At      time.Time
}

// mailModelPage is the view of mail_models/model.
type mailModelPage struct {
	mail.Model
	Subject, Text, Sample string
	Changed               bool
	Samples               []web.Option
	Preview               letterPreview
}

// mailModels lists the letters that go to people.
func (s *site) mailModels(e *core.RequestEvent) error {
	changed, err := records.MailTemplates(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	who, err := actorsOf(e.App, "")
	if err != nil {
		return s.refuse(e, err)
	}
	var view mailModelsPage
	for _, m := range mail.Models {
		row := mailModelRow{Model: m, Subject: mail.House(m.Kind).Subject}
		if t, ok := changed[m.Kind]; ok {
			row.Subject, row.Changed, row.By, row.At = t.Subject, true, who.name(t.UpdatedBy), t.Updated.Time()
		}
		view.Rows = append(view.Rows, row)
	}
	return s.render(e, http.StatusOK, "mail_models/list", view)
}

// mailModel shows the words of a letter, and what somebody would read.
func (s *site) mailModel(e *core.RequestEvent) error {
	w, err := mail.WordingOf(e.App, e.Request.PathValue("kind"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showMailModel(e, http.StatusOK, w, e.Request.URL.Query().Get("inscription"), nil)
}

// saveMailModel writes the words of a letter, or shows what they would give.
func (s *site) saveMailModel(e *core.RequestEvent) error {
	kind := e.Request.PathValue("kind")
	w := mail.Wording{Subject: e.Request.FormValue("subject"), Text: e.Request.FormValue("text")}
	if e.Request.FormValue("do") == "apercu" {
		return s.showMailModel(e, http.StatusOK, w, e.Request.FormValue("sample"), nil)
	}
	err := mailing.Reword(e.App, s.now(), actor(e), kind, w)
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrNotFound) {
		return s.showMailModel(e, http.StatusUnprocessableEntity, w, e.Request.FormValue("sample"), errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/modeles/"+kind, "ok", "Texte enregistré : les prochains messages le diront ainsi.")
}

// restoreMailModel gives a letter back to the words of the house.
func (s *site) restoreMailModel(e *core.RequestEvent) error {
	kind := e.Request.PathValue("kind")
	if err := mailing.Restore(e.App, s.now(), actor(e), kind); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/modeles/"+kind, "ok", "Le texte d’origine est revenu.")
}

func (s *site) showMailModel(e *core.RequestEvent, status int, w mail.Wording, sample string, errs []web.FieldError) error {
	m, err := mail.ModelOf(e.Request.PathValue("kind"))
	if err != nil {
		return s.refuse(e, err)
	}
	view := mailModelPage{Model: m, Subject: w.Subject, Text: w.Text, Sample: sample}
	changed, err := records.MailTemplates(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	_, view.Changed = changed[m.Kind]
	rows, err := records.RecentRegistrations(e.App, "", samplesShown)
	if err != nil {
		return s.refuse(e, err)
	}
	if view.Samples, err = sampleOptions(e.App, rows); err != nil {
		return s.refuse(e, err)
	}
	r := sampleOf(rows, sample)
	if r != nil {
		view.Sample = r.ID
	}
	view.Preview, err = previewOf(m.Check(mailing.Clean(w)), r, func() (string, string, error) { return mailing.Example(e.App, m.Kind, r, w) })
	if err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "mail_models/model", view, errs)
}

// previewOf is what a registration would read, or why nothing can be shown.
func previewOf(refused error, r *records.Registration, read func() (subject, text string, err error)) (p letterPreview, err error) {
	switch refusals := domain.Refusals(refused); {
	case len(refusals) > 0:
		p.Trouble = sentence(refusals[0])
		return p, nil
	case refused != nil:
		return p, refused
	case r == nil:
		p.Trouble = "L’aperçu se fait sur une vraie inscription : il n’y en a pas encore."
		return p, nil
	}
	p.To = r.Name()
	p.Subject, p.Text, err = read()
	return p, err
}

// sampleOf finds the registration that was chosen to see what a letter says, else the first; nil without any.
func sampleOf(rows []records.Registration, id string) *records.Registration {
	for i := range rows {
		if rows[i].ID == id {
			return &rows[i]
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return &rows[0]
}

// sampleOptions are registrations to choose from, by event.
func sampleOptions(app core.App, rows []records.Registration) (out []web.Option, err error) {
	titles := map[string]string{}
	var order []string
	for _, r := range rows {
		if titles[r.Event] != "" {
			continue
		}
		ev, err := records.EventOf(app, r.Event)
		if err != nil {
			return nil, err
		}
		titles[r.Event] = ev.Title + ", " + paris.Range(ev.StartsAt.Time(), ev.EndsAt.Time())
		order = append(order, r.Event)
	}
	for _, event := range order {
		for _, r := range rows {
			if r.Event == event {
				out = append(out, web.Option{Value: r.ID, Label: r.LastName + " " + r.FirstName, Group: titles[event]})
			}
		}
	}
	return out, nil
}
