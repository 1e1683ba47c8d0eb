package certificate_test

import (
	"bytes"
	"errors"
	"testing"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/pdf"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

func TestPrintDrawsWhatIsFrozen(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 10, nil)
	one, two := testapp.Register(t, app, e, "Mésange", "Aliénor"), testapp.Register(t, app, e, "Bruant", "Côme")
	h := hold(t, app, domain.AtLeastOneSlot, map[*records.Registration][]int{one: {0, 1}, two: {0}}, e)
	if n := seal(t, app, h.now); n != 2 {
		t.Fatalf("%d sealed", n)
	}
	rows, err := records.EventCertificates(app, e.ID)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d certificates, %v", len(rows), err)
	}
	var printed bytes.Buffer
	if err := certificate.Print(app, &printed, rows); err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(printed.Bytes(), []byte("/Type /Page\n")); got != 2 {
		t.Errorf("%d pages", got)
	}
	var drawn bytes.Buffer
	if err := certificate.Draw(app, &drawn, &rows[0]); err != nil {
		t.Fatal(err)
	}
	f, err := records.FileOf(app, certificate.FileID(rows[0].ID))
	if err != nil || !bytes.Equal(f.Bytes, drawn.Bytes()) {
		t.Errorf("drawing again does not give what was sealed: %v", err)
	}
	if err := certificate.Print(app, &printed, nil); !errors.Is(err, pdf.ErrNone) {
		t.Errorf("none: %v", err)
	}
	rows[1].Content = []byte("{")
	if err := certificate.Print(app, &printed, rows); err == nil {
		t.Error("a broken content was printed")
	}
}

// A content of before the design and the address were frozen still gives its paper, and one of today its own look.
func TestOldContentsStillDraw(t *testing.T) {
	app := testapp.New(t)
	old := &records.Certificate{Number: "ATT-2025-000001", Code: ticket.NewCertificateCode(), TemplateVersion: 1, Content: []byte(`{"kind":"attestation de présence","organiser":"PTSM",
		"event_title":"Journée","last_name":"Mésange","first_name":"Aliénor","slots":[{"label":"","start":"2025-03-12T08:00:00Z","end":"2025-03-12T11:30:00Z","minutes":210,"attended":210,"present":true}],
		"total":210,"complete":true,"rule":"every-slot","issued_on":"2025-03-13T08:00:00Z"}`)}
	var house, framed bytes.Buffer
	if err := certificate.Draw(app, &house, old); err != nil {
		t.Fatal(err)
	}
	today := *old
	today.Content = bytes.Replace(old.Content, []byte(`"total"`), []byte(`"design":{"layout":"frame","colour":"#7a1f5c","intro":"Le PTSM\natteste que","closing":"Fait à Arras."},"total"`), 1)
	if err := certificate.Draw(app, &framed, &today); err != nil || bytes.Equal(house.Bytes(), framed.Bytes()) {
		t.Errorf("the frozen design changes nothing: %v", err)
	}
	today.Content = bytes.Replace(old.Content, []byte(`"total"`), []byte(`"design":{"signature":"gone"},"total"`), 1)
	if err := certificate.Draw(app, &framed, &today); err == nil {
		t.Error("a signature that is gone was drawn")
	}
}
