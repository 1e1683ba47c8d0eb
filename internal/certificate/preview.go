package certificate

import (
	"io"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
)

// Partial is the kind of preview of an attendance that was not whole.
const Partial = "partielle"

// Samples lists the kinds of certificate that can be previewed.
var Samples = []string{Attendance, Partial, Placement, Speaking, Yearly}

// Look is how a certificate is to look: a design, who signs, and a picture of the signature that is not stored yet.
type Look struct {
	Design                           domain.CertificateDesign
	SignatoryName, SignatoryFunction string
	Picture                          []byte // PNG; empty: the design's
}

// sampleCode is read by nobody as a code: its check character is wrong.
const sampleCode = "SPECSPECSPECSPECSPEC"

// specimen is the id of the picture of a Look.
const specimen = "specimen"

// Specimen is what a certificate of nobody, of a kind of Samples, would say if it were issued now with a look.
func Specimen(app core.App, now time.Time, kind string, look Look) (pdf.Certificate, error) {
	content, err := sampleContent(app, now, kind, look)
	if err != nil {
		return pdf.Certificate{}, err
	}
	kept := map[string][]byte{}
	if len(look.Picture) > 0 {
		content.Design.Signature, kept[specimen] = specimen, look.Picture
	}
	return shelf{app, kept}.pageOf(&records.Certificate{Number: "SPÉCIMEN", Code: sampleCode}, content)
}

// Preview draws a specimen as it would be printed. Nothing is stored.
func Preview(app core.App, w io.Writer, now time.Time, kind string, look Look) error {
	return guarded(func() error {
		page, err := Specimen(app, now, kind, look)
		if err != nil {
			return err
		}
		return pdf.DrawCertificate(w, page)
	})
}

// sampleContent is the content of a specimen.
func sampleContent(app core.App, now time.Time, kind string, look Look) (domain.CertificateContent, error) {
	of := kind
	if kind == Partial {
		of = Attendance
	}
	content, err := base(app, now, of)
	if err != nil {
		return content, err
	}
	content.Design, content.SignatoryName, content.SignatoryFunction = look.Design, look.SignatoryName, look.SignatoryFunction
	content.FirstName, content.LastName, content.Profession, content.Structure = "Camille", "Exemple", "Infirmière", "Centre hospitalier fictif"
	content.EventTitle, content.EventNature, content.Place = "Premiers secours en santé mentale", "Formation", "Salle des exemples, Ville fictive"
	content.Slots, content.Rule, content.Complete = sampleSlots(now), domain.AtLeastOneSlot, true
	switch kind {
	case Partial:
		content.Complete, content.Slots[1].Present, content.Slots[1].Attended = false, false, 0
	case Placement:
		content.EventTitle, content.EventNature = "Immersion au centre médico-psychologique", "Stage"
	case Speaking:
		content.Role, content.Subject, content.Slots = "Formatrice", "Repérer une crise et y répondre", content.Slots[:1]
	case Yearly:
		content.EventTitle, content.EventNature, content.Place, content.Rule, content.Slots = "", "", "", "", nil
		content.Year, content.Events = now.Year(), sampleEvents(now)
	}
	for _, s := range content.Slots {
		content.Total += s.Attended
	}
	for _, e := range content.Events {
		content.Total += e.Minutes
	}
	return content, nil
}

// sampleSlots are the two halves of the day before.
func sampleSlots(now time.Time) []domain.CertificateSlot {
	morning := time.Date(now.Year(), now.Month(), now.Day()-1, 8, 0, 0, 0, time.UTC)
	slot := func(label string, hours time.Duration) domain.CertificateSlot {
		start := morning.Add(hours * time.Hour)
		return domain.CertificateSlot{Label: label, Start: start.Format(time.RFC3339), End: start.Add(210 * time.Minute).Format(time.RFC3339), Minutes: 210, Attended: 210, Present: true}
	}
	return []domain.CertificateSlot{slot("Matin", 0), slot("Après-midi", 5)}
}

func sampleEvents(now time.Time) []domain.CertificateEvent {
	event := func(title, nature string, month time.Month, halfDays int) domain.CertificateEvent {
		start := time.Date(now.Year(), month, 12, 8, 0, 0, 0, time.UTC)
		return domain.CertificateEvent{Title: title, Nature: nature, Start: start.Format(time.RFC3339),
			End: start.Add(time.Duration(halfDays) * 4 * time.Hour).Format(time.RFC3339), HalfDays: halfDays, Minutes: halfDays * 210}
	}
	return []domain.CertificateEvent{event("Premiers secours en santé mentale", "Formation", time.March, 2),
		event("Forum des partenaires", "Rencontre", time.June, 1), event("Journée territoriale", "Journée", time.October, 2)}
}
