package web

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"
)

// mailRoom holds the mails' templates, which the mail room parses itself.
const mailRoom = "mail"

// layouts gives the file of each layout that a page may ask for.
var layouts = map[string]string{"site": "layout.html", "desk": "desk.html", "none": ""}

// pageBlocks are the blocks that a page may define; the first two it must.
var pageBlocks = []string{"title", "main", "head", "crumbs"}

var layoutLine = regexp.MustCompile(`^\{\{/\* layout: (\w+) \*/\}\}`)

// library is what the pages are made of: sources by path, read and parsed once.
type library struct {
	sources map[string]string
	assets  *Assets
	funcs   template.FuncMap
	parsed  map[string]*template.Template // by file, alone; never executed: escaping rewrites what it executes
}

// NewPages parses and checks every page of fsys. layout.html and desk.html are
// the layouts; _*.html are partials, at the root for all pages, in a room for
// the pages of that room; any other room/page.html is the page "room/page",
// whose first line names its layout: {{/* layout: site */}}, desk or none.
// A file out of place, a block that nobody shows, a template or an asset that
// does not exist stop the start.
func NewPages(fsys fs.FS, assets *Assets, globals Globals) (*Pages, error) {
	sources, err := readTemplates(fsys)
	if err != nil {
		return nil, err
	}
	lib := library{sources, assets, funcs(assets), map[string]*template.Template{}}
	pages := map[string]page{}
	for name := range sources {
		kind, err := kindOf(name)
		if err != nil {
			return nil, err
		}
		if kind != "page" {
			continue
		}
		parsed, err := lib.page(name)
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", name, err)
		}
		pages[strings.TrimSuffix(name, ".html")] = parsed
	}
	return &Pages{pages, globals}, nil
}

// With is the same pages, filled by other globals: parsing is the dear part, and one process may hold many apps.
func (p *Pages) With(globals Globals) *Pages { return &Pages{p.pages, globals} }

// readTemplates reads every HTML file but the mails'.
func readTemplates(fsys fs.FS) (map[string]string, error) {
	sources := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name == mailRoom {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".html" {
			return nil
		}
		content, err := fs.ReadFile(fsys, name)
		sources[name] = string(content)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	return sources, nil
}

// kindOf says what a file is from where it stands: "layout", "partial" or "page".
func kindOf(name string) (string, error) {
	base, depth := path.Base(name), strings.Count(name, "/")
	switch {
	case name == layouts["site"], name == layouts["desk"]:
		return "layout", nil
	case depth <= 1 && strings.HasPrefix(base, "_"):
		return "partial", nil
	case depth == 1:
		return "page", nil
	}
	return "", fmt.Errorf("template %s: neither a layout, nor a partial (_name.html), nor a page (room/page.html)", name)
}

// partials lists the partial files that a page sees, in a stable order.
func (l library) partials(pageName string) []string {
	var names []string
	for name := range l.sources {
		dir := path.Dir(name)
		if strings.HasPrefix(path.Base(name), "_") && (dir == "." || dir == path.Dir(pageName)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// page builds the set of one page: partials, layout, then the page itself.
func (l library) page(name string) (page, error) {
	source := l.sources[name]
	found := layoutLine.FindStringSubmatch(source)
	if found == nil {
		return page{}, errors.New(`the first line must be {{/* layout: site */}}, {{/* layout: desk */}} or {{/* layout: none */}}`)
	}
	layout, known := layouts[found[1]]
	if !known {
		return page{}, fmt.Errorf("unknown layout %q", found[1])
	}
	set := template.New("").Funcs(l.funcs).Option("missingkey=error")
	for _, file := range l.partials(name) {
		if err := l.add(set, file, nil); err != nil {
			return page{}, err
		}
	}
	if layout == "" {
		if err := l.add(set, name, nil); err != nil {
			return page{}, err
		}
		return l.checked(set, page{set: set, entry: name, labels: map[string]string{}})
	}
	if err := l.add(set, layout, nil); err != nil {
		return page{}, err
	}
	if err := l.add(set, name, pageBlocks); err != nil {
		return page{}, err
	}
	if !parse.IsEmptyTree(set.Lookup(name).Tree.Root) {
		return page{}, errors.New(`text outside {{define "main"}} and {{define "title"}} is never shown`)
	}
	for _, block := range pageBlocks[:2] {
		if set.Lookup(block) == nil {
			return page{}, fmt.Errorf("block %q is not defined", block)
		}
	}
	crumbs := strings.Contains(source, `{{define "crumbs"}}`)
	return l.checked(set, page{set: set, entry: layout, crumbs: crumbs, labels: map[string]string{}})
}

// add parses one file into the set. With blocks, the file may define only
// those; without, it may not define a name twice.
func (l library) add(set *template.Template, file string, blocks []string) error {
	alone, err := l.alone(file)
	if err != nil {
		return err
	}
	for _, defined := range alone.Templates() {
		name := defined.Name()
		if defined.Tree == nil {
			continue
		}
		if blocks != nil && name != file && !slices.Contains(blocks, name) {
			return fmt.Errorf("block %q is shown by no layout (known: %s)", name, strings.Join(blocks, ", "))
		}
		if blocks == nil && set.Lookup(name) != nil {
			return fmt.Errorf("%s defines %q a second time", file, name)
		}
		if _, err := set.AddParseTree(name, defined.Tree.Copy()); err != nil {
			return err
		}
	}
	return nil
}

// alone parses one file by itself, the first time that a page needs it.
func (l library) alone(file string) (*template.Template, error) {
	if t := l.parsed[file]; t != nil {
		return t, nil
	}
	source, ok := l.sources[file]
	if !ok {
		return nil, fmt.Errorf("%s is missing", file)
	}
	t, err := template.New(file).Funcs(l.funcs).Parse(source)
	l.parsed[file] = t
	return t, err
}

// checked refuses a set that calls what does not exist, and lets html/template
// find the contexts it cannot escape now rather than before the first visitor.
func (l library) checked(set *template.Template, parsed page) (page, error) {
	for _, t := range set.Templates() {
		if t.Tree == nil {
			continue
		}
		for _, called := range calls(t.Tree.Root) {
			if called.template != "" && set.Lookup(called.template) == nil {
				return page{}, fmt.Errorf("template %q, called in %q, does not exist", called.template, t.Name())
			}
			if called.field != "" && called.label != "" {
				parsed.labels[called.field] = called.label
			}
			if called.asset == "" {
				continue
			}
			if _, err := l.assets.URL(called.asset); err != nil {
				return page{}, err
			}
		}
	}
	var escaping *template.Error
	err := set.ExecuteTemplate(io.Discard, parsed.entry, rendered{})
	if errors.As(err, &escaping) {
		return page{}, escaping
	}
	return parsed, nil // any other error comes from the empty data of this trial
}
