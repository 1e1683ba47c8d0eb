package hooks

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/seal"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// maxPaper bounds a file sent to be checked, in bytes.
const maxPaper = 5 << 20

// verifyFile says whether a file is one that the platform delivered: of the certificate whose code comes along, or of
// any. Nothing of it is kept. Browsers that can do it hash the file themselves and send nothing.
func (s *site) verifyFile(e *core.RequestEvent) error {
	s.slowReader(e)
	code := e.Request.FormValue("code")
	_, paper, err := uploaded(e, "fichier", maxPaper)
	if fieldErrors(err) == nil && err != nil {
		return s.refuse(e, err)
	}
	missing := err != nil || len(paper) == 0
	if code == "" {
		return s.strangeFile(e, paper, missing)
	}
	c, err := certificateByTyped(e.App, code)
	if err != nil {
		return s.noCode(e, code, err)
	}
	v, err := certificateViewOf(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	if missing {
		return s.renderForm(e, http.StatusUnprocessableEntity, "verify/certificate", v, noFile)
	}
	found, err := v.verdictOf(e.App, paper)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Verdict = &found.banner
	return s.render(e, http.StatusOK, "verify/certificate", v)
}

// noFile asks for a file where none came, or one too large.
var noFile = []web.FieldError{{Field: "fichier", Text: "Choisissez le fichier PDF de l’attestation, de 5\u00a0Mo au plus."}}

// strangeFile finds the certificate that a file is, without a code.
func (s *site) strangeFile(e *core.RequestEvent, paper []byte, missing bool) error {
	if missing {
		return s.renderForm(e, http.StatusUnprocessableEntity, "verify/ask", askView(""), noFile)
	}
	c, err := records.CertificateByHash(e.App, hashOf(paper))
	if domain.Is(err, domain.ErrNotFound) {
		ask := askView("")
		ask.Verdict = &unknown.banner
		if !isPDF(paper) {
			ask.Verdict = &notPDF.banner
		}
		return s.render(e, http.StatusOK, "verify/ask", ask)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := certificateViewOf(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	found := v.same()
	v.Verdict = &found.banner
	return s.render(e, http.StatusOK, "verify/certificate", v)
}

// verdictOf says what a file is, beside the certificate of this page.
func (v certificateView) verdictOf(app core.App, paper []byte) (verdict, error) {
	if hash := hashOf(paper); hash != v.Certificate.SHA256 {
		if !isPDF(paper) {
			return notPDF, nil
		}
		_, err := records.CertificateByHash(app, hash)
		if domain.Is(err, domain.ErrNotFound) {
			return altered, nil
		}
		return elsewhere, err
	}
	return v.same(), nil
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func isPDF(b []byte) bool { return bytes.HasPrefix(b, []byte("%PDF-")) }

// verifyHash leads from the hash of a file, which the browser computed, to the page of its certificate. That page does
// not say that a file is authentic: whoever is sent there by a link has shown none.
func (s *site) verifyHash(e *core.RequestEvent) error {
	s.slowReader(e)
	c, err := records.CertificateByHash(e.App, strings.ToLower(e.Request.PathValue("sha256")))
	if domain.Is(err, domain.ErrNotFound) {
		ask := askView("")
		ask.Verdict = &unknown.banner
		return s.render(e, http.StatusNotFound, "verify/ask", ask)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, "/verifier/"+ticket.ShowCertificateCode(c.Code))
}

// signature is the platform's detached signature of the file of a certificate.
func (s *site) signature(e *core.RequestEvent) error {
	s.slowReader(e)
	c, err := certificateByTyped(e.App, e.Request.PathValue("code"))
	if err != nil {
		return s.noCode(e, e.Request.PathValue("code"), err)
	}
	f, err := records.FileOf(e.App, seal.FileID(c.ID))
	if err != nil {
		return s.refuse(e, err)
	}
	return sendFile(e, "attestation-"+c.Number+".p7s", f.Type, f.Bytes)
}

// sealCertificate is what signatures are verified with, at a fixed address.
func (s *site) sealCertificate(e *core.RequestEvent) error {
	text, err := seal.Certificate(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	return sendFile(e, "passerelle-sceau.pem", "application/x-pem-file", text)
}

func sendFile(e *core.RequestEvent, name, mediaType string, b []byte) error {
	e.Response.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return e.Blob(http.StatusOK, mediaType, b)
}

// yourselfView is the view of verify/yourself.
type yourselfView struct{ Fingerprints []string }

// verifyYourself explains how to check a file without trusting this site's word.
func (s *site) verifyYourself(e *core.RequestEvent) error {
	text, err := seal.Certificate(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	prints, err := seal.Fingerprints(text)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "verify/yourself", yourselfView{prints})
}
