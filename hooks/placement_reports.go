package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
)

// stageReportsPage is the view of placement_report/reports: both texts of a stage, as the coordinator reads them.
type stageReportsPage struct {
	Head             campaignHead
	Stage            stageLine
	ID, Path         string
	Texts            []stageReportText
	Receive          bool // it may be recorded as given on paper
	Return, Certify  bool
	Reviewed         bool
	Certified, Asked bool
	Intent, Reason   string
}

// stageReportText is one of the two reports.
type stageReportText struct {
	Title   string
	Sent    time.Time
	Updated time.Time // of a draft
	Begun   bool
	Paper   bool // received otherwise than by its link
	Again   string
	Parts   []stageReportField
}

// placementReports shows both texts of a placement.
func (s *site) placementReports(e *core.RequestEvent) error {
	return s.showStageReports(e, http.StatusOK, "", nil)
}

func (s *site) showStageReports(e *core.RequestEvent, status int, reason string, refused error) error {
	c, err := placement.Open(e.App, e.Request.PathValue("placement"))
	if err != nil {
		return s.refuse(e, err)
	}
	can := func(m domain.Move) bool { return c.P.Allowed(m, domain.PartyCoordinator) == nil }
	v := stageReportsPage{Head: campaignHeadOf(c.Campaign), ID: c.Row.ID, Path: "/gestion/placements/" + c.Row.ID, Receive: can(domain.MoveReceive), Return: can(domain.MoveReturn), Certify: can(domain.MoveCertify),
		Reviewed: c.Campaign.ReportReviewed, Certified: c.P.State == domain.PlacementCertified, Asked: c.P.ReportAsked, Intent: security.RandomString(20), Reason: reason}
	if v.Stage, err = stageLineOf(e.App, c); err != nil {
		return s.refuse(e, err)
	}
	for _, by := range []domain.Party{domain.PartyTrainee, domain.PartyHost} {
		r, err := c.ReportOf(e.App, by)
		if err != nil {
			return s.refuse(e, err)
		}
		v.Texts = append(v.Texts, stageReportTextOf(r))
	}
	return s.renderForm(e, status, "placement_report/reports", v, fieldErrors(refused))
}

// stageReportTextOf is a report as the desk reads it: a draft belongs to who writes it.
func stageReportTextOf(r *placement.Report) stageReportText {
	t := stageReportText{Title: "Rapport d’étonnement", Sent: r.Row.SentAt.Time(), Updated: r.Row.Updated.Time(), Begun: len(r.Answers) > 0}
	if r.By == domain.PartyHost {
		t.Title = "Retour de la structure d’accueil"
	} else {
		t.Paper = !r.Sent() && r.Case.P.ReportReceived(false)
		t.Again, _ = r.Case.Returned()
	}
	if !r.Sent() {
		return t
	}
	for _, q := range domain.ReportQuestions(r.By) {
		if text := r.Answers[q.Key]; text != "" {
			t.Parts = append(t.Parts, stageReportField{q, text})
		}
	}
	return t
}

// reportMoves are what the coordinator may do of a report, by the word of its button.
var reportMoves = map[string]struct {
	move domain.Move
	said string
}{
	"recevoir": {domain.MoveReceive, "Le rapport est noté comme reçu."},
	"rendre":   {domain.MoveReturn, "Le rapport est rendu : la personne en est prévenue, et le reprend où elle l’avait laissé."},
	"attester": {domain.MoveCertify, "L’attestation de stage va partir."},
}

// movePlacementReport receives a report on paper, gives it back with a reason, or lets the attestation go.
func (s *site) movePlacementReport(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	id := e.Request.PathValue("placement")
	wanted, known := reportMoves[f.Get("geste")]
	if !known {
		return s.refuse(e, domain.Error{Code: domain.ErrChoice})
	}
	_, err = placement.Move(e.App, s.now(), id, placement.Doing{By: domain.PartyCoordinator, Actor: actor(e), Why: f.Get("reason"), Intent: f.Get("intention")}, domain.PlacementAct{Move: wanted.move}, nil)
	if refusals := domain.Refusals(err); len(refusals) > 0 && refusals[0].Field != "" {
		return s.showStageReports(e, http.StatusUnprocessableEntity, f.Get("reason"), err)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/gestion/placements/"+id+"/rapports", "ok", wanted.said)
}
