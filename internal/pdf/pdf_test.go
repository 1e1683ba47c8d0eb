package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"regexp"
	"testing"
	"time"
)

func certificateFixture() Certificate {
	return Certificate{
		Organiser: "Projet territorial de santé mentale du Pays fictif", OrganiserDetail: "Structure porteuse\u00a0: Centre hospitalier de l’Exemple",
		Kind: "Attestation de présence", EventTitle: "Premiers secours en santé mentale, module standard", EventNature: "Formation",
		Place: "Maison des associations, Exempleville",
		Slots: []SlotLine{
			{Label: "Matin", When: "Jeudi 12 mars 2026, 9\u00a0h - 12\u00a0h\u00a030", Attended: true, AttendedTime: "3\u00a0h\u00a030", Duration: "3\u00a0h\u00a030"},
			{Label: "Après-midi", When: "Jeudi 12 mars 2026, 13\u00a0h\u00a030 - 17\u00a0h", Attended: true, AttendedTime: "3\u00a0h", Duration: "3\u00a0h\u00a030"},
			{Label: "Matin", When: "Vendredi 13 mars 2026, 9\u00a0h - 12\u00a0h\u00a030", Attended: true, AttendedTime: "3\u00a0h\u00a030", Duration: "3\u00a0h\u00a030"},
			{Label: "Après-midi", When: "Vendredi 13 mars 2026, 13\u00a0h\u00a030 - 17\u00a0h", Duration: "3\u00a0h\u00a030"},
		},
		Total: "10\u00a0h", LastName: "Lefœuvre-Éxemple", FirstName: "Noémie", Structure: "Maison de l’enfant de l’Exemple",
		Function: "Infirmière de pratique avancée", Intro: "Nous attestons que", Sentence: "a participé partiellement à", TotalLabel: "Total des heures suivies",
		Number: "2026-0042", Code: "2345-6789-ABCD-EFGH-JKMN", VerifyURL: "https://passerelle.exemple.fr/verifier",
		QRPayload: "HTTPS://PASSERELLE.EXEMPLE.FR/VERIFIER/23456789ABCDEFGHJKMN", IssuedOn: "16 mars 2026",
		SignatoryName: "Camille Exemple", SignatoryFunction: "Coordination du projet territorial",
		IssuedAt: time.Date(2026, 3, 16, 8, 0, 0, 0, time.UTC),
	}
}

func ticketFixture() Ticket {
	return Ticket{
		EventTitle: "Les 1\u202f000 premiers jours\u00a0: repérer et orienter, ensemble",
		When:       []string{"jeudi 12 mars 2026, 9\u00a0h - 12\u00a0h\u00a030", "jeudi 12 mars 2026, 13\u00a0h\u00a030 - 17\u00a0h"},
		Place:      "Maison des associations, 1 rue de l’Exemple, Exempleville", Name: "Noémie Lefœuvre-Éxemple",
		Structure: "Maison de l’enfant de l’Exemple", ShortCode: "BCDF-2345",
		QRPayload: "HTTPS://PASSERELLE.EXEMPLE.FR/B/ABCDEF0123456789GHJKMNPQRSTVWXYZ", Reference: "2026-0042",
		Organiser: "Projet territorial de santé mentale du Pays fictif", IssuedAt: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC),
	}
}

// logo is a picture with a transparent half.
func logo(t testing.TB, w, h int) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			picture.Set(x, y, color.NRGBA{R: uint8(x), G: uint8(y), B: 120, A: uint8(255 * min(1, 2*x/w))})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// made is what a drawing writes.
func made[T any](t interface{ Fatal(...any) }, draw func(io.Writer, T) error, content T) []byte {
	var out bytes.Buffer
	if err := draw(&out, content); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func drawn(t testing.TB, c Certificate) []byte { return made(t, DrawCertificate, c) }

func drawnTicket(t testing.TB, ticket Ticket) []byte { return made(t, DrawTicket, ticket) }

var pagePattern = regexp.MustCompile(`/Type /Page\n`)

func pageCount(data []byte) int { return len(pagePattern.FindAll(data, -1)) }
