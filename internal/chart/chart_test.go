package chart

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var figure = Figure{ID: "f1", Title: "Présences par secteur d’activité", Unit: "personnes"}

var number = regexp.MustCompile(`^-?\d+(\.\d+)?%?$`)

// allowed are the classes that app.css draws.
var allowed = map[string]bool{"bar": true, "bar2": true, "track": true, "axis": true, "line": true, "area": true, "cap": true, "halo": true, "t-muted": true, "hatch-line": true, "cut-s": true, "cut-m": true, "cut-l": true}

type fataler interface{ Fatalf(string, ...any) }

// texts checks the markup of a chart and gives the text of its elements by name.
func texts(t fataler, markup template.HTML) map[string][]string {
	d := xml.NewDecoder(strings.NewReader(string(markup)))
	out := map[string][]string{}
	var stack []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%v in %s", err, markup)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(stack) == 0 && (token.Name.Local != "svg" || len(out) > 0) {
				t.Fatalf("not one svg: %s", markup)
			}
			stack = append(stack, token.Name.Local)
			checkAttributes(t, token)
		case xml.CharData:
			name := stack[len(stack)-1]
			out[name] = append(out[name], string(token))
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

func checkAttributes(t fataler, e xml.StartElement) {
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "style", "onload", "href":
			t.Fatalf("attribute %s in %s", a.Name.Local, e.Name.Local)
		case "class":
			for c := range strings.FieldsSeq(a.Value) {
				if !allowed[c] {
					t.Fatalf("unknown class %q", c)
				}
			}
		case "x", "y", "x1", "x2", "y1", "y2", "width", "height":
			if !number.MatchString(a.Value) {
				t.Fatalf("%s=%q in %s", a.Name.Local, a.Value, e.Name.Local)
			}
		case "d":
			if strings.ContainsAny(a.Value, "NaIinf") {
				t.Fatalf("path %q", a.Value)
			}
		}
	}
}

func TestBarsShowLabelsAndNumbers(t *testing.T) {
	long := "Établissement public de santé mentale de l’agglomération imaginaire"
	got := texts(t, Bars(figure, []Item{{"Sanitaire", 1234}, {long, 617}, {"<script>&", 0}}))
	all := strings.Join(got["text"], "|")
	for _, want := range []string{"Sanitaire", "1\u202f234", "617", "Établissement public de santé menta…", "<script>&"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %s", want, all)
		}
	}
	if titles := strings.Join(got["title"], "|"); !strings.Contains(titles, long+"\u00a0: 617 personnes") || got["title"][0] != figure.Title {
		t.Errorf("titles %s", titles)
	}
	if desc := got["desc"][0]; !strings.Contains(desc, "3 catégories, 1\u202f851 personnes") {
		t.Error(desc)
	}
	if s := string(Bars(figure, []Item{{"a", 200}, {"b", 50}})); !strings.Contains(s, `width="100.0%"`) || !strings.Contains(s, `width="25.0%"`) {
		t.Error(s)
	}
}

func TestALongLabelIsCutWhereItsChartIsNarrowOnly(t *testing.T) {
	long := "Établissement public de santé mentale de l'agglomération imaginaire"
	bars := Bars(figure, []Item{{long, 5}, {"Court", 2}})
	got := strings.Join(texts(t, bars)["text"], "|")
	if got != "Établissement public de santé menta…|Établissement public de santé mentale de l’agglomératio…|"+strings.ReplaceAll(long, "'", "’")+"|5|Court|2" {
		t.Error(got)
	}
	if file := Standalone(bars, "Titre", "Source"); strings.Contains(file, "menta…") || !strings.Contains(file, "agglomération imaginaire</text>") {
		t.Error(file)
	}
}

