package hooks

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// progressView is how far the documents of an event are.
type progressView struct {
	Ready  int    `json:"ready"`
	Total  int    `json:"total"`
	Failed int    `json:"failed"`
	Text   string `json:"text"` // « 312 sur 500 prêtes »
}

// Waiting is how many documents are to come by themselves.
func (p progressView) Waiting() int { return p.Total - p.Ready - p.Failed }

type failedCertificate struct {
	records.Certificate
	Trouble string
}

// progressOf says how far the documents are, and which could not be made.
func progressOf(app core.App, event string) (p progressView, failed []failedCertificate, err error) {
	c, err := records.CertificateCountsOf(app, event)
	if err != nil {
		return p, nil, err
	}
	p = progressView{Ready: c.Sealed, Total: c.Sealed + c.Waiting, Failed: c.Failed}
	p.Text = fmt.Sprintf("%d sur %s", p.Ready, counted(p.Total, "prête", "prêtes"))
	if c.Failed == 0 {
		return p, nil, nil
	}
	rows, err := records.FailedCertificates(app, event)
	for _, c := range rows {
		failed = append(failed, failedCertificate{c, trouble(c.LastError)})
	}
	return p, failed, err
}

// trouble says in French why a document could not be made.
func trouble(fault string) string {
	switch {
	case strings.Contains(fault, "not_found") || strings.Contains(fault, "no rows"):
		return "Un logo ou la signature qu’elle doit porter n’est plus dans la plateforme. Remettez cette image dans les réglages, puis réémettez l’attestation depuis la page de la personne."
	case strings.HasPrefix(fault, "draw:"):
		return "Un signe ou une image de son contenu ne peut pas être dessiné. Corrigez-le, puis réémettez l’attestation depuis la page de la personne."
	}
	return "Le document n’a pas pu être enregistré : le disque est peut-être plein. Libérez de la place, puis réessayez."
}

// certificateProgress answers how far the documents are, to the script of the page.
func (s *site) certificateProgress(e *core.RequestEvent) error {
	p, _, err := progressOf(e.App, e.Request.PathValue("event"))
	if err != nil {
		return s.refuse(e, err)
	}
	return e.JSON(http.StatusOK, p)
}

// certificatesZIP sends the stored documents of an event as one archive, made as it leaves.
func (s *site) certificatesZIP(e *core.RequestEvent) error {
	return s.together(e, "application/zip", "attestations.zip", certificate.Pack)
}

// certificatesToPrint sends the certificates of an event as one document to print.
func (s *site) certificatesToPrint(e *core.RequestEvent) error {
	return s.together(e, "application/pdf", "attestations-a-imprimer.pdf", func(app core.App, w io.Writer, rows []records.Certificate) error {
		return certificate.Print(app, w, rows)
	})
}

func (s *site) together(e *core.RequestEvent, kind, name string, write func(core.App, io.Writer, []records.Certificate) error) error {
	rows, err := certificate.Valid(e.App, e.Request.PathValue("event"))
	if err != nil {
		return s.refuse(e, err)
	}
	if len(rows) == 0 {
		return s.tell(e, eventPath(e)+"/attestations", "warn", "Aucune attestation n’est encore prête.")
	}
	h := e.Response.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return write(e.App, e.Response, rows)
}

// saveCertificateRules writes what an event asks before its certificates leave.
func (s *site) saveCertificateRules(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	rules := certificate.Rules{Seen: values.Get("seen"), Review: values.Get("review") != "", SurveyFirst: values.Get("survey") != ""}
	err = certificate.SaveRules(e.App, s.now(), actor(e), e.Request.PathValue("event"), rules)
	if domain.Is(err, domain.ErrEventHeld) || domain.Is(err, domain.ErrChangedMeanwhile) {
		rules.Seen = "" // told once of another's change, one may write over it
		return s.showCertificates(e, http.StatusUnprocessableEntity, &rules, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, eventPath(e)+"/attestations", "ok", "Réglages enregistrés : ils valent pour la prochaine clôture.")
}

// letCertificatesGo ends the review of an event.
func (s *site) letCertificatesGo(e *core.RequestEvent) error {
	if err := certificate.LetGo(e.App, s.now(), actor(e), e.Request.PathValue("event")); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/attestations", "ok", "Les attestations se préparent et partent par courriel.")
}

// declareComplete says of those who are ticked that they completed the event, or no longer says it.
func (s *site) declareComplete(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	people, granted := values["registration"], values.Get("act") != "undo"
	back := eventPath(e) + "/attestations"
	if at := values.Get("retour"); at != "" && len(people) == 1 {
		back += "/" + people[0]
	}
	if len(people) == 0 {
		return s.tell(e, back, "err", "Cochez au moins une personne.")
	}
	if err := certificate.GrantAll(e.App, s.now(), actor(e), e.Request.PathValue("event"), people, granted); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	if granted {
		return s.tell(e, back, "ok", counted(len(people), "personne déclarée complète.", "personnes déclarées complètes."))
	}
	return s.tell(e, back, "ok", counted(len(people), "déclaration retirée : l’attestation suit.", "déclarations retirées : les attestations suivent."))
}

// reissueRenamed reissues in one go the certificates whose name was corrected.
func (s *site) reissueRenamed(e *core.RequestEvent) error {
	n, err := certificate.ReissueRenamed(e.App, s.now(), actor(e), e.Request.PathValue("event"))
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/attestations", "ok", counted(n, "attestation réémise sous le nom corrigé.", "attestations réémises sous le nom corrigé."))
}

// sendCertificatesAgain sends every valid certificate of an event by mail once more.
func (s *site) sendCertificatesAgain(e *core.RequestEvent) error {
	n, err := certificate.SendAllAgain(e.App, s.now(), actor(e), e.Request.PathValue("event"), e.Request.FormValue("nonce"))
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/attestations", "ok", counted(n, "attestation part de nouveau par courriel.", "attestations partent de nouveau par courriel."))
}

// retryCertificates lets what could not be drawn be tried anew.
func (s *site) retryCertificates(e *core.RequestEvent) error {
	n, err := certificate.Retry(e.App, s.now(), actor(e), e.Request.PathValue("event"))
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, eventPath(e)+"/attestations", "ok", counted(n, "document est préparé de nouveau.", "documents sont préparés de nouveau."))
}
