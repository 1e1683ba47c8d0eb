package certificate

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/pdf"
)

// crossedTitle begins the title of the entry that a stage croisé has in the register, before its host.
const crossedTitle = "Stage croisé : "

// Sentence says how the person took part.
func Sentence(c domain.CertificateContent) string {
	switch {
	case c.Kind == Titles[Speaking]:
		return "a assuré une intervention"
	case c.Kind == Titles[Placement] && c.Complete:
		return "a effectué le stage"
	case c.Kind == Titles[Placement]:
		return "a effectué partiellement le stage"
	case c.Complete:
		return "a participé"
	}
	return "a participé partiellement"
}

// Worded puts on a page what its content says: how the person took part, with whom, and the table. A broken date is an error.
func Worded(p *pdf.Certificate, c domain.CertificateContent) error {
	p.Provider, p.Rule = provider(c), partly(c)
	phrase(p, c)
	return lines(p, c)
}

// phrase says, between the name and the event, how the person took part.
func phrase(p *pdf.Certificate, c domain.CertificateContent) {
	switch {
	case c.Kind == Titles[Yearly]:
		p.Kind += " " + strconv.Itoa(c.Year)
		p.Sentence, p.EventTitle = fmt.Sprintf("a participé, en %d, à", c.Year), counted(len(c.Events), "formation ou rencontre", "formations et rencontres")
		p.TotalLabel, p.TotalCount = "Total de l’année", strconv.Itoa(halfDays(c))
	case c.Kind == Titles[Speaking]:
		p.TotalLabel = "Durée de l’intervention"
		one, the := deed(c.Role)
		p.Sentence, p.Subject, p.Link = "a assuré"+one+" lors de", c.Subject, ""
		if c.Subject != "" {
			p.Sentence, p.Link = "a assuré"+the, "lors de"
		}
	case c.Kind == Titles[Placement]:
		p.Sentence = Sentence(c)
		crossed(p, c)
	default:
		p.Sentence = Sentence(c) + " à"
	}
}

// crossed says a stage croisé: its host large, the address alone under it, how many half-days were spent there.
func crossed(p *pdf.Certificate, c domain.CertificateContent) {
	host, is := strings.CutPrefix(c.EventTitle, crossedTitle)
	if !is {
		return
	}
	p.EventTitle, p.Sentence = host, "a effectué un stage croisé au sein de"
	if !c.Complete {
		p.Sentence = "a effectué une partie d’un stage croisé au sein de"
	}
	p.Place = strings.TrimPrefix(strings.TrimPrefix(c.Place, host), ", ")
	present := 0
	for _, s := range c.Slots {
		if s.Present {
			present++
		}
	}
	p.TotalLabel = "Total, " + counted(present, "demi-journée", "demi-journées")
}

// deed says what somebody of a role did, once and of a subject: « une formation » and « la formation » where the role
// is what is done, « , en qualité de formatrice, une intervention » where it is who does it.
func deed(role string) (one, the string) {
	role = strings.TrimSpace(role)
	if role == "" {
		return " une intervention", " l’intervention"
	}
	first := []rune(strings.ToLower(role))[0]
	role = string(first) + strings.TrimPrefix(role, string([]rune(role)[0]))
	elided := strings.ContainsRune("aàâeéèêiîoôuœh", first)
	of, the := "de ", " la "
	word := strings.Fields(role)[0]
	done, male := strings.HasSuffix(word, "ion"), strings.HasSuffix(word, "age") || strings.HasSuffix(word, "ement")
	if male {
		the = " le "
	}
	if elided {
		of, the = "d’", " l’"
	}
	switch {
	case male:
		return " un " + role, the + role
	case done:
		return " une " + role, the + role
	}
	who := ", en qualité " + of + role + ","
	return who + " une intervention", who + " l’intervention"
}

func halfDays(c domain.CertificateContent) (n int) {
	for _, e := range c.Events {
		n += e.HalfDays
	}
	return n
}

