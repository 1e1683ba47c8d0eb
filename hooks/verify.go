package hooks

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
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
type codeView struct{ Code string }

// verifyForm asks for a code and leads to its page.
func (s *site) verifyForm(e *core.RequestEvent) error {
	q := e.Request.URL.Query()
	if !q.Has("code") {
		return s.render(e, http.StatusOK, "verify/ask", codeView{})
	}
	code, err := ticket.ParseCertificateCode(q.Get("code"))
	if err != nil {
		return s.renderForm(e, http.StatusUnprocessableEntity, "verify/ask", codeView{q.Get("code")}, []web.FieldError{{Field: "code", Text: codeTrouble(err)}})
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
	Replacement string // code, in groups, of the certificate that replaced this one
	IssuedOn    time.Time
	Slots       []certificateSlot
}

type certificateSlot struct {
	Label    string
	Start    time.Time
	End      time.Time
	Minutes  int
	Attended int
	Present  bool
}

// verify shows the whole content of a certificate, or says why a code is not one.
func (s *site) verify(e *core.RequestEvent) error {
	s.slowReader(e)
	code, err := ticket.ParseCertificateCode(e.Request.PathValue("code"))
	var c *records.Certificate
	if err == nil {
		c, err = records.CertificateByCode(e.App, code)
	}
	if text := codeTrouble(err); err != nil && text != "" {
		return s.renderForm(e, http.StatusNotFound, "verify/ask", codeView{e.Request.PathValue("code")}, []web.FieldError{{Field: "code", Text: text}})
	}
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := certificateViewOf(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "verify/certificate", v)
}

func certificateViewOf(app core.App, c *records.Certificate) (v certificateView, err error) {
	v = certificateView{Certificate: c, Code: ticket.ShowCertificateCode(c.Code)}
	if err = json.Unmarshal(c.Content, &v.Content); err != nil {
		return v, err
	}
	v.Sentence = certificate.Sentence(v.Content)
	if v.IssuedOn, err = time.Parse(time.RFC3339, v.Content.IssuedOn); err != nil {
		return v, err
	}
	for _, s := range v.Content.Slots {
		line := certificateSlot{Label: s.Label, Minutes: s.Minutes, Attended: s.Attended, Present: s.Present}
		if line.Start, err = time.Parse(time.RFC3339, s.Start); err != nil {
			return v, err
		}
		if line.End, err = time.Parse(time.RFC3339, s.End); err != nil {
			return v, err
		}
		v.Slots = append(v.Slots, line)
	}
	next, err := records.CertificateSuperseding(app, c.ID)
	if err == nil {
		v.Replacement = ticket.ShowCertificateCode(next.Code)
	} else if !domain.Is(err, domain.ErrNotFound) {
		return v, err
	}
	v.State = v.banner()
	return v, nil
}

// banner says whether the paper can be relied on.
func (v certificateView) banner() banner {
	c := v.Certificate
	switch {
	case v.Replacement != "":
		return banner{"err", "Attestation remplacée", "Elle ne vaut plus depuis le " + paris.Moment(c.RevokedAt.Time()) + ". " + c.RevokedReason}
	case !c.RevokedAt.IsZero():
		return banner{"err", "Attestation révoquée", "Elle ne vaut plus depuis le " + paris.Moment(c.RevokedAt.Time()) + ". " + c.RevokedReason}
	case c.IssuedAt.IsZero():
		return banner{"warn", "Attestation en préparation", "Son document est en cours d’établissement. Revenez dans quelques minutes."}
	}
	return banner{"ok", "Attestation authentique et valable", "Le document présenté doit porter le même nom, les mêmes dates et les mêmes heures que cette page."}
}

// certificatePDF serves the bytes that were stored when the certificate was issued.
func (s *site) certificatePDF(e *core.RequestEvent) error {
	id, err := link.Open(e.App, s.now(), link.Certificate, e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	c, err := records.CertificateOf(e.App, id)
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
