package pdf

import (
	"slices"
	"strings"
)

// paper is a certificate whose every text can be drawn, its long texts cut in paragraphs.
type paper struct {
	Certificate
	intro, closing []string
}

// cleanedPaper is a copy ready to be drawn, and whether all its texts are Latin.
func cleanedPaper(c Certificate) (p paper, latin bool) {
	p = paper{Certificate: c, intro: paragraphs(c.Intro), closing: paragraphs(c.Closing)}
	p.Slots, p.Events = slices.Clone(c.Slots), slices.Clone(c.Events)
	p.LastName = strings.ToUpper(c.LastName)
	if len(c.Logos) > maxLogos {
		p.Logos = c.Logos[:maxLogos]
	}
	texts := p.texts()
	latin = cleanAll(texts)
	for _, text := range texts {
		*text = frenchSpaces.Replace(*text)
	}
	return p, latin
}

// frenchSpaces puts the spaces that do not break where somebody typed an ordinary one. All its characters are Latin.
var frenchSpaces = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " !", "\u00a0!", " ?", "\u00a0?", " »", "\u00a0»", "« ", "«\u00a0",
	" %", "\u00a0%", " €", "\u00a0€", "n° ", "n°\u00a0", "N° ", "N°\u00a0")

// paragraphs are the lines that somebody typed, without the empty ones.
func paragraphs(s string) (out []string) {
	for _, part := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(part) != "" {
			out = append(out, part)
		}
	}
	return out
}

// texts are the fields that are printed.
func (p *paper) texts() []*string {
	c := &p.Certificate
	texts := []*string{
		&c.Organiser, &c.OrganiserDetail, &c.Identifiers, &c.Kind, &c.LastName, &c.FirstName, &c.Structure, &c.Function,
		&c.Sentence, &c.Subject, &c.Link, &c.EventTitle, &c.EventNature, &c.Place, &c.Provider, &c.TotalLabel, &c.Total,
		&c.TotalCount, &c.Rule, &c.Number, &c.Code, &c.VerifyURL, &c.IssuedOn, &c.SignatoryName, &c.SignatoryFunction,
	}
	for i := range c.Slots {
		s := &c.Slots[i]
		texts = append(texts, &s.Label, &s.When, &s.Note, &s.AttendedTime, &s.Duration)
	}
	for i := range c.Events {
		e := &c.Events[i]
		texts = append(texts, &e.Title, &e.Detail, &e.HalfDays, &e.Time)
	}
	for i := range p.intro {
		texts = append(texts, &p.intro[i])
	}
	for i := range p.closing {
		texts = append(texts, &p.closing[i])
	}
	return texts
}

// fullName is the name as it is printed; cleaned has put the last name in
// capitals.
func (p *paper) fullName() string { return joined(" ", p.FirstName, p.LastName) }

// Whole tells that every half-day was attended from end to end: its length says it all.
func (c Certificate) Whole() bool {
	return !slices.ContainsFunc(c.Slots, func(s SlotLine) bool { return !s.Attended || s.AttendedTime != s.Duration })
}

// Timed tells that the length of a half-day at least is known; else the total alone is said.
func (c Certificate) Timed() bool {
	return slices.ContainsFunc(c.Slots, func(s SlotLine) bool { return s.Duration != "" })
}
