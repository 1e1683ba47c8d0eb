package web

import (
	"strings"
	"testing"
)

func TestAFieldTakesItsErrorByName(t *testing.T) {
	errors := []FieldError{{Field: "nom", Text: "Indiquez votre nom."}}
	f, err := newField(errors, "nom", "Nom", "Zoé", "Hint", "Nom de famille", "Width", "m", "MaxLength", 80)
	if err != nil {
		t.Fatal(err)
	}
	if f.Error != "Indiquez votre nom." || f.DescribedBy() != "nom-aide nom-erreur" || f.Class() != "field has-error w-m" || f.MaxLength != 80 {
		t.Errorf("field = %+v, described by %q, class %q", f, f.DescribedBy(), f.Class())
	}
	if other, _ := newField(errors, "prenom", "Prénom", nil); other.Error != "" || other.DescribedBy() != "" || other.Class() != "field" {
		t.Errorf("another field has the error: %+v", other)
	}
	if quiet, _ := newField(errors, "nom", "Nom", nil, "Optional", true, "Quiet", true); quiet.DescribedBy() != "nom-erreur" {
		t.Errorf("a quiet field is described by %q", quiet.DescribedBy())
	}
	if optional, _ := newField(errors, "nom", "Nom", nil, "Optional", true); optional.DescribedBy() != "nom-facultatif nom-erreur" {
		t.Errorf("an optional field is described by %q", optional.DescribedBy())
	}
	if fieldClass(errors, "nom") != "field has-error" || fieldClass(errors, "x") != "field" {
		t.Error("fieldClass does not follow the errors")
	}
}

func TestAMisspeltParameterIsAnError(t *testing.T) {
	for name, pairs := range map[string][]any{
		"unknown":    {"Hnt", "x"},
		"wrong type": {"MaxLength", "80"},
		"nil":        {"Hint", nil},
		"odd":        {"Hint"},
		"not a name": {1, "x"},
	} {
		if _, err := newField(nil, "a", "A", "", pairs...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := newField(nil, "a", "A", struct{}{}); err == nil {
		t.Error("a struct is no value")
	}
}

func TestAFieldTakesTextNumbersAndTicks(t *testing.T) {
	type state string
	for _, c := range []struct {
		value any
		want  string
	}{{"x", "x"}, {12, "12"}, {int64(7), "7"}, {state("draft"), "draft"}, {nil, ""}} {
		if f, err := newField(nil, "a", "A", c.value); err != nil || f.Value != c.want {
			t.Errorf("value %v gives %q, %v", c.value, f.Value, err)
		}
	}
	if f, _ := newField(nil, "a", "A", true); !f.Checked {
		t.Error("true must tick the box")
	}
	if f, _ := newField(nil, "a", "A", []string{"x", "y"}); len(f.Values) != 2 {
		t.Error("ticked values are lost")
	}
}

func TestOptionsOfOneGroupStandTogether(t *testing.T) {
	f := Field{Options: []Option{{Value: "1", Group: "A"}, {Value: "2", Group: "A"}, {Value: "3"}}}
	groups := f.Groups()
	if len(groups) != 2 || groups[0].Label != "A" || len(groups[0].Options) != 2 || groups[1].Label != "" {
		t.Errorf("groups = %+v", groups)
	}
}

func TestCountsTakeTheFrenchPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0\u00a0inscrit", 1: "1\u00a0inscrit", 2: "2\u00a0inscrits", -2: "-2\u00a0inscrits"} {
		if got := plural(n, "inscrit", "inscrits"); got != want {
			t.Errorf("plural(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSmallFunctions(t *testing.T) {
	if ok, err := has([]string{"a", "b"}, "b"); !ok || err != nil {
		t.Error("has misses an item")
	}
	if ok, err := has(nil, "b"); ok || err != nil {
		t.Error("nothing holds nothing")
	}
	if _, err := has("text", "t"); err == nil {
		t.Error("a text is no list")
	}
	if !under("/gestion/evenements/a", "/gestion/evenements") || under("/gestion/evenements-x", "/gestion/evenements") {
		t.Error("under confuses a folder and a beginning")
	}
	if _, err := dict("a"); err == nil {
		t.Error("a key without a value must be an error")
	}
	if m, err := dict("a", 1); err != nil || m["a"] != 1 {
		t.Error("dict loses its values")
	}
	if _, err := dict(1, 2); err == nil || !strings.Contains(err.Error(), "not a text") {
		t.Error("a key must be a text")
	}
}

func TestTheSummarySaysWhichAnswerItSpeaksOf(t *testing.T) {
	fsys := house()
	fsys["_form.html"] = file(`{{define "greeting"}}{{end}}{{define "errors"}}{{range .Errors}}<li>{{.Field}} {{.Label}} {{.Text}}</li>{{end}}{{end}}{{define "one"}}{{.Name}}{{end}}`)
	fsys["rooms/page.html"] = file("{{/* layout: site */}}\n{{define \"title\"}}Titre{{end}}{{define \"main\"}}{{template \"errors\" .}}{{template \"one\" field .Errors \"nom\" \"Votre nom\" .View.Name}}{{end}}")
	pages, err := NewPages(fsys, public(t), Globals{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	err = pages.Render(&b, "rooms/page", Page{Errors: []FieldError{{Field: "nom", Text: "manque"}, {Text: "refusé"}}, View: greeting{"Alba"}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "<li>nom Votre nom manque</li><li>  refusé</li>") {
		t.Error(b.String())
	}
}
