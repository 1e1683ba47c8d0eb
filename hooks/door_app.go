package hooks

import (
	"encoding/json"
	"net/http"
	"path"
	"slices"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	public "passerelle/pb_public"
)

// doorApp is the folder of the door's scripts and styles. They name each other, so that they stand together
// under one address that changes with any of them: a phone never runs the old with the new.
const doorApp = "accueil/app"

// doorMark is the header by which a phone tells a door's page of ours from a portal's, and its build.
const doorMark = "X-Passerelle-Accueil"

// doorColour is the one of the page's head.
const doorColour = "#0b5563"

func (s *site) signDoor(e *core.RequestEvent) {
	e.Response.Header().Set(doorMark, s.assets.Build(doorApp))
}

// doorFile serves a file of the door's application. Another build's is not found: what a phone keeps of that
// build it keeps whole.
func (s *site) doorFile(e *core.RequestEvent) error {
	name := doorApp + "/" + e.Request.PathValue("file")
	if e.Request.PathValue("build") != s.assets.Build(doorApp) || s.assets.Sum(name) == "" {
		return s.refuse(e, domain.Error{Code: domain.ErrNotFound})
	}
	h := e.Response.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", s.assets.ETag(name))
	return e.FileFS(public.FS, name)
}

// doorShell is what the page of a door needs to open without network.
func (s *site) doorShell() (files []string, err error) {
	carried := slices.Concat(s.assets.Under(doorApp), []string{"favicon.svg"})
	for _, name := range carried {
		if !slices.Contains([]string{".js", ".css", ".wasm", ".svg"}, path.Ext(name)) {
			continue // licences
		}
		address, err := s.assets.URL(name)
		if err != nil {
			return nil, err
		}
		files = append(files, address)
	}
	for _, name := range s.assets.Under("fonts") { // named by the style sheet without a hash
		if path.Ext(name) == ".woff2" {
			files = append(files, "/"+name)
		}
	}
	return files, nil
}

// doorWorker is the service worker of every door: pb_public/accueil/sw.js, after the files it must keep.
func (s *site) doorWorker(e *core.RequestEvent) error {
	files, err := s.doorShell()
	if err != nil {
		return s.refuse(e, err)
	}
	shell, err := json.Marshal(map[string]any{"build": s.assets.Build(doorApp), "files": files, "mark": doorMark})
	if err != nil {
		return s.refuse(e, err)
	}
	code, err := public.FS.ReadFile("accueil/sw.js")
	if err != nil {
		return s.refuse(e, err)
	}
	e.Response.Header().Set("Cache-Control", "no-cache")
	return e.Blob(http.StatusOK, "text/javascript; charset=utf-8", slices.Concat([]byte("self.SHELL = "), shell, []byte(";\n"), code))
}

// manifest makes of a door an application of the phone's.
type manifest struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	ShortName  string         `json:"short_name"`
	Lang       string         `json:"lang"`
	StartURL   string         `json:"start_url"`
	Scope      string         `json:"scope"`
	Display    string         `json:"display"`
	Theme      string         `json:"theme_color"`
	Background string         `json:"background_color"`
	Icons      []manifestIcon `json:"icons"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// doorManifest describes the application of one door: its scope is this door alone.
func (s *site) doorManifest(e *core.RequestEvent) error {
	token := e.Request.PathValue("door")
	_, place, err := door.Enter(e.App, s.now(), token)
	if err != nil {
		return s.noDoor(e, err)
	}
	m := manifest{Name: "Accueil, " + place.Event.Title, ShortName: "Accueil", Lang: "fr", Display: "standalone",
		StartURL: "/accueil/" + token, Scope: "/accueil/" + token, ID: "/accueil/" + token, Theme: doorColour, Background: "#ffffff"}
	for _, icon := range []manifestIcon{{"icon-192.png", "192x192", "image/png", "any"}, {"icon-512.png", "512x512", "image/png", "any"},
		{"icon-maskable-512.png", "512x512", "image/png", "maskable"}} {
		if icon.Src, err = s.assets.URL("accueil/icones/" + icon.Src); err != nil {
			return s.refuse(e, err)
		}
		m.Icons = append(m.Icons, icon)
	}
	body, err := json.Marshal(m)
	if err != nil {
		return s.refuse(e, err)
	}
	return e.Blob(http.StatusOK, "application/manifest+json; charset=utf-8", body)
}
