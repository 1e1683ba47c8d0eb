package mail

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"github.com/pocketbase/pocketbase/core"
)

// A letter is written once, in text: blank lines part paragraphs, « - » begins a list line, {prénom} is a
// variable, and « Voir mon inscription : {lien de mon inscription} » alone on its line is a button in HTML. Both
// parts of the mail come from it. What is kept names a link as [[label|kind:target]]: the secret address is put in
// only when the letter is sent or shown.

var (
	linkRef = regexp.MustCompile(`\[\[([^|\]]+)\|([a-z-]+):([^\]]*)\]\]`)
	braces  = regexp.MustCompile(`\{([^{}\n]*)\}`)
	button  = regexp.MustCompile(`^(?:(.*[^\s\x{a0}\x{202f}])[\s\x{a0}\x{202f}]*:)?[\s\x{a0}]*\{([^{}\n]*)\}$`)
)

// compose gives subject and text of a letter in the words of the coordinator, or of the house.
func compose(app core.App, kind string, w Words) (subject, text string, err error) {
	wording, err := WordingOf(app, kind)
	if err != nil {
		return "", "", err
	}
	return wording.write(kind, w)
}

func (t Wording) write(kind string, w Words) (subject, text string, err error) {
	if t.Subject == "" {
		return "", "", fmt.Errorf("letter %s: no text", kind)
	}
	subject, text = t.Fill(w)
	return subject, text, nil
}

// Fill puts the values of the variables into a wording. It reads each line once: what a value holds is never
// read as a variable or a link.
func (t Wording) Fill(w Words) (subject, text string) {
	w = w.typed()
	subject = strings.Join(strings.Fields(fillLine(noLink.Replace(t.Subject), &w)), " ")
	var lines []string
	for _, l := range strings.Split(noLink.Replace(t.Text), "\n") {
		lines = append(lines, expand(strings.TrimSpace(l), &w)...)
	}
	text = strings.TrimSpace(squeeze(strings.Join(lines, "\n"))) + "\n"
	if w.For == "" {
		return subject, text
	}
	return subject + " (" + w.For + ")", forWhom(text, w.For)
}

// forWhom says, after the greeting, whose registration a referent reads about.
func forWhom(text, name string) string {
	first, rest, _ := strings.Cut(text, "\n\n")
	line := "Ce message est pour " + name + "."
	if strings.HasPrefix(first, "Bonjour") {
		return first + "\n\n" + line + "\n\n" + rest
	}
	return line + "\n\n" + text
}

// expand gives what a line of a wording becomes: nothing when a variable of it is empty, several lines for a list.
func expand(line string, w *Words) []string {
	for _, found := range braces.FindAllStringSubmatch(line, -1) {
		if v := variable(found[1]); v != nil && !v.optional && v.empty(w) {
			return nil
		}
	}
	if m := button.FindStringSubmatch(line); m != nil {
		switch v := variable(m[2]); {
		case v == nil:
		case v.list != nil && m[1] == "":
			return bullets(v.list(w))
		case v.link != nil:
			label := v.label
			if m[1] != "" {
				label = strings.Join(strings.Fields(fillText(m[1], w)), " ")
			}
			return []string{v.reference(label, w)}
		}
	}
	return strings.Split(fillLine(line, w), "\n")
}

func bullets(list []string) (lines []string) {
	for _, item := range list {
		lines = append(lines, "- "+item)
	}
	return lines
}

// fillLine replaces the variables of a line; one that is optional and empty takes the space before it along.
func fillLine(line string, w *Words) string {
	var b strings.Builder
	for {
		at := braces.FindStringSubmatchIndex(line)
		if at == nil {
			return b.String() + line
		}
		before, v := line[:at[0]], variable(line[at[2]:at[3]])
		switch {
		case v == nil:
			b.WriteString(line[:at[1]])
		case v.optional && v.empty(w):
			b.WriteString(strings.TrimRight(before, " "))
		default:
			b.WriteString(before + v.text(w))
		}
		line = line[at[1]:]
	}
}

// fillText is fillLine without the links, for the label of one.
func fillText(line string, w *Words) string {
	return linkRef.ReplaceAllString(fillLine(line, w), "$1")
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

// block makes a paragraph: lines, a list, or lines and a list after them.
func block(paragraph string, resolve Resolve) string {
	var b strings.Builder
	var lines, items []string
	flush := func() {
		if len(lines) > 0 {
			b.WriteString("<p>" + strings.Join(lines, "<br>") + "</p>")
		}
		if len(items) > 0 {
			b.WriteString("<ul><li>" + strings.Join(items, "</li><li>") + "</li></ul>")
		}
		lines, items = nil, nil
	}
	for _, l := range strings.Split(paragraph, "\n") {
		item, listed := strings.CutPrefix(l, "- ")
		if listed != (len(items) > 0) {
			flush()
		}
		if listed {
			items = append(items, inline(item, resolve))
			continue
		}
		lines = append(lines, inline(l, resolve))
	}
	flush()
	return b.String()
}

// inline escapes a line; a link that is all of it becomes a button.
func inline(line string, resolve Resolve) string {
	style := ` style="color:#0b5563"`
	if at := linkRef.FindStringIndex(line); at != nil && at[0] == 0 && at[1] == len(line) {
		style = ` style="display:inline-block;padding:10px 20px;background:#0b5563;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:bold"`
	}
	var b strings.Builder
	for {
		at := linkRef.FindStringSubmatchIndex(line)
		if at == nil {
			return b.String() + html.EscapeString(line)
		}
		b.WriteString(html.EscapeString(line[:at[0]]) + `<a href="` + html.EscapeString(resolve(line[at[4]:at[5]], line[at[6]:at[7]])) + `"` + style + `>` +
			html.EscapeString(line[at[2]:at[3]]) + `</a>`)
		line = line[at[1]:]
	}
}