func TestStackedTellsTheTwoValuesApartInWords(t *testing.T) {
	markup := Stacked(figure, "émargé", "déclaré", []Pair{{"Arras", 12, 80}, {"Lens", 8, 0}})
	got := texts(t, markup)
	if all := strings.Join(got["text"], "|"); !strings.Contains(all, "12 + 80") || !strings.Contains(all, "émargé|déclaré") {
		t.Error(all)
	}
	if got["title"][1] != "Arras\u00a0: 12 personnes (émargé), 80 personnes (déclaré)" {
		t.Error(got["title"])
	}
	if !strings.Contains(string(markup), `<rect class="bar2" x="13.0%" y="52" width="87.0%"`) {
		t.Error(markup)
	}
}

func TestTheLineShowsItsCapacityAndTheWholeOfIt(t *testing.T) {
	markup := Line(figure, []Item{{"1er mars", 0}, {"2 mars", 8}, {"3 mars", 16}}, 20)
	got := texts(t, markup)
	if all := strings.Join(got["text"], "|"); !strings.Contains(all, "Capacité\u00a0: 20 places") || !strings.Contains(all, "1er mars|3 mars") {
		t.Error(all)
	}
	if got["desc"][0] != "De 1er mars à 3 mars\u00a0: 16 personnes à la fin pour 20 places. Le tableau qui suit donne le détail." {
		t.Error(got["desc"])
	}
	if !strings.Contains(string(markup), `d="M0.00 100.00L50.00 60.00L100.00 20.00"`) {
		t.Error(markup)
	}
}

func TestColumnsShowAsManyLabelsAsFit(t *testing.T) {
	var months []Item
	for _, m := range strings.Fields("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.") {
		months = append(months, Item{m, len(m)})
	}
	got := texts(t, Columns(figure, months))
	if all := strings.Join(got["text"], "|"); !strings.Contains(all, "janv.") || strings.Contains(all, "févr.") {
		t.Error(all)
	}
	if len(got["title"]) != 13 {
		t.Errorf("%d titles, want the chart's and one a month", len(got["title"]))
	}
}

func TestTheCeilingIsRoundAndDividedInFewSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.IntRange(1, 5_000_000).Draw(t, "top")
		limit, step := ceiling(top)
		if limit < top || limit%step != 0 || limit/step > 5 || limit >= top+step {
			t.Fatalf("%d: %d by %d", top, limit, step)
		}
	})
}

func TestNothingToShowIsNoChart(t *testing.T) {
	zeros := []Item{{"a", 0}, {"b", -3}}
	for name, markup := range map[string]template.HTML{
		"bars": Bars(figure, nil), "bars of zeros": Bars(figure, zeros), "stacked": Stacked(figure, "a", "b", nil),
		"stacked of zeros": Stacked(figure, "a", "b", []Pair{{"a", 0, -1}}), "line": Line(figure, nil, 10),
		"line of zeros": Line(figure, zeros, 10), "columns": Columns(figure, nil), "columns of zeros": Columns(figure, zeros),
	} {
		if markup != "" {
			t.Errorf("%s: %s", name, markup)
		}
	}
}

func TestAnyDataGiveSoundMarkupAndTheSameTwice(t *testing.T) {
	item := rapid.Custom(func(t *rapid.T) Item {
		return Item{rapid.String().Draw(t, "label"), rapid.IntRange(-5, 3_000_000).Draw(t, "value")}
	})
	rapid.Check(t, func(t *rapid.T) {
		f := Figure{rapid.String().Draw(t, "id"), rapid.String().Draw(t, "title"), rapid.String().Draw(t, "unit")}
		items := rapid.SliceOfN(item, 0, 40).Draw(t, "items")
		capacity := rapid.IntRange(-2, 5000).Draw(t, "capacity")
		var pairs []Pair
		for i, it := range items {
			pairs = append(pairs, Pair{it.Label, it.Value, items[len(items)-1-i].Value})
		}
		draw := func() []template.HTML {
			return []template.HTML{Bars(f, items), Stacked(f, f.Unit, f.Title, pairs), Line(f, items, capacity), Columns(f, items)}
		}
		again := draw()
		for i, markup := range draw() {
			if markup != again[i] {
				t.Fatalf("other bytes for the same data")
			}
			texts(t, markup)
		}
	})
}
