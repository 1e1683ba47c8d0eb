package hooks

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
)

// certificatePage is the view of certificate/page: what a certificate says, to whom it is of, and what became of it.
type certificatePage struct {
	Paper  paperView
	State  banner
	Next   string // address of the same person's certificate that replaced it
	PDF    string // address; empty where there are no bytes to have
	Verify string // address, without the host
	Past   bool   // it holds no longer
}

// certificatePath is the address of a certificate as a page.
func certificatePath(token string) string { return "/attestations/" + token }

// certificateOf is the certificate that the token of the path opens.
func (s *site) certificateOf(e *core.RequestEvent) (*records.Certificate, error) {
	id, err := link.Open(e.App, s.now(), link.Certificate, e.Request.PathValue("token"))
	if err != nil {
		return nil, err
	}
	return records.CertificateOf(e.App, id)
}

// certificatePage shows a certificate as an accessible page: the same content as the PDF, which has no tags.
func (s *site) certificatePage(e *core.RequestEvent) error {
	c, err := s.certificateOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := certificatePageOf(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	if !c.IssuedAt.IsZero() && c.RevokedAt.IsZero() {
		v.PDF = link.Path(link.Certificate, e.Request.PathValue("token"))
	}
	return s.render(e, http.StatusOK, "certificate/page", v)
}

func certificatePageOf(app core.App, c *records.Certificate) (v certificatePage, err error) {
	words, err := certificate.Words(app, c)
	if err != nil {
		return v, err
	}
	v.Paper = paperOf(words)
	v.Paper.Erased, v.Verify, v.Past = !c.ErasedAt.IsZero(), "/verifier/"+words.Code, !c.RevokedAt.IsZero()
	next, err := records.CertificateSuperseding(app, c.ID)
	if err != nil && !domain.Is(err, domain.ErrNotFound) {
		return v, err
	}
	v.State = ownState(c, next)
	if next == nil || !samePerson(c, next) {
		return v, nil
	}
	token, err := link.Token(app, link.Certificate, next.ID)
	v.Next = certificatePath(token)
	return v, err
}

// samePerson tells whether one certificate replaced another of the same person: only then may the secret of the one
// lead to the other.
func samePerson(a, b *records.Certificate) bool {
	switch {
	case a.Kind != b.Kind && (a.Registration == "" || a.Registration != b.Registration):
		return false
	case a.Registration != "":
		return a.Registration == b.Registration
	case a.Speaker != "":
		return a.Speaker == b.Speaker
	}
	return a.Person != "" && a.Person == b.Person && a.Year == b.Year
}

// ownState says to its owner what a certificate is worth.
func ownState(c, next *records.Certificate) banner {
	since := "Elle ne vaut plus depuis le " + paris.Moment(c.RevokedAt.Time()) + ". "
	switch {
	case !c.ErasedAt.IsZero():
		return banner{"err", "Identité effacée", "Le nom a été effacé de cette attestation le " + paris.Long(c.ErasedAt.Time()) + " : plus personne ne peut la confirmer."}
	case next != nil:
		return banner{"err", "Attestation remplacée", since + c.RevokedReason}
	case !c.RevokedAt.IsZero():
		return banner{"err", "Attestation révoquée", since + c.RevokedReason}
	case c.IssuedAt.IsZero():
		return banner{"warn", "Attestation en préparation", "Son document est en cours d’établissement. Revenez dans quelques minutes."}
	}
	return banner{"ok", "Attestation valable", "Voici ce que dit le document. Toute personne à qui vous le remettez peut le vérifier avec son code."}
}

// paperView is what the partial « paper » shows: the words of the PDF, and where its pictures are.
type paperView struct {
	pdf.Certificate
	Pictures []template.URL // the logos
	Sign     template.URL   // the picture of the signature
	Erased   bool           // the identity is gone
}

// paperOf is the paper with its pictures inside the page: the page of a certificate is nobody else's, and so are they.
func paperOf(words pdf.Certificate) paperView {
	v := paperView{Certificate: words}
	for _, b := range words.Logos {
		v.Pictures = append(v.Pictures, inlined(b))
	}
	if len(words.Signature) > 0 {
		v.Sign = inlined(words.Signature)
	}
	return v
}

func inlined(picture []byte) template.URL {
	return template.URL("data:" + http.DetectContentType(picture) + ";base64," + base64.StdEncoding.EncodeToString(picture))
}

// Ink is the colour of the paper.
func (v paperView) Ink() string { return shownColour(v.Colour) }

// Framed tells whether the paper stands in a frame.
func (v paperView) Framed() bool { return v.Layout == pdf.Frame }

// Charter is the address of the style sheet that gives the paper its colour: a page may bear no style of its own.
func (v paperView) Charter() string { return "/charte.css?couleur=" + strings.TrimPrefix(v.Ink(), "#") }

// charter is a style sheet of one line: the colour of a certificate.
func (s *site) charter(e *core.RequestEvent) error {
	e.Response.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return e.Blob(http.StatusOK, "text/css; charset=utf-8", []byte(".paper { --charter: "+shownColour(e.Request.URL.Query().Get("couleur"))+" }\n"))
}

// shownColour is a colour that can be read on white: the house's for any other.
func shownColour(typed string) string {
	colour := domain.CleanColour(typed)
	if colour == "" || domain.CheckColour("", colour) != nil {
		return domain.HouseColour
	}
	return colour
}
