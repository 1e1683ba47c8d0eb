package hooks

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/seal"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// codeTroubles tells apart what can be wrong with a verification code.
var codeTroubles = map[error]string{
	ticket.ErrCodeLength:                   "Ce code n’a pas la bonne longueur\u00a0: il a 20 lettres ou chiffres, écrits en cinq groupes de quatre. Les tirets et les espaces ne comptent pas.",
	ticket.ErrCodeCharacter:                "Ce code contient un signe qui n’y figure jamais\u00a0: ni 0 ni 1, ni les lettres I, L et O, pour éviter les confusions. Vérifiez chaque signe.",
	ticket.ErrCodeCheck:                    "Une lettre ou un chiffre est faux, ou deux ont été inversés\u00a0: le code se contrôle lui-même. Relisez-le sur l’attestation.",
	domain.Error{Code: domain.ErrNotFound}: "Aucune attestation de cette plateforme ne porte ce code. Si vous l’avez bien recopié, ce document n’a pas été délivré ici.",
}

func codeTrouble(err error) string {
	for known, text := range codeTroubles {
		if errors.Is(err, known) {
			return text
		}
	}
	return ""
}

// slowReader holds back who tries many codes from one address.
func (s *site) slowReader(e *core.RequestEvent) {
	s.slow.wait(e.Request.Context(), time.Now(), "code "+e.RealIP(), 30, time.Second/2, 2*time.Second)
}

// codeView is the view of verify/ask.
type codeView struct {
	Code     string
	Verdict  *banner   // what a file that was sent turned out to be
	Verdicts []verdict // what the browser may find by itself
}

func askView(code string) codeView { return codeView{Code: code, Verdicts: strangeVerdicts} }

// verifyForm asks for a code and leads to its page.
func (s *site) verifyForm(e *core.RequestEvent) error {
	q := e.Request.URL.Query()
	if !q.Has("code") {
		return s.render(e, http.StatusOK, "verify/ask", askView(""))
	}
	code, err := ticket.ParseCertificateCode(q.Get("code"))
	if err != nil {
		return s.renderForm(e, http.StatusUnprocessableEntity, "verify/ask", askView(q.Get("code")), []web.FieldError{{Field: "code", Text: codeTrouble(err)}})
	}
	return redirect(e, "/verifier/"+ticket.ShowCertificateCode(code))
}

// certificateView is the view of verify/certificate: the frozen content, and what became of it since.
type certificateView struct {
	Certificate *records.Certificate
	Content     domain.CertificateContent
	Code        string // in groups
	State       banner
	Sentence    string
	Rule        string // what the event asked, in words; empty: unknown
	Replacement string // code, in groups, of the certificate that replaced this one
	IssuedOn    time.Time
	From, To    time.Time // of its half-days or events; zero without any
	Slots       []certificateSlot
	Events      []certificateEvent // of a yearly summary
	Totalled    bool               // of a speaker whose minutes nobody knows how to part: the total alone is shown
	Signed      bool               // the platform's signature can be downloaded
	Verdict     *banner            // what a file that was sent turned out to be
	Verdicts    []verdict          // what the browser may find by itself
}

// Title is the kind of certificate, as a title.
func (v certificateView) Title() string { return paris.Capital(v.Content.Kind) }

// Erased tells whether the identity was taken out of it.
func (v certificateView) Erased() bool { return !v.Certificate.ErasedAt.IsZero() }

// Over tells whether it is worth nothing any more.
func (v certificateView) Over() bool { return !v.Certificate.RevokedAt.IsZero() }

type certificateSlot struct {
	Label    string
	Start    time.Time
	End      time.Time
	Minutes  int
	Attended int
	Present  bool
	// CaughtUp is when it was attended in another group instead; zero: at its own hours.
	CaughtUp, CaughtUpEnd time.Time
}

type certificateEvent struct {
	domain.CertificateEvent
	From, To time.Time
}

// certificateByTyped finds a certificate by a code as it was typed.
func certificateByTyped(app core.App, typed string) (*records.Certificate, error) {
	code, err := ticket.ParseCertificateCode(typed)
	if err != nil {
		return nil, err
	}
	return records.CertificateByCode(app, code)
}

// verify shows the whole content of a certificate, or says why a code is not one.
func (s *site) verify(e *core.RequestEvent) error {
	s.slowReader(e)
	c, err := certificateByTyped(e.App, e.Request.PathValue("code"))
	if domain.Is(err, domain.ErrNotFound) { // the code of a report of figures opens it in the same place
		if r, rerr := reportByTyped(e.App, e.Request.PathValue("code")); rerr == nil {
			return s.verifyReport(e, r)
		}
	}
	if err != nil {
		return s.noCode(e, e.Request.PathValue("code"), err)
	}
	v, err := certificateViewOf(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "verify/certificate", v)
}

