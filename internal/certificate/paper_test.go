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
