package hooks

import (
	"mime"
	"net/http"
	"strconv"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// agreementPaperPage is the view of placement_paper/agreement: the convention of a party, and its signature.
type agreementPaperPage struct {
	Papers       papersView
	Home         string // the party's own page
	Title        string // the stage, in words
	Contact      string
	State        string
	OwnSignature string // « La signature de l’établissement d’accueil »
}

func (s *site) traineeAgreementPage(e *core.RequestEvent) error {
	return s.agreementPaper(e, traineeDoor)
}
func (s *site) hostAgreementPage(e *core.RequestEvent) error { return s.agreementPaper(e, hostDoor) }
func (s *site) homeAgreementPage(e *core.RequestEvent) error { return s.agreementPaper(e, homeDoor) }

// agreementPaper shows the convention to a party: what to read, who has signed, and how to sign.
func (s *site) agreementPaper(e *core.RequestEvent, d paperDoor) error {
	c, base, err := d.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showAgreementPaper(e, c, d, base, http.StatusOK, nil, nil)
}

func (s *site) showAgreementPaper(e *core.RequestEvent, c *placement.Case, d paperDoor, base string, status int, typed func(*papersView), errs []web.FieldError) error {
	papers, err := s.papersView(e.App, c, d, base)
	if err != nil {
		return s.refuse(e, err)
	}
	if typed != nil {
		typed(&papers)
	}
	title, err := placementTitle(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "placement_paper/agreement", agreementPaperPage{Papers: papers, Home: base, Title: title, Contact: c.Campaign.Contact, OwnSignature: ownSignatures[d.party]}, errs)
}

// ownSignatures name the signature that a party records for itself.
var ownSignatures = map[domain.Party]string{domain.PartyTrainee: "Votre signature", domain.PartyHome: "La signature de votre établissement", domain.PartyHost: "La signature de votre établissement"}

// placementTitle is « Stage de Camille Exemple, CH Lens, Équipe mobile ».
func placementTitle(app core.App, c *placement.Case) (string, error) {
	title := "Stage " + paris.Of(c.Row.Name())
	if c.Offer == nil {
		return title, nil
	}
	host, err := records.StructureOf(app, c.Offer.Structure)
	if err != nil {
		return "", err
	}
	title += ", " + host.Label()
	if c.Offer.Service != "" {
		title += ", " + c.Offer.Service
	}
	return title, nil
}

func (s *site) traineeAgreement(e *core.RequestEvent) error {
	return s.agreementFile(e, traineeDoor, e.Request.URL.Query().Get("version"))
}
func (s *site) hostAgreement(e *core.RequestEvent) error {
	return s.agreementFile(e, hostDoor, e.Request.URL.Query().Get("version"))
}
func (s *site) homeAgreement(e *core.RequestEvent) error {
	return s.agreementFile(e, homeDoor, e.Request.URL.Query().Get("version"))
}
func (s *site) deskAgreement(e *core.RequestEvent) error {
	return s.agreementFile(e, deskDoor, e.Request.PathValue("version"))
}

// agreementFile gives the PDF of a version, the one in force where none is named. One that the worker has not sealed yet
// is drawn and sealed now: what is read is what is kept.
func (s *site) agreementFile(e *core.RequestEvent, d paperDoor, version string) error {
	c, _, err := d.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	rows, err := versionsFor(e.App, c, d.party)
	if err != nil {
		return s.refuse(e, err)
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if version != "" && version != strconv.Itoa(rows[i].Version) {
			continue
		}
		b, err := agreement.PDF(e.App, s.now(), &rows[i])
		if err != nil {
			return s.refuse(e, err)
		}
		e.Response.Header().Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": agreement.FileName(&rows[i])}))
		return e.Blob(http.StatusOK, "application/pdf", b)
	}
	return s.refuse(e, domain.Error{Code: domain.ErrNotFound})
}

func (s *site) traineePaper(e *core.RequestEvent) error { return s.givePaper(e, traineeDoor) }
func (s *site) hostPaper(e *core.RequestEvent) error    { return s.givePaper(e, hostDoor) }
func (s *site) homePaper(e *core.RequestEvent) error    { return s.givePaper(e, homeDoor) }
func (s *site) deskPaper(e *core.RequestEvent) error    { return s.givePaper(e, deskDoor) }

// givePaper gives a paper that was handed in, to be saved and never shown in the page: it comes from outside.
func (s *site) givePaper(e *core.RequestEvent, d paperDoor) error {
	c, _, err := d.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	p, err := pieceOf(e.App, c, d.party, e.Request.PathValue("piece"))
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := records.FileOf(e.App, records.PaperFile(p.ID))
	if err != nil {
		return s.refuse(e, err)
	}
	h := e.Response.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.Name}))
	h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+"; sandbox")
	return e.Blob(http.StatusOK, agreement.ServedType(p.Type), f.Bytes)
}