// noCode says what is wrong with a code that was typed.
func (s *site) noCode(e *core.RequestEvent, typed string, err error) error {
	if text := codeTrouble(err); text != "" {
		return s.renderForm(e, http.StatusNotFound, "verify/ask", askView(typed), []web.FieldError{{Field: "code", Text: text}})
	}
	return s.refuse(e, err)
}

// certificateViewOf reads a frozen content. It shows no word that somebody typed about the certificate.
func certificateViewOf(app core.App, c *records.Certificate) (v certificateView, err error) {
	v = certificateView{Certificate: c, Code: ticket.ShowCertificateCode(c.Code)}
	if err = json.Unmarshal(c.Content, &v.Content); err != nil {
		return v, err
	}
	v.Sentence = certificate.Sentence(v.Content)
	if c := v.Content; c.Rule != "" {
		v.Rule = paris.Capital(certificate.RuleWords(domain.Completion{Rule: c.Rule, Amount: c.Amount}))
	}
	v.Totalled = c.Kind == certificate.Speaking && !slices.ContainsFunc(v.Content.Slots, func(s domain.CertificateSlot) bool { return s.Attended > 0 })
	if v.IssuedOn, err = time.Parse(time.RFC3339, v.Content.IssuedOn); err != nil {
		return v, err
	}
	if err := v.readLines(); err != nil {
		return v, err
	}
	next, err := records.CertificateSuperseding(app, c.ID)
	if err == nil {
		v.Replacement = ticket.ShowCertificateCode(next.Code)
	} else if !domain.Is(err, domain.ErrNotFound) {
		return v, err
	}
	_, err = records.FileOf(app, seal.FileID(c.ID))
	if v.Signed = err == nil; err != nil && !domain.Is(err, domain.ErrNotFound) {
		return v, err
	}
	v.State, v.Verdicts = v.banner(), v.verdicts()
	return v, nil
}

// readLines reads the dates of the half-days or of the events of a content.
func (v *certificateView) readLines() error {
	for _, s := range v.Content.Slots {
		line := certificateSlot{Label: s.Label, Minutes: s.Minutes, Attended: s.Attended, Present: s.Present}
		var err error
		if line.Start, line.End, err = readSpan(s.Start, s.End); err != nil {
			return err
		}
		if s.CaughtUp != "" {
			if line.CaughtUp, line.CaughtUpEnd, err = readSpan(s.CaughtUp, s.CaughtUpEnd); err != nil {
				return err
			}
		}
		v.Slots = append(v.Slots, line)
		v.reach(line.Start, line.End)
	}
	for _, event := range v.Content.Events {
		line := certificateEvent{CertificateEvent: event}
		var err error
		if line.From, line.To, err = readSpan(event.Start, event.End); err != nil {
			return err
		}
		v.Events = append(v.Events, line)
		v.reach(line.From, line.To)
	}
	return nil
}

func (v *certificateView) reach(from, to time.Time) {
	if v.From.IsZero() || from.Before(v.From) {
		v.From = from
	}
	if to.After(v.To) {
		v.To = to
	}
}

func readSpan(start, end string) (from, to time.Time, err error) {
	if from, err = time.Parse(time.RFC3339, start); err != nil {
		return from, to, err
	}
	to, err = time.Parse(time.RFC3339, end)
	return from, to, err
}

// certificatePDF serves the bytes that were stored when the certificate was issued.
func (s *site) certificatePDF(e *core.RequestEvent) error {
	c, err := s.certificateOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if !c.RevokedAt.IsZero() {
		return s.render(e, http.StatusGone, "pages/error", errorPage{Status: http.StatusGone, Title: "Attestation révoquée",
			Text: "Cette attestation ne vaut plus depuis le " + paris.Moment(c.RevokedAt.Time()) + ". " + c.RevokedReason,
			What: "La page de votre inscription donne celle qui la remplace, s’il y en a une."})
	}
	f, err := records.FileOf(e.App, certificate.FileID(c.ID))
	if domain.Is(err, domain.ErrNotFound) {
		return s.render(e, http.StatusNotFound, "pages/error", errorPage{Status: http.StatusNotFound, Title: "Attestation en préparation",
			Text: "Votre attestation est en cours d’établissement. Revenez dans quelques minutes."})
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "attestation-"+c.Number+".pdf", f.Bytes)
}