// partly says what was followed and what the rule asks, when not everything was followed.
func partly(c domain.CertificateContent) string {
	if c.Complete || len(c.Slots) == 0 {
		return ""
	}
	present, whole := 0, 0
	for _, s := range c.Slots {
		whole += s.Minutes
		if s.Present {
			present++
		}
	}
	return fmt.Sprintf("Présence partielle : %d demi-%s sur %d, %s sur %s. L’attestation est délivrée pour : %s.", present, plural(present, "journée", "journées"),
		len(c.Slots), paris.Minutes(c.Total), paris.Minutes(whole), RuleWords(domain.Completion{Rule: c.Rule, Amount: c.Amount}))
}

// provider names the partner, unless it was typed with its own words.
func provider(c domain.CertificateContent) string {
	if c.Provider == "" || strings.HasPrefix(strings.ToLower(c.Provider), "en partenariat") {
		return c.Provider
	}
	return "en partenariat avec " + c.Provider
}

// Identifiers are what the law asks a training provider to print, only where it is filled in.
func Identifiers(d domain.CertificateDesign) string {
	var parts []string
	if d.SIRET != "" {
		parts = append(parts, "SIRET "+grouped(d.SIRET, 3, 3, 3, 5)+".")
	}
	if d.NDA != "" {
		parts = append(parts, "Déclaration d’activité enregistrée sous le numéro "+grouped(d.NDA, 2, 2, 5, 2)+". Cet enregistrement ne vaut pas agrément de l’État.")
	}
	return strings.Join(parts, " ")
}

// grouped writes digits in groups; what has not as many stays as it was typed.
func grouped(s string, sizes ...int) string {
	digits, groups := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, s), []string{}
	for _, n := range sizes {
		if len(digits) < n || strings.Trim(digits[:n], "0123456789") != "" {
			return s
		}
		groups, digits = append(groups, digits[:n]), digits[n:]
	}
	if digits != "" {
		return s
	}
	return strings.Join(groups, "\u00a0")
}

func counted(n int, one, many string) string {
	return strconv.Itoa(n) + "\u00a0" + plural(n, one, many)
}

func plural(n int, one, many string) string {
	if n < 2 {
		return one
	}
	return many
}

// lines puts the table in words: half-days, or the events of a year.
func lines(p *pdf.Certificate, c domain.CertificateContent) error {
	for _, s := range c.Slots {
		line, err := slotLine(s)
		if err != nil {
			return err
		}
		if c.Kind == Titles[Speaking] {
			// An intervention has a length of its own: over several half-days only its whole is known.
			if line.AttendedTime = ""; s.Attended > 0 {
				line.AttendedTime = paris.Minutes(s.Attended)
			}
			line.Duration = line.AttendedTime
		}
		p.Slots = append(p.Slots, line)
	}
	for _, e := range c.Events {
		start, end, err := span(e.Start, e.End)
		if err != nil {
			return err
		}
		p.Events = append(p.Events, pdf.EventLine{Title: e.Title, Detail: joined(" · ", paris.Capital(paris.Range(start, end)), e.Nature, e.Organiser),
			HalfDays: strconv.Itoa(e.HalfDays), Time: paris.Minutes(e.Minutes)})
	}
	return nil
}

func slotLine(s domain.CertificateSlot) (pdf.SlotLine, error) {
	start, end, err := span(s.Start, s.End)
	if err != nil {
		return pdf.SlotLine{}, err
	}
	line := pdf.SlotLine{Label: s.Label, When: paris.Capital(paris.Slot(start, end)), Duration: paris.Minutes(s.Minutes), Attended: s.Present}
	if s.Present {
		line.AttendedTime = paris.Minutes(s.Attended)
	}
	if s.CaughtUp != "" {
		start, end, err := span(s.CaughtUp, orElse(s.CaughtUpEnd, s.CaughtUp))
		if err != nil {
			return line, err
		}
		line.Note = "rattrapée dans un autre groupe : " + paris.Slot(start, end)
		if !end.After(start) {
			line.Note = "rattrapée dans un autre groupe : " + paris.Moment(start)
		}
	}
	return line, nil
}

func span(start, end string) (from, to time.Time, err error) {
	if from, err = time.Parse(time.RFC3339, start); err == nil {
		to, err = time.Parse(time.RFC3339, end)
	}
	return from, to, err
}

func joined(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}
