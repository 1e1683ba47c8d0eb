package web

import (
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

// house is the smallest set of templates that parses.
func house() fstest.MapFS {
	return fstest.MapFS{
		"layout.html":     file(`<title>{{template "title" .}}</title>{{block "head" .}}{{end}}{{if .HasCrumbs}}[{{block "crumbs" .}}{{end}}]{{end}}{{template "main" .}}`),
		"desk.html":       file(`<b>desk</b>{{template "title" .}}{{template "main" .}}`),
		"_form.html":      file(`{{define "greeting"}}Bonjour {{.}}{{end}}`),
		"mail/x.txt":      file(`{{broken`),
		"rooms/page.html": file("{{/* layout: site */}}\n{{define \"title\"}}Titre{{end}}{{define \"main\"}}{{template \"greeting\" .View.Name}}{{end}}"),
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func public(t *testing.T) *Assets {
	t.Helper()
	assets, err := NewAssets(fstest.MapFS{"app.css": file("body{}"), "fonts/a.woff2": file("font")})
	if err != nil {
		t.Fatal(err)
	}
	return assets
}

type greeting struct{ Name string }

func TestAssetsAreNamedByTheirContent(t *testing.T) {
	assets := public(t)
	sum := assets.Sum("app.css")
	if len(sum) != hashLength || assets.Sum("/app.css") != sum {
		t.Fatalf("sum = %q", sum)
	}
	if url, err := assets.URL("app.css"); err != nil || url != "/app.css?v="+sum {
		t.Errorf("URL = %q, %v", url, err)
	}
	if got := assets.ETag("fonts/a.woff2"); got != `"`+assets.Sum("fonts/a.woff2")+`"` {
		t.Errorf("ETag = %s", got)
	}
	if _, err := assets.URL("absent.css"); err == nil || assets.Sum("absent.css") != "" || assets.ETag("absent.css") != "" {
		t.Error("an absent file must have no address, no sum and no ETag")
	}
	other, _ := NewAssets(fstest.MapFS{"app.css": file("body{color:red}")})
	if other.Sum("app.css") == sum {
		t.Error("another content must have another sum")
	}
}

func TestTheFilesOfABundleShareAnAddress(t *testing.T) {
	build := func(worker string) *Assets {
		a, err := NewAssets(fstest.MapFS{"app.css": file("x"), "door/app/a.js": file("import './b.js'"), "door/app/v/b.js": file(worker)}, "door/app")
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a, b := build("1"), build("2")
	if a.Build("door/app") == b.Build("door/app") || len(a.Build("door/app")) != hashLength || a.Build("door") != "" {
		t.Errorf("builds %q and %q: any file changes the address of all", a.Build("door/app"), b.Build("door/app"))
	}
	if url, err := a.URL("door/app/v/b.js"); err != nil || url != "/door/app/"+a.Build("door/app")+"/v/b.js" {
		t.Errorf("URL = %q, %v", url, err)
	}
	if got := a.Under("door/app"); len(got) != 2 || got[0] != "door/app/a.js" || got[1] != "door/app/v/b.js" {
		t.Errorf("Under = %v", got)
	}
}

func TestAPageIsRenderedInItsLayout(t *testing.T) {
	fsys := house()
	fsys["rooms/desk.html"] = file(`{{/* layout: desk */}}{{define "title"}}T{{end}}{{define "main"}}{{.Site.Name}} {{.Path}}{{end}}`)
	fsys["rooms/alone.html"] = file(`{{/* layout: none */}}<p>{{.View.Name}}</p>`)
	fsys["rooms/trail.html"] = file(`{{/* layout: site */}}{{define "title"}}T{{end}}{{define "crumbs"}}<li>ici</li>{{end}}{{define "main"}}{{end}}`)
	pages, err := NewPages(fsys, public(t), Globals{Site: func() Site { return Site{Name: "Passerelle"} }})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"rooms/page":  "<title>Titre</title>Bonjour &lt;Zoé&gt;",
		"rooms/desk":  "<b>desk</b>TPasserelle /ici",
		"rooms/alone": "<p>&lt;Zoé&gt;</p>",
		"rooms/trail": "<title>T</title>[<li>ici</li>]",
	} {
		var out strings.Builder
		if err := pages.Render(&out, name, Page{Path: "/ici", View: greeting{"<Zoé>"}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if out.String() != want {
			t.Errorf("%s = %s\nwant %s", name, out.String(), want)
		}
	}
	if pages.Has("mail/x") || !pages.Has("rooms/page") {
		t.Error("mails are not pages, pages are")
	}
}

func TestABadTemplateStopsTheStart(t *testing.T) {
	const head = `{{/* layout: site */}}{{define "title"}}T{{end}}`
	for name, c := range map[string]struct{ path, source, says string }{
		"syntax":                                 {"r/a.html", head + `{{define "main"}}{{if}}{{end}}`, "missing value for if"},
		"no layout line":                         {"r/a.html", `<p>`, "first line"},
		"unknown layout":                         {"r/a.html", `{{/* layout: other */}}`, `unknown layout "other"`},
		"no main":                                {"r/a.html", head, `block "main" is not defined`},
		"unknown block":                          {"r/a.html", head + `{{define "main"}}{{end}}{{define "aside"}}{{end}}`, `block "aside" is shown by no layout`},
		"text outside":                           {"r/a.html", head + `{{define "main"}}{{end}}lost`, "never shown"},
		"stray file":                             {"a.html", `x`, "neither a layout"},
		"too deep":                               {"r/s/a.html", head, "neither a layout"},
		"unknown template":                       {"r/a.html", head + `{{define "main"}}{{with .User}}{{template "nothing" .}}{{end}}{{end}}`, `template "nothing"`},
		"unknown asset":                          {"r/a.html", head + `{{define "main"}}{{range .Errors}}<img src="{{asset "no.png"}}">{{end}}{{end}}`, "no.png"},
		"unknown function":                       {"r/a.html", head + `{{define "main"}}{{shout 1}}{{end}}`, `"shout" not defined`},
		"unsafe context":                         {"r/a.html", head + `{{define "main"}}<a {{if .Path}}href="{{end}}>x</a>{{end}}`, "branches end in different contexts"},
		"defined twice":                          {"_other.html", `{{define "greeting"}}{{end}}`, "a second time"},
		"partial redefined by a standalone page": {"r/a.html", `{{/* layout: none */}}{{define "greeting"}}{{end}}`, "a second time"},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := house()
			fsys[c.path] = file(c.source)
			_, err := NewPages(fsys, public(t), Globals{})
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error = %v, want one that says %q", err, c.says)
			}
		})
	}
}

func TestAnUndefinedFieldIsAnErrorAndWritesNothing(t *testing.T) {
	pages, err := NewPages(house(), public(t), Globals{})
	if err != nil {
		t.Fatal(err)
	}
	for name, view := range map[string]any{"struct": struct{ Other string }{"x"}, "map": map[string]any{"Other": "x"}} {
		var out strings.Builder
		if err := pages.Render(&out, "rooms/page", Page{View: view}); err == nil || out.Len() != 0 {
			t.Errorf("%s: error = %v, written %q", name, err, out.String())
		}
	}
	if err := pages.Render(&strings.Builder{}, "rooms/absent", Page{}); err == nil {
		t.Error("an unknown page must be an error")
	}
}

func TestFrenchTypography(t *testing.T) {
	for in, want := range map[string]string{
		"Santé mentale : agir":        "Santé mentale\u00a0: agir",
		"Santé mentale: agir":         "Santé mentale\u00a0: agir",
		"Qui appelle qui ?":           "Qui appelle qui\u202f?",
		"Vraiment?!":                  "Vraiment\u202f?!",
		"Bravo !!":                    "Bravo\u202f!!",
		"(vraiment ?)":                "(vraiment\u202f?)",
		"un ; deux":                   "un\u202f; deux",
		"« Coord'in Ados »":           "«\u00a0Coord’in Ados\u00a0»",
		"«Ados»":                      "«\u00a0Ados\u00a0»",
		"l'accueil d'Hénin":           "l’accueil d’Hénin",
		"https://exemple.fr/?q=1;2":   "https://exemple.fr/?q=1;2",
		"de 9:30 à 10:00":             "de 9:30 à 10:00",
		"A : B\u202f?":                "A\u00a0: B\u202f?",
		"les 1 000 premiers jours":    "les 1\u202f000 premiers jours",
		"1 000 000 000 de mètres":     "1\u202f000\u202f000\u202f000 de mètres",
		"deux  espaces":               "deux espaces",
		"":                            "",
		"les 3 minutes 5' comptent":   "les 3 minutes 5' comptent",
		"Titre :":                     "Titre\u00a0:",
		"voir : https://exemple.fr !": "voir\u00a0: https://exemple.fr\u202f!",
	} {
		if got := fr(in); got != want {
			t.Errorf("fr(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFrenchTypographyTwiceChangesNothingMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aé '’:;!?«».,()/\u00a0\u202f1\n"))).Draw(t, "text")
		once := fr(text)
		if twice := fr(once); twice != once {
			t.Fatalf("fr(%q) = %q then %q", text, once, twice)
		}
	})
}

func TestParagraphsEscapeAndKeepLines(t *testing.T) {
	got := string(paragraphs("Un <b>\r\ndeux ?\r\n\r\n\r\ntrois\n \n"))
	want := "<p>Un &lt;b&gt;<br>deux\u202f?</p><p>trois</p>"
	if got != want {
		t.Errorf("paragraphs = %q, want %q", got, want)
	}
}
