package hooks

import (
	"net/http"
	"net/url"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
)

// stageReportPage is the view of placement_report/write: what the trainee or the host writes of a stage.
type stageReportPage struct {
	Host        bool
	Stage       stageLine
	Path, Back  string
	Fields      []stageReportField
	Early       string // why nothing can be written yet; empty: it can
	Later       string // why it cannot be sent yet; empty: it can
	Sent, Saved time.Time
	Read, Sure  bool
	Doubts      string // words that may tell of somebody accompanied
	Again       string // why it was given back
	Intent      string
	Opinion     string // address of the short survey; empty: not yet, or answered
	Answered    bool
}

// stageReportField is a question of a report with what was typed.
type stageReportField struct {
	domain.ReportQuestion
	Value string
}

// stageLine says which stage a page is about.
type stageLine struct{ Who, From, Where, When string }

// stageLineOf reads the names of a placement.
func stageLineOf(app core.App, c *placement.Case) (l stageLine, err error) {
	l.Who = c.Row.Name()
	name := func(id string) (string, error) {
		if id == "" {
			return "", nil
		}
		found, err := records.StructureOf(app, id)
		if err != nil {
			return "", err
		}
		return found.Name, nil
	}
	if l.From, err = name(c.Row.Structure); err != nil {
		return l, err
	}
	if c.Offer != nil {
		if l.Where, err = name(c.Offer.Structure); c.Offer.Service != "" {
			l.Where += ", " + c.Offer.Service
		}
	}
	if from, to := domain.Span(c.P.Days); !from.IsZero() {
		l.When = paris.Range(from, to)
	}
	return l, err
}

// reportBase is the page of a party, and reportOf where it writes.
var (
	reportKinds = map[domain.Party]string{domain.PartyTrainee: link.PlacementTrainee, domain.PartyHost: link.PlacementHost}
	reportBase  = map[domain.Party]string{domain.PartyTrainee: "/mon-stage/", domain.PartyHost: "/stage-accueil/"}
	reportWord  = map[domain.Party]string{domain.PartyTrainee: "/rapport", domain.PartyHost: "/retour"}
)

func (s *site) traineeReport(e *core.RequestEvent) error {
	return s.showStageReport(e, domain.PartyTrainee, http.StatusOK, nil, nil)
}
func (s *site) hostReport(e *core.RequestEvent) error {
	return s.showStageReport(e, domain.PartyHost, http.StatusOK, nil, nil)
}
func (s *site) saveTraineeReport(e *core.RequestEvent) error {
	return s.saveStageReport(e, domain.PartyTrainee)
}
func (s *site) saveHostReport(e *core.RequestEvent) error {
	return s.saveStageReport(e, domain.PartyHost)
}

// saveStageReport keeps a draft, or sends. A draft kept by the page itself answers nothing.
func (s *site) saveStageReport(e *core.RequestEvent, by domain.Party) error {
	id, err := link.Open(e.App, s.now(), reportKinds[by], e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	path, done := e.Request.URL.Path, "Brouillon enregistré. Vous pouvez revenir le terminer par le même lien."
	answers := typedReport(by, f)
	if f.Get("geste") == "envoyer" {
		w := placement.Words{Answers: answers, Read: f.Get("lu") != "", Intent: f.Get("intention")}
		if f.Get("sur") != "" {
			w.Sure = f.Get("mots")
		}
		done, err = "Merci, c’est envoyé.", placement.SendReport(e.App, s.now(), id, by, w)
	} else {
		err = placement.SaveReport(e.App, s.now(), id, by, answers)
	}
	if refusals := domain.Refusals(err); len(refusals) > 0 && refusals[0].Field != "" {
		return s.showStageReport(e, by, http.StatusUnprocessableEntity, f, err)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	if f.Get("auto") != "" {
		return e.NoContent(http.StatusNoContent)
	}
	s.nudge()
	return s.tell(e, path, "ok", done)
}

func typedReport(by domain.Party, f url.Values) map[string]string {
	answers := map[string]string{}
	for _, q := range domain.ReportQuestions(by) {
		answers[q.Key] = f.Get(q.Key)
	}
	return answers
}

// reportOpened reads what the party of the link wrote, sent or not, whatever became of the placement.
func (s *site) reportOpened(e *core.RequestEvent, by domain.Party) (*placement.Report, error) {
	id, err := link.Open(e.App, s.now(), reportKinds[by], e.Request.PathValue("token"))
	if err != nil {
		return nil, err
	}
	c, err := placement.Open(e.App, id)
	if err != nil {
		return nil, err
	}
	return c.ReportOf(e.App, by)
}

// showStageReport shows what was kept, or what was typed and refused.
func (s *site) showStageReport(e *core.RequestEvent, by domain.Party, status int, typed url.Values, refused error) error {
	r, err := s.reportOpened(e, by)
	if err != nil {
		return s.refuse(e, err)
	}
	back := reportBase[by] + e.Request.PathValue("token")
	v := stageReportPage{Host: by == domain.PartyHost, Path: back + reportWord[by], Back: back, Sent: r.Row.SentAt.Time(), Saved: r.Row.Updated.Time(), Intent: security.RandomString(20), Answered: r.Answered()}
	if v.Stage, err = stageLineOf(e.App, r.Case); err != nil {
		return s.refuse(e, err)
	}
	v.fill(r, typed, refused)
	return s.renderForm(e, status, "placement_report/write", v, fieldErrors(refused))
}

// fill says what may be done of a report, with its texts.
func (v *stageReportPage) fill(r *placement.Report, typed url.Values, refused error) {
	c := r.Case
	switch err := c.P.ReportSendable(r.By); {
	case !c.Row.ErasedAt.IsZero():
		v.Early = messages[domain.ErrErased].text
	case domain.Is(err, domain.ErrReportEarly):
		v.Early = messages[domain.ErrReportEarly].text
	case err != nil:
		v.Later = messages[domain.ErrReportUnended].text
	}
	if r.OpinionOpen() == nil && !v.Answered {
		v.Opinion = v.Back + "/avis"
	}
	if !v.Host && !r.Sent() {
		v.Again, _ = c.Returned()
	}
	for _, q := range domain.ReportQuestions(r.By) {
		field := stageReportField{q, r.Answers[q.Key]}
		if typed != nil {
			field.Value = typed.Get(q.Key)
		}
		v.Fields = append(v.Fields, field)
	}
	v.Read = typed.Get("lu") != ""
	for _, e := range domain.Refusals(refused) {
		if e.Code == domain.ErrReportDoubt {
			v.Doubts = e.Arg
		}
	}
	if v.Doubts == "" && typed.Get("sur") != "" {
		v.Doubts, v.Sure = typed.Get("mots"), true
	}
	if typed.Get("intention") != "" {
		v.Intent = typed.Get("intention")
	}
}
