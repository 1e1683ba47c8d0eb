package evaluation_test

import (
	"bytes"
	"strings"
	"testing"

	"passerelle/internal/evaluation"
	"passerelle/internal/testapp"
)

func TestAChangeIsWorded(t *testing.T) {
	for _, c := range []struct {
		was, is int
		want    string
	}{
		{300, 312, "12 personnes distinctes de plus (312 contre 300)"}, {300, 299, "1 personne distincte de moins (299 contre 300)"},
		{0, 1, "1 personne distincte de plus (1 contre aucune)"}, {2, 0, "2 personnes distinctes de moins (aucune contre 2)"}, {5, 5, "autant de personnes distinctes (5)"},
	} {
		got := strings.ReplaceAll(evaluation.Sentence(c.was, c.is, "personne distincte", "personnes distinctes", "aucune"), "\u00a0", " ")
		if got != c.want {
			t.Errorf("from %d to %d: %q, want %q", c.was, c.is, got, c.want)
		}
	}
}

func TestThePapersAreTheSameEachTime(t *testing.T) {
	app := testapp.New(t)
	r, err := evaluation.Make(app, testapp.Now, "boss", request("intent000000001"))
	must(t, err)
	c, err := evaluation.Load(app, r.ID)
	must(t, err)
	var a, b, page, again bytes.Buffer
	must(t, evaluation.DrawPDF(&a, c, r))
	must(t, evaluation.DrawPDF(&b, c, r))
	must(t, evaluation.DrawCOPIL(&page, c, r))
	must(t, evaluation.DrawCOPIL(&again, c, r))
	if !bytes.Equal(a.Bytes(), b.Bytes()) || !bytes.Equal(page.Bytes(), again.Bytes()) {
		t.Error("the same content gives other bytes")
	}
	if n := bytes.Count(page.Bytes(), []byte("/Type /Page\n")); n != 1 {
		t.Errorf("the page for the committee takes %d", n)
	}
}
