package pdf

import (
	"bytes"
	"strings"
	"testing"

	"passerelle/internal/report"
)

func TestOnlyAReportThatCouldBeKeptIsCalledAPreview(t *testing.T) {
	for unnumbered, preview := range map[bool]bool{false: true, true: false} {
		var out bytes.Buffer
		if err := DrawReport(&out, report.Document{Title: "Bilan", Organiser: "Exemple", MadeOn: "Arrêté au 12 mars 2026", Unnumbered: unnumbered}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(said(t, out.Bytes()), "Aperçu non enregistré"); got != preview {
			t.Errorf("unnumbered %v: called a preview %v", unnumbered, got)
		}
	}
}
