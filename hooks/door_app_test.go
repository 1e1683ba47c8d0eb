package hooks_test

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"passerelle/internal/door"
	"passerelle/internal/testapp"
)

// fetched gives an answer and its body.
func fetched(t *testing.T, address string) (*http.Response, string) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestTheDoorIsAnApplication(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	e := testapp.Event(t, app, 10, nil)
	testapp.Register(t, app, e, "Mésange", "Alba")
	p := newPhone(t, app, srv, e)

	res, page := fetched(t, srv.URL+"/accueil/"+p.at)
	build := res.Header.Get("X-Passerelle-Accueil")
	if build == "" || strings.Contains(page, "Mésange") {
		t.Errorf("build %q; the page that a phone keeps holds no name", build)
	}
	script := regexp.MustCompile(`src="(/accueil/app/[^"]+/scan\.js)"`).FindStringSubmatch(page)
	if script == nil || !strings.Contains(script[1], "/"+build+"/") {
		t.Fatalf("the page's script %v is not of its build %s", script, build)
	}
	if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "worker-src 'self'; manifest-src 'self'") {
		t.Errorf("policy %q", csp)
	}

	res, worker := fetched(t, srv.URL+"/accueil/sw.js")
	if res.Header.Get("Cache-Control") != "no-cache" || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/javascript") {
		t.Errorf("the worker's headers: %v", res.Header)
	}
	var shell struct {
		Build string
		Files []string
	}
	first, _, _ := strings.Cut(worker, ";\n")
	if err := json.Unmarshal([]byte(strings.TrimPrefix(first, "self.SHELL = ")), &shell); err != nil || shell.Build != build {
		t.Fatalf("%v: shell of build %q, page of %q", err, shell.Build, build)
	}
	for _, address := range append(shell.Files, script[1]) {
		res, _ := fetched(t, srv.URL+address)
		if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") && !strings.HasPrefix(address, "/fonts/") {
			t.Errorf("%s answers %d, %q", address, res.StatusCode, res.Header.Get("Cache-Control"))
		}
	}
	for _, name := range []string{"/scan.js", "/door.css", "/vendor/zxing_reader.wasm"} {
		if !strings.Contains(strings.Join(shell.Files, " "), build+name) {
			t.Errorf("%s is not kept", name)
		}
	}
	if res, _ := fetched(t, srv.URL+strings.Replace(script[1], build, "000000000000", 1)); res.StatusCode != 404 {
		t.Errorf("a file of another build answers %d", res.StatusCode)
	}
}

func TestEachDoorIsInstalledAlone(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	e := testapp.Event(t, app, 10, nil)
	p := newPhone(t, app, srv, e)
	address := srv.URL + "/accueil/" + p.at

	res, body := fetched(t, address+"/application.webmanifest")
	var m struct {
		Name, Scope, Display, Lang string
		StartURL                   string `json:"start_url"`
		Icons                      []struct{ Src, Sizes, Purpose string }
	}
	if err := json.Unmarshal([]byte(body), &m); err != nil || !strings.HasPrefix(res.Header.Get("Content-Type"), "application/manifest+json") {
		t.Fatalf("%v: %s", err, body)
	}
	if m.Name != "Accueil, "+e.Title || m.Scope != "/accueil/"+p.at || m.StartURL != m.Scope || m.Display != "standalone" || m.Lang != "fr" || len(m.Icons) != 3 {
		t.Errorf("manifest %+v", m)
	}
	for _, icon := range m.Icons {
		if res, _ := fetched(t, srv.URL+icon.Src); res.StatusCode != 200 || res.Header.Get("Content-Type") != "image/png" {
			t.Errorf("icon %s answers %d", icon.Src, res.StatusCode)
		}
	}

	must(t, door.Revoke(app, testapp.Now, "test", e.ID, p.door.ID))
	for _, path := range []string{"", "/application.webmanifest"} {
		if res, _ := fetched(t, address+path); res.StatusCode != http.StatusGone || path == "" && res.Header.Get("X-Passerelle-Accueil") == "" {
			t.Errorf("%s of a closed door answers %d, and the page is known for ours", path, res.StatusCode)
		}
	}
}
