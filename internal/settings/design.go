package settings

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
)

// Limits of what is typed on a certificate, in characters and lines.
const (
	MaxIntro, MaxClosing = 300, 500
	maxLines             = 6
)

// Layouts that the form offers, the house's first.
var Layouts = []string{domain.SoberLayout, domain.FrameLayout}

// Design is how certificates look, as it is typed: the frozen look, who signs, a new picture of the signature.
type Design struct {
	domain.CertificateDesign
	SignatoryName, SignatoryFunction string
	Picture                          []byte // sent now, PNG or JPEG; once checked, prepared for print
	PictureName                      string
	Drop                             bool // the stored signature is taken off
}

// LoadDesign reads how new certificates look.
func LoadDesign(app core.App) (Design, error) {
	set, err := records.LoadSettings(app)
	if err != nil {
		return Design{}, err
	}
	d := Design{CertificateDesign: set.Design.CertificateDesign, SignatoryName: set.SignatoryName, SignatoryFunction: set.SignatoryFunction}
	if d.Layout == "" {
		d.Layout = domain.SoberLayout
	}
	if d.Colour == "" {
		d.Colour = domain.HouseColour
	}
	return d, nil
}

// Check cleans a design and lists its mistakes, in the order of its fields.
func (d *Design) Check() (errs domain.Errors) {
	add := func(e *domain.Error) {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	if !slices.Contains(Layouts, d.Layout) {
		add(&domain.Error{Code: domain.ErrChoice, Field: "modele"})
	}
	d.Colour = domain.CleanColour(d.Colour)
	add(domain.CheckColour("couleur", d.Colour))
	d.Intro, d.Closing = domain.CleanText(d.Intro), domain.CleanText(d.Closing)
	add(checkText("introduction", d.Intro, MaxIntro))
	add(checkText("conclusion", d.Closing, MaxClosing))
	d.SignatoryName, d.SignatoryFunction = domain.CleanLine(d.SignatoryName), domain.CleanLine(d.SignatoryFunction)
	add(domain.CheckLine("signataire", d.SignatoryName, 300, false, false))
	add(domain.CheckLine("signataire-fonction", d.SignatoryFunction, 300, false, false))
	add(d.checkPicture())
	if d.SIRET = domain.CleanDigits(d.SIRET); d.SIRET != "" && !domain.ValidSIRET(d.SIRET) {
		add(&domain.Error{Code: domain.ErrSIRET, Field: "siret"})
	}
	if d.NDA = domain.CleanDigits(d.NDA); d.NDA != "" && !domain.ValidNDA(d.NDA) {
		add(&domain.Error{Code: domain.ErrNDA, Field: "nda"})
	}
	return errs
}

func checkText(field, text string, most int) *domain.Error {
	if utf8.RuneCountInString(text) > most || strings.Count(text, "\n") >= maxLines {
		return &domain.Error{Code: domain.ErrTooLong, Field: field}
	}
	return nil
}

// checkPicture makes of the picture that was sent the one to print. ErrFile for anything that is no PNG or JPEG.
func (d *Design) checkPicture() *domain.Error {
	if len(d.Picture) == 0 {
		return nil
	}
	prepared, err := pdf.PrepareSignature(d.Picture)
	if err != nil || len(d.Picture) > MaxLogoSize {
		d.Picture = nil
		return &domain.Error{Code: domain.ErrFile, Field: "signature"}
	}
	d.Picture = prepared
	return nil
}

// SaveDesign keeps how certificates look from now on; those that are issued are frozen with theirs.
func SaveDesign(app core.App, now time.Time, actor string, d Design) error {
	if err := d.Check().OrNil(); err != nil {
		return err
	}
	return change(app, now, actor, "design", func(app core.App, set *records.Settings) error {
		set.SignatoryName, set.SignatoryFunction = d.SignatoryName, d.SignatoryFunction
		d.Signature = set.Design.Signature // never what a form says
		if d.Drop {
			d.Signature = ""
		}
		if len(d.Picture) > 0 {
			sum := sha256.Sum256(d.Picture)
			f := &records.File{ID: "signature:" + records.NewID(), Name: domain.CleanLine(d.PictureName), Type: "image/png",
				SHA256: hex.EncodeToString(sum[:]), Bytes: d.Picture, Created: records.At(now)}
			if err := records.AddFile(app, f); err != nil {
				return err
			}
			d.Signature = f.ID
		}
		set.Design.CertificateDesign = d.CertificateDesign
		return nil
	})
}

// ResetDesign goes back to the layout, colour and words of the house. Who signs, the signature, the numbers and the
// logos stay: they are facts.
func ResetDesign(app core.App, now time.Time, actor string) error {
	return change(app, now, actor, "design-reset", func(_ core.App, set *records.Settings) error {
		set.Design.Layout, set.Design.Colour, set.Design.Intro, set.Design.Closing = "", "", "", ""
		return nil
	})
}

// MoveLogo puts a logo one place further on (by 1) or back (by -1). One that is not there, or already at the end,
// moves nothing.
func MoveLogo(app core.App, now time.Time, actor, id string, by int) error {
	return change(app, now, actor, "logo-moved", func(_ core.App, set *records.Settings) error {
		i := slices.Index(set.Logos, id)
		if j := i + by; i >= 0 && j >= 0 && j < len(set.Logos) {
			set.Logos[i], set.Logos[j] = set.Logos[j], set.Logos[i]
		}
		return nil
	})
}
