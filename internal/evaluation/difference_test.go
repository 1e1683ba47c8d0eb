package evaluation_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
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

// drawnContent is a report of any numbers, by programmes that another may not have.
func drawnContent(t *rapid.T, name string) evaluation.Content {
	c := evaluation.Content{Number: name, Query: "du=", Figures: evaluation.Figures{Total: evaluation.Row{Counts: map[string]int{}}}}
	table := evaluation.Table{Name: "by_programme"}
	for _, key := range []string{"a", "b", "c"} {
		if rapid.Bool().Draw(t, name+key) {
			row := evaluation.Row{Key: key, Label: "Programme " + key, Counts: map[string]int{}}
			for _, i := range domain.Indicators {
				row.Counts[i.Code] = rapid.IntRange(0, 3).Draw(t, name+key+i.Code)
				c.Figures.Total.Counts[i.Code] += row.Counts[i.Code]
			}
			table.Rows = append(table.Rows, row)
		}
	}
	for _, i := range domain.Indicators {
		c.Figures.Total.Counts[i.Code] += rapid.IntRange(0, 90).Draw(t, name+i.Code)
	}
	c.Figures.Tables = []evaluation.Table{table}
	return c
}

var contrary = regexp.MustCompile(`de (plus|moins) \((.+) contre (.+?)\)`)

// Two reports that say the same differ in nothing; else each figure that changed is said once, and the other way round
// the same is said the other way round.
func TestADifferenceReadBackwardsIsItsContrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawnContent(t, "R-1"), drawnContent(t, "R-2")
		if d := evaluation.Difference(a, a); len(d.Lines)+len(d.Past) > 0 || !d.Same {
			t.Fatalf("a report differs from itself: %q", d.Lines)
		}
		changed := 0
		for _, i := range domain.Indicators {
			if a.Figures.Total.Counts[i.Code] != b.Figures.Total.Counts[i.Code] {
				changed++
			}
		}
		to, back := evaluation.Difference(a, b).Lines, evaluation.Difference(b, a).Lines
		if len(to) != changed || len(back) != changed {
			t.Fatalf("%d figures changed, %d said: %q", changed, len(to), to)
		}
		said := map[string]bool{}
		for i, line := range to {
			if m := contrary.FindStringSubmatch(line); m == nil || said[line[:strings.Index(line, " (")]] {
				t.Fatalf("%q says no change, or one that was said", line)
			}
			said[line[:strings.Index(line, " (")]] = true
			turned := contrary.ReplaceAllStringFunc(line, func(s string) string {
				m := contrary.FindStringSubmatch(s)
				return "de " + map[string]string{"plus": "moins", "moins": "plus"}[m[1]] + " (" + m[3] + " contre " + m[2] + ")"
			})
			if turned != back[i] {
				t.Fatalf("%q, backwards %q", line, back[i])
			}
		}
	})
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
