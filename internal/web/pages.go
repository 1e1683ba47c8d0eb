package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
)

// Site is what every page says of the platform itself.
type Site struct {
	Name      string // product name, "Passerelle"
	Territory string // under the name, "PTSM Artois-Audomarois"
	Organiser string // the institution that answers for the site; may be empty
	Contact   string // e-mail address for questions; may be empty
	PublicURL string // scheme and host, without a slash at the end
	Demo      bool   // shows the demonstration's banner
	Stages    bool   // a campaign of stages croisés is open: the public finds its places
}

// RoleCoordinator is the role that sees the whole desk.
const RoleCoordinator = "coordinator"

// User is who is logged in.
type User struct {
	Name string
	Role string // "coordinator" or "organiser"
}

// Coordinator tells whether the user may see settings, structures and figures.
func (u *User) Coordinator() bool { return u != nil && u.Role == RoleCoordinator }

// Flash is one message about what has just been done.
type Flash struct {
	Kind string // "ok", "warn" or "err"
	Text string
}

// FieldError is one mistake in a form. Field is the name and id of the control;
// Label is the control's, found by the page where it is left empty, so that the
// summary says which answer it speaks of.
type FieldError struct{ Field, Text, Label string }

// Page is what a template receives.
type Page struct {
	Site   Site
	Path   string // path of the request, for aria-current in the navigation
	User   *User  // nil for a visitor
	Flash  *Flash
	Errors []FieldError
	View   any // the page's own struct
}

// Globals fills what a handler leaves out of a page.
type Globals struct {
	// Site is asked at each rendering where the page brings no site name, so
	// that a change of the settings shows at once. It may be nil.
	Site func() Site
}

// Pages holds the parsed pages.
type Pages struct {
	pages   map[string]page
	globals Globals
}

type page struct {
	set    *template.Template
	entry  string // template to execute
	crumbs bool
	labels map[string]string // of the page's fields, by name
}

// rendered is what a layout sees: the page, and whether it brings a trail of crumbs.
type rendered struct {
	Page
	HasCrumbs bool
}

// Render writes the page "room/name". Nothing is written when it fails: an
// unknown page, or a field that the view does not have.
func (p *Pages) Render(w io.Writer, name string, data Page) error {
	page, ok := p.pages[name]
	if !ok {
		return fmt.Errorf("no page %q", name)
	}
	if data.Site.Name == "" && p.globals.Site != nil {
		data.Site = p.globals.Site()
	}
	for i, e := range data.Errors {
		if e.Label == "" {
			data.Errors[i].Label = page.labels[e.Field]
		}
	}
	var buffer bytes.Buffer
	if err := page.set.ExecuteTemplate(&buffer, page.entry, rendered{data, page.crumbs}); err != nil {
		return fmt.Errorf("render page %s: %w", name, err)
	}
	_, err := buffer.WriteTo(w)
	return err
}

// Has tells whether a page of that name was parsed.
func (p *Pages) Has(name string) bool {
	_, ok := p.pages[name]
	return ok
}
