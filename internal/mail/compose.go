package mail

import (
	"bytes"
	"fmt"
	"html"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"passerelle/internal/paris"
	"passerelle/templates"
)

// A letter is written once, in text: blank lines part paragraphs, « - » begins a list line, and
// [[label|kind:target]] alone on its line is a link, a button in HTML. Both parts of the mail come from
// it. The secret address is put in only when the letter is sent or shown.

var (
	letters = template.Must(parse())
	linkRef = regexp.MustCompile(`\[\[([^|\]]+)\|([a-z-]+):([^\]]*)\]\]`)
	noLink  = strings.NewReplacer("[", "(", "]", ")")
)

func parse() (*template.Template, error) {
	files, err := fs.Glob(templates.FS, "mail/*.txt")
	if err != nil {
		return nil, err
	}
	set := template.New("").Funcs(template.FuncMap{"ordinal": paris.Ordinal})
	for _, f := range files {
		b, err := fs.ReadFile(templates.FS, f)
		if err != nil {
			return nil, err
		}
		if _, err := set.New(strings.TrimSuffix(path.Base(f), ".txt")).Option("missingkey=error").Parse(string(b)); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// Words are what a letter's template may name.
type Words struct {
	FirstName, Event, When, Place, Address, Access, Remote string
	Rank                                                   int
	ShortCode, Reason, Contact, Organiser                  string
	Slots                                                  []string
	Registration, Certificate, Number                      string // ids, for links
	Link                                                   string // token of a granted link
	Body                                                   string // that meets
	Invitation, Declaration                                string // ids, for links
	Name                                                   string // « Prénom Nom » of whom it is about, where somebody else reads
	Until                                                  string // an offer's deadline, in words
	People                                                 []string
	Booking                                                string // id, for the referent's link
}

// typed turns the brackets of what people typed into parentheses: only a template names a link, or anybody
// would have the secret address of anything sent to the own mailbox.
func (w Words) typed() Words {
	for _, s := range []*string{&w.FirstName, &w.Event, &w.When, &w.Place, &w.Address, &w.Access, &w.Remote, &w.Reason, &w.Contact, &w.Organiser,
		&w.Body, &w.Name} {
		*s = noLink.Replace(*s)
	}
	for _, list := range []*[]string{&w.Slots, &w.People} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i] = noLink.Replace((*list)[i])
		}
	}
	return w
}

// compose gives subject and text: the first line of the template is « Objet : … ».
func compose(kind string, w Words) (subject, text string, err error) {
	var b bytes.Buffer
	if err := letters.ExecuteTemplate(&b, kind, w.typed()); err != nil {
		return "", "", fmt.Errorf("letter %s: %w", kind, err)
	}
	first, rest, _ := strings.Cut(b.String(), "\n")
	subject, ok := strings.CutPrefix(first, "Objet : ")
	if !ok {
		return "", "", fmt.Errorf("letter %s: the first line is not its subject", kind)
	}
	return strings.TrimSpace(subject), strings.TrimSpace(squeeze(rest)) + "\n", nil
}

// squeeze leaves at most one blank line where a condition printed nothing.
func squeeze(s string) string {
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return s
}

// Resolve gives the address of a link of a letter; see link.URL.
type Resolve func(kind, target string) string

// Plain is the text part of a letter, each link after its label.
func Plain(text string, resolve Resolve) string {
	return linkRef.ReplaceAllStringFunc(text, func(ref string) string {
		m := linkRef.FindStringSubmatch(ref)
		return m[1] + " : " + resolve(m[2], m[3])
	})
}

// HTML is the other part: paragraphs, lists and buttons, with no image and nothing loaded from outside.
func HTML(subject, text string, resolve Resolve) string {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>` + html.EscapeString(subject) +
		`</title></head><body style="margin:0;padding:24px;background:#f3f6f5;font-family:Arial,sans-serif;font-size:16px;line-height:1.5;color:#1b2a30">` +
		`<div style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border-top:4px solid #0b5563">`)
	for _, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		b.WriteString(block(paragraph, resolve))
	}
	b.WriteString("</div></body></html>")
	return b.String()
}

func block(paragraph string, resolve Resolve) string {
	lines := strings.Split(paragraph, "\n")
	if strings.HasPrefix(lines[0], "- ") {
		var b strings.Builder
		for _, l := range lines {
			b.WriteString("<li>" + html.EscapeString(strings.TrimPrefix(l, "- ")) + "</li>")
		}
		return "<ul>" + b.String() + "</ul>"
	}
	for i, l := range lines {
		if m := linkRef.FindStringSubmatch(l); m != nil {
			lines[i] = `<a href="` + html.EscapeString(resolve(m[2], m[3])) + `" style="display:inline-block;padding:10px 20px;background:#0b5563;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:bold">` + html.EscapeString(m[1]) + `</a>`
			continue
		}
		lines[i] = html.EscapeString(l)
	}
	return "<p>" + strings.Join(lines, "<br>") + "</p>"
}
