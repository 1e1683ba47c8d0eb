package hooks

import (
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
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

// certificatePage shows a certificate as an accessible page: the same content as the PDF, which has no tags.
func (s *site) certificatePage(e *core.RequestEvent) error {
	id, err := link.Open(e.App, s.now(), link.Certificate, e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	c, err := records.CertificateOf(e.App, id)
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
	var content domain.CertificateContent
	if err = json.Unmarshal(c.Content, &content); err != nil {
		return v, err
	}
	images := func(id string) (template.URL, error) { return inlineImage(app, id) }
	if v.Paper, err = paperOf(c, content, images); err != nil {
		return v, err
	}
	v.Verify, v.Past = "/verifier/"+v.Paper.Code, !c.RevokedAt.IsZero()
	if content.VerifyURL == "" { // issued before it was frozen
		v.Paper.VerifyURL = certificate.VerifyURL(app, c.Code)
	}
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

// inlineImage is a stored picture inside the page: the pages of a certificate are nobody else's, and so are theirs.
func inlineImage(app core.App, id string) (template.URL, error) {
	f, err := records.FileOf(app, id)
	if err != nil {
		return "", err
	}
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(f.Bytes)), nil
}

// paperView is what the partial « paper » shows: the content of a certificate in the words and the look of its paper.
type paperView struct {
	Content    domain.CertificateContent
	Title      string // its kind; of a yearly summary, with the year
	Speaker    bool
	Opening    string // before the name
	Sentence   string // after it
	Rule       string // in words, where not everything was attended
	Closing    string
	Slots      []paperSlot
	Events     []paperEvent
	IssuedOn   time.Time
	Number     string
	Code       string // in groups
	VerifyURL  string
	Colour     string // #rrggbb
	Frame      bool
	Logos      []template.URL
	Signature  template.URL
	Identified bool // the identity is still there
}

// Charter is the address of the style sheet that gives the paper its colour: a page may bear no style of its own.
func (v paperView) Charter() string {
	return "/charte.css?couleur=" + strings.TrimPrefix(v.Colour, "#")
}

// charter is a style sheet of one line: the colour of a certificate.
func (s *site) charter(e *core.RequestEvent) error {
	colour := domain.CleanColour(e.Request.URL.Query().Get("couleur"))
	if domain.CheckColour("", colour) != nil || colour == "" {
		colour = domain.HouseColour
	}
	e.Response.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return e.Blob(http.StatusOK, "text/css; charset=utf-8", []byte(".paper { --charter: "+colour+" }\n"))
}

// paperSlot is one half-day; CaughtFrom is zero unless it was caught up in another group, at those hours.
type paperSlot struct {
	domain.CertificateSlot
	From, To, CaughtFrom, CaughtTo time.Time
}

// paperEvent is one event of a yearly summary.
type paperEvent struct {
	domain.CertificateEvent
	From, To time.Time
}

// paperOf says what a certificate of this content shows; images gives the address of a stored picture.
func paperOf(c *records.Certificate, content domain.CertificateContent, images func(id string) (template.URL, error)) (v paperView, err error) {
	v = paperView{Content: content, Title: paris.Capital(content.Kind), Speaker: c.Kind == certificate.Speaking, Opening: certificate.Opening(content.Design.Intro),
		Sentence: certificate.Sentence(content), Closing: content.Design.Closing, Number: c.Number, Code: ticket.ShowCertificateCode(c.Code),
		VerifyURL: content.VerifyURL, Colour: content.Design.Colour, Frame: content.Design.Layout == domain.FrameLayout, Identified: c.ErasedAt.IsZero()}
	if v.Colour == "" {
		v.Colour = domain.HouseColour
	}
	if !content.Complete && len(content.Slots) > 0 {
		v.Rule = certificate.RuleWords(domain.Completion{Rule: content.Rule, Amount: content.Amount})
	}
	if v.IssuedOn, err = time.Parse(time.RFC3339, content.IssuedOn); err != nil {
		return v, err
	}
	if err = v.lines(); err != nil {
		return v, err
	}
	for _, id := range content.Logos {
		address, err := images(id)
		if err != nil {
			return v, err
		}
		v.Logos = append(v.Logos, address)
	}
	if content.Design.Signature != "" {
		v.Signature, err = images(content.Design.Signature)
	}
	return v, err
}

// lines reads the half-days, or the events of a year.
func (v *paperView) lines() (err error) {
	for _, s := range v.Content.Slots {
		line := paperSlot{CertificateSlot: s}
		if line.From, line.To, err = bothTimes(s.Start, s.End); err != nil {
			return err
		}
		if s.CaughtUp != "" {
			if line.CaughtFrom, line.CaughtTo, err = bothTimes(s.CaughtUp, s.CaughtUpEnd); err != nil {
				return err
			}
		}
		v.Slots = append(v.Slots, line)
	}
	for _, ev := range v.Content.Events {
		line := paperEvent{CertificateEvent: ev}
		if line.From, line.To, err = bothTimes(ev.Start, ev.End); err != nil {
			return err
		}
		v.Events = append(v.Events, line)
	}
	return nil
}

func bothTimes(start, end string) (from, to time.Time, err error) {
	if from, err = time.Parse(time.RFC3339, start); err == nil {
		to, err = time.Parse(time.RFC3339, end)
	}
	return from, to, err
}
