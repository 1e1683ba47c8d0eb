package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"runtime"
	"time"

	"passerelle/internal/certificate"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// certificatePDF measures drawings on one core, with one logo.
func (b *bench) certificatePDF() error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	logo := image.NewNRGBA(image.Rect(0, 0, 600, 200))
	for x := range 600 {
		for y := range 200 {
			logo.Set(x, y, color.NRGBA{uint8(x), uint8(y), 120, 255})
		}
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, logo); err != nil {
		return err
	}
	code := ticket.NewCertificateCode()
	c := pdf.Certificate{Organiser: "PTSM de démonstration", Logos: [][]byte{picture.Bytes()}, Kind: "Attestation de présence", EventTitle: "Journée d’essai sur l’attractivité des métiers",
		Place: "Salle des essais, Arras", Total: "6 h", LastName: "Essai", FirstName: "Zoé", Structure: "CH des Essais", Function: "Infirmier", Sentence: "a participé à", Intro: "Nous attestons que", TotalLabel: "Total des heures suivies",
		Code: ticket.ShowCertificateCode(code), VerifyURL: "https://exemple.invalid/verifier/" + ticket.ShowCertificateCode(code),
		QRPayload: ticket.VerifyPayload("https://exemple.invalid/verifier/" + ticket.ShowCertificateCode(code)), IssuedOn: "vendredi 20 novembre 2026", SignatoryName: "Coordination du PTSM",
		Slots: []pdf.SlotLine{{Label: "Matin", When: "vendredi 20 novembre 2026, 9 h - 12 h", Attended: true, AttendedTime: "3 h", Duration: "3 h"},
			{Label: "Après-midi", When: "vendredi 20 novembre 2026, 13 h - 16 h", Attended: true, AttendedTime: "3 h", Duration: "3 h"}}}
	n, began, size := 0, time.Now(), 0
	for time.Since(began) < 2*time.Second {
		c.Number, c.IssuedAt = fmt.Sprintf("ATT-2026-%06d", n), began
		var out bytes.Buffer
		if err := pdf.DrawCertificate(&out, c); err != nil {
			return err
		}
		n, size = n+1, out.Len()
	}
	rate := float64(n) / time.Since(began).Seconds()
	b.add(measure{Name: "certificate_pdf", Value: rate, Unit: "attestations/s/cœur", Detail: fmt.Sprintf("un logo, deux demi-journées, %d ko, sans base", size/1000),
		Budget: "≥ 150/s", Met: rate >= 150})
	return nil
}

// certificateBatch measures the closing of an event of a thousand present people, until the last certificate
// is drawn, stored and its letter queued.
func (b *bench) certificateBatch() error {
	if err := b.serve(); err != nil {
		return err
	}
	if err := b.server.forgetPeak(); err != nil {
		return err
	}
	before, err := b.server.memory("VmRSS")
	if err != nil {
		return err
	}
	request, err := http.NewRequest("POST", b.server.base+"/gestion/evenements/"+b.folder.past.ID+"/cloturer", http.NoBody)
	if err != nil {
		return err
	}
	request.AddCookie(&http.Cookie{Name: "session", Value: b.folder.session})
	began := time.Now()
	answer, err := client(1).Do(request)
	if err != nil {
		return err
	}
	if _, err := drain(answer); err != nil || answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("closing answers %d, %v", answer.StatusCode, err)
	}
	closing := time.Since(began)
	for {
		rows, err := records.UnsealedCertificates(b.folder.app, certificate.Tries, 1)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		if time.Since(began) > time.Minute {
			return fmt.Errorf("not drawn within a minute")
		}
		time.Sleep(10 * time.Millisecond)
	}
	took := time.Since(began).Seconds()
	rows, err := records.EventCertificates(b.folder.app, b.folder.past.ID)
	if err != nil || len(rows) != certified {
		return fmt.Errorf("%d certificates, %v", len(rows), err)
	}
	peak, err := b.server.memory("VmHWM")
	if err != nil {
		return err
	}
	b.add(measure{Name: "certificate_batch", Value: took, Unit: "s", Detail: fmt.Sprintf("%d attestations gardées et messages en file, clôture %.1f s, mémoire %.0f MB avant, %.0f MB au plus, %s", certified, closing.Seconds(), before, peak, pragmas),
		Budget: "< 8 s, < 200 MB", Met: took < 8 && peak < 200})
	return nil
}
