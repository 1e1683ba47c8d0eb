package hooks

import (
	"bytes"
	"errors"
	"html/template"
	"net/http"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/settings"
	"passerelle/internal/web"
)

// lookPath is where the look of certificates is set.
const lookPath = "/gestion/reglages/attestations"

// lookView is the view of certificate/look and certificate/preview.
type lookView struct {
	Step     int // of the assistant: its last, the logos alone; 0: the settings
	Steps    []step
	Form     settings.Design
	Layouts  []web.Option
	Kinds    []web.Option
	Kind     string // of the preview
	Logos    []logoView
	MoreLogo bool
	Paper    paperView
	Unsaved  bool     // the paper shows what was typed and is not kept
	Troubles []string // what of it cannot be shown as it was typed
}

// logoView is one stored logo and its place, from 1.
type logoView struct {
	ID          string
	Rank        int
	First, Last bool
}

var layoutOptions = []web.Option{{Value: domain.SoberLayout, Label: "Sobre", Hint: "Aligné à gauche, le long d’un ruban de couleur."},
	{Value: domain.FrameLayout, Label: "Encadré", Hint: "Centré dans un cadre, à accrocher."}}

var paperKinds = []web.Option{{Value: certificate.Attendance, Label: "Attestation de présence"}, {Value: certificate.Partial, Label: "Présence partielle"},
	{Value: certificate.Placement, Label: "Attestation de stage"}, {Value: certificate.Speaking, Label: "Attestation d’intervention"},
	{Value: certificate.Yearly, Label: "Récapitulatif annuel"}}

// lookLabels names the fields to who reads the preview beside them.
var lookLabels = map[string]string{"modele": "Modèle", "couleur": "Couleur", "introduction": "Avant le nom", "conclusion": "Après les heures", "signataire": "Nom du signataire",
	"signataire-fonction": "Sa fonction", "signature": "Image de la signature", "siret": "SIRET", "nda": "NDA"}

// certificateLook is the form of how certificates look, beside what it gives.
func (s *site) certificateLook(e *core.RequestEvent) error {
	d, err := settings.LoadDesign(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showLook(e, http.StatusOK, d, false, nil)
}

// showLook shows the form with a design, saved or typed.
func (s *site) showLook(e *core.RequestEvent, status int, d settings.Design, unsaved bool, errs []web.FieldError) error {
	v, err := s.lookOf(e, d)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Unsaved = unsaved
	return s.renderForm(e, status, "certificate/look", v, errs)
}

func (s *site) lookOf(e *core.RequestEvent, d settings.Design) (v lookView, err error) {
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return v, err
	}
	v = lookView{Form: d, Layouts: layoutOptions, Kinds: paperKinds, Kind: e.Request.FormValue("genre"), MoreLogo: len(set.Logos) < settings.MaxLogos}
	v.Form.Signature = set.Design.Signature
	if e.Request.FormValue("etape") == "4" {
		v.Step, v.Steps = 4, assistant(4)
	}
	for i, id := range set.Logos {
		v.Logos = append(v.Logos, logoView{id, i + 1, i == 0, i == len(set.Logos)-1})
	}
	if !slices.Contains(certificate.Samples, v.Kind) {
		v.Kind = certificate.Attendance
	}
	return v, s.sample(e, &v)
}

// sample makes the paper of the view: what the form says, but for what it says wrong.
func (s *site) sample(e *core.RequestEvent, v *lookView) error {
	d := v.Form
	for _, refusal := range d.Check() {
		if refusal.Field == "couleur" {
			d.Colour = ""
		}
		v.Troubles = append(v.Troubles, lookLabels[refusal.Field]+"\u00a0: "+sentence(refusal))
	}
	if d.Drop {
		d.Signature = ""
	}
	words, err := certificate.Specimen(e.App, s.now(), v.Kind, looked(d))
	if err != nil {
		return err
	}
	words.Logos, words.Signature = nil, nil // stored ones have an address here
	v.Paper = paperOf(words)
	for _, l := range v.Logos {
		v.Paper.Pictures = append(v.Paper.Pictures, template.URL("/gestion/logo/"+l.ID))
	}
	if d.Signature != "" {
		v.Paper.Sign = template.URL("/gestion/logo/" + d.Signature)
	}
	return nil
}

func looked(d settings.Design) certificate.Look {
	return certificate.Look{Design: d.CertificateDesign, SignatoryName: d.SignatoryName, SignatoryFunction: d.SignatoryFunction, Picture: d.Picture}
}

// typedDesign reads the form. A file that is none, or too large, is a refusal at its field.
func typedDesign(e *core.RequestEvent) (d settings.Design, err error) {
	value := e.Request.FormValue
	d = settings.Design{CertificateDesign: domain.CertificateDesign{Layout: value("modele"), Colour: value("couleur"), Intro: value("introduction"),
		Closing: value("conclusion"), SIRET: value("siret"), NDA: value("nda")},
		SignatoryName: value("signataire"), SignatoryFunction: value("signataire-fonction"), Drop: value("sans-signature") != ""}
	if file, _, err := e.Request.FormFile("signature"); errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return d, nil
	} else if err == nil {
		file.Close()
	}
	d.PictureName, d.Picture, err = uploaded(e, "signature", settings.MaxLogoSize)
	if err == nil && len(d.Picture) == 0 {
		err = domain.Error{Code: domain.ErrFile, Field: "signature"}
	}
	return d, err
}

// saveLook keeps how certificates look from now on.
func (s *site) saveLook(e *core.RequestEvent) error {
	d, err := typedDesign(e)
	if err == nil {
		err = settings.SaveDesign(e.App, s.now(), actor(e), d)
	} else {
		err = errors.Join(err, d.Check().OrNil())
	}
	if errs := fieldErrors(err); errs != nil {
		return s.showLook(e, http.StatusUnprocessableEntity, d, true, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, lookPath, "ok", "L’apparence est enregistrée pour les prochaines attestations. Ce qui est déjà émis ne change pas.")
}

// resetLook goes back to the look of the house.
func (s *site) resetLook(e *core.RequestEvent) error {
	if err := settings.ResetDesign(e.App, s.now(), actor(e)); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, lookPath, "ok", "Le modèle, la couleur et les textes sont ceux de la maison. Ce qui est déjà émis ne change pas.")
}

// previewLook shows what was typed, and keeps nothing of it: the paper alone to the page's module, the whole page
// to who has none.
func (s *site) previewLook(e *core.RequestEvent) error {
	d, err := typedDesign(e)
	if err != nil && domain.Refusals(err) == nil {
		return s.refuse(e, err)
	}
	if e.Request.FormValue("fragment") == "" {
		return s.showLook(e, http.StatusOK, d, true, fieldErrors(err))
	}
	v, err := s.lookOf(e, d)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.render(e, http.StatusOK, "certificate/preview", v)
}

// printLook draws what was typed as a PDF, and keeps nothing of it.
func (s *site) printLook(e *core.RequestEvent) error {
	d, err := typedDesign(e)
	if err == nil {
		err = d.Check().OrNil()
	}
	if errs := fieldErrors(err); errs != nil {
		return s.showLook(e, http.StatusUnprocessableEntity, d, true, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	v, err := s.lookOf(e, d)
	if err != nil {
		return s.refuse(e, err)
	}
	if d.Signature = v.Form.Signature; d.Drop {
		d.Signature = ""
	}
	var b bytes.Buffer
	if err := certificate.Preview(e.App, &b, s.now(), v.Kind, looked(d)); err != nil {
		return s.refuse(e, err)
	}
	return sendPDF(e, "specimen.pdf", b.Bytes())
}
