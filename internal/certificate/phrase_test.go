package certificate_test

import (
	"testing"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/pdf"
)

func slots(present ...bool) (out []domain.CertificateSlot) {
	for _, p := range present {
		s := domain.CertificateSlot{Label: "Matin", Start: "2026-03-12T08:00:00Z", End: "2026-03-12T11:30:00Z", Minutes: 210, Present: p}
		if p {
			s.Attended = 210
		}
		out = append(out, s)
	}
	return out
}

func worded(t *testing.T, c domain.CertificateContent) (p pdf.Certificate) {
	t.Helper()
	p.EventTitle = c.EventTitle
	if err := certificate.Worded(&p, c); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEachKindHasItsWords(t *testing.T) {
	for name, c := range map[string]struct {
		content                       domain.CertificateContent
		sentence, subject, link, rule string
	}{
		"whole":   {domain.CertificateContent{Kind: certificate.Titles[certificate.Attendance], Complete: true, Slots: slots(true)}, "a participé à", "", "", ""},
		"partial": {domain.CertificateContent{Kind: certificate.Titles[certificate.Attendance], Total: 210, Slots: slots(true, false), Rule: domain.EnoughMinutes, Amount: 180}, "a participé partiellement à", "", "", "Présence partielle : 1 demi-journée sur 2, 3\u00a0h\u00a030 sur 7\u00a0h. L’attestation est délivrée pour : présence de 3\u00a0h au moins."},
		"stay":    {domain.CertificateContent{Kind: certificate.Titles[certificate.Placement], Complete: true, Slots: slots(true)}, "a effectué le stage", "", "", ""},
		"stayed":  {domain.CertificateContent{Kind: certificate.Titles[certificate.Placement], Total: 420, Slots: slots(true, true, false), Rule: domain.EnoughSlots, Amount: 2}, "a effectué partiellement le stage", "", "", "Présence partielle : 2 demi-journées sur 3, 7\u00a0h sur 10\u00a0h\u00a030. L’attestation est délivrée pour : présence à 2\u00a0demi-journées au moins."},
		"speaker": {domain.CertificateContent{Kind: certificate.Titles[certificate.Speaking], Complete: true, Role: "Intervenante", Subject: "Repérer", Slots: slots(true)}, "a assuré, en qualité d’intervenante, l’intervention", "Repérer", "lors de", ""},
		"trainer": {domain.CertificateContent{Kind: certificate.Titles[certificate.Speaking], Complete: true, Role: " Formatrice", Slots: slots(true)}, "a assuré, en qualité de formatrice, une intervention lors de", "", "", ""},
		"course":  {domain.CertificateContent{Kind: certificate.Titles[certificate.Speaking], Complete: true, Role: "Formation", Slots: slots(true)}, "a assuré une formation lors de", "", "", ""},
		"told":    {domain.CertificateContent{Kind: certificate.Titles[certificate.Speaking], Complete: true, Role: "Témoignage", Slots: slots(true)}, "a assuré un témoignage lors de", "", "", ""},
		"taught":  {domain.CertificateContent{Kind: certificate.Titles[certificate.Speaking], Complete: true, Role: "Formation", Subject: "Repérer", Slots: slots(true)}, "a assuré la formation", "Repérer", "lors de", ""},
		"led":     {domain.CertificateContent{Kind: certificate.Titles[certificate.Speaking], Complete: true, Role: "Animation", Subject: "Repérer", Slots: slots(true)}, "a assuré l’animation", "Repérer", "lors de", ""},
		"nobody":  {domain.CertificateContent{Kind: certificate.Titles[certificate.Speaking], Complete: true}, "a assuré une intervention lors de", "", "", ""},
		"year":    {domain.CertificateContent{Kind: certificate.Titles[certificate.Yearly], Complete: true, Year: 2026}, "a participé, en 2026, à", "", "", ""},
	} {
		p := worded(t, c.content)
		if p.Sentence != c.sentence || p.Subject != c.subject || p.Link != c.link || p.Rule != c.rule {
			t.Errorf("%s: %q, %q, %q, %q", name, p.Sentence, p.Subject, p.Link, p.Rule)
		}
	}
}

func TestTheTableInWords(t *testing.T) {
	c := domain.CertificateContent{Kind: certificate.Titles[certificate.Attendance], Slots: slots(true, false)}
	c.Slots[0].CaughtUp, c.Slots[0].CaughtUpEnd = "2026-04-02T07:00:00Z", "2026-04-02T10:30:00Z"
	p := worded(t, c)
	if got := p.Slots[0]; got.When != "Jeudi 12 mars 2026, 9\u00a0h - 12\u00a0h\u00a030" || got.Note != "rattrapée dans un autre groupe : jeudi 2 avril 2026, 9\u00a0h - 12\u00a0h\u00a030" || got.AttendedTime != "3\u00a0h\u00a030" || !got.Attended {
		t.Errorf("%+v", got)
	}
	if got := p.Slots[1]; got.Attended || got.AttendedTime != "" || got.Note != "" {
		t.Errorf("%+v", got)
	}
	c.Slots[0].CaughtUpEnd = ""
	if got := worded(t, c).Slots[0].Note; got != "rattrapée dans un autre groupe : jeudi 2 avril 2026 à 9\u00a0h" {
		t.Error(got)
	}
	c = domain.CertificateContent{Kind: certificate.Titles[certificate.Speaking], Total: 90, Slots: slots(true, true)}
	c.Slots[0].Attended, c.Slots[1].Attended = 0, 45
	if p := worded(t, c); p.Slots[0].Duration != "" || p.Slots[1].Duration != "45\u00a0min" || p.TotalLabel != "Durée de l’intervention" {
		t.Errorf("%+v", p)
	}
	c = domain.CertificateContent{Kind: certificate.Titles[certificate.Yearly], Year: 2026, Events: []domain.CertificateEvent{
		{Title: "PSSM", Nature: "Formation", Start: "2026-03-12T08:00:00Z", End: "2026-03-13T16:00:00Z", HalfDays: 4, Minutes: 840},
		{Title: "Réunion", Organiser: "Mairie", Start: "2026-05-01T08:00:00Z", End: "2026-05-01T10:00:00Z", HalfDays: 1, Minutes: 120}}}
	p = worded(t, c)
	if p.EventTitle != "2\u00a0formations et rencontres" || p.TotalCount != "5" || len(p.Events) != 2 {
		t.Fatalf("%+v", p)
	}
	if got := p.Events[0]; got.Detail != "Du 12 au 13 mars 2026 · Formation" || got.HalfDays != "4" || got.Time != "14\u00a0h" {
		t.Errorf("%+v", got)
	}
	if got := p.Events[1].Detail; got != "1er mai 2026 · Mairie" {
		t.Error(got)
	}
	for _, broken := range []domain.CertificateContent{{Slots: []domain.CertificateSlot{{Start: "x"}}}, {Events: []domain.CertificateEvent{{}}},
		{Slots: []domain.CertificateSlot{{Start: "2026-03-12T08:00:00Z", End: "2026-03-12T08:00:00Z", CaughtUp: "x"}}}} {
		if err := certificate.Worded(&p, broken); err == nil {
			t.Errorf("%+v was drawn", broken)
		}
	}
}

func TestIdentifiersOnlyIfFilled(t *testing.T) {
	for want, d := range map[string]domain.CertificateDesign{
		"": {},
		"SIRET 123\u00a0456\u00a0789\u00a000012.": {SIRET: "123 456 78900012"},
		"SIRET en cours.":                         {SIRET: "en cours"},
		"SIRET 123456789000123.":                  {SIRET: "123456789000123"},
		"Déclaration d’activité enregistrée sous le numéro 32\u00a062\u00a001234\u00a062. Cet enregistrement ne vaut pas agrément de l’État.": {NDA: "32620123462"},
	} {
		if got := certificate.Identifiers(d); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for typed, want := range map[string]string{"": "", "Mutualité": "en partenariat avec Mutualité", "En partenariat avec elle": "En partenariat avec elle"} {
		p := worded(t, domain.CertificateContent{Provider: typed})
		if got := p.Provider; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
