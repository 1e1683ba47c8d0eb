package event

import (
	"regexp"
	"strings"

	"passerelle/internal/domain"
)

// AgendaLine is a line of a running order as read from a pasted text; hours as « 10:30 ».
type AgendaLine struct{ Start, End, Title, Speaker string }

const hour = `([01]?\d|2[0-3])\s*(?:[:.]\s*([0-5]\d)|[hH]\s*([0-5]\d)?)`

var agendaLine = regexp.MustCompile(`^[-•*]?\s*(?:de\s+)?` + hour + `(?:\s*(?:-|–|—|à|>|\s)\s*` + hour + `)?\s*(?:[:;,\-–—]\s*)?(.*)$`)

// ReadAgenda reads a pasted running order, one line each: « 10:30 - 10:45 Accueil », « 10 h 30 à 10 h 45 :
// Accueil », cells of a spreadsheet. What follows a tab or a bar (« | ») after the title is the speaker. A
// line with one hour ends when the next begins. rest are the lines that could not be read, as typed.
func ReadAgenda(text string) (lines []AgendaLine, rest []string) {
	for _, typed := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(typed) == "" {
			continue
		}
		l, ok := readLine(typed)
		if !ok {
			rest = append(rest, strings.TrimSpace(typed))
			continue
		}
		if n := len(lines); n > 0 && lines[n-1].End == "" {
			lines[n-1].End = l.Start
		}
		lines = append(lines, l)
	}
	return lines, rest
}

func readLine(typed string) (l AgendaLine, ok bool) {
	cells := strings.FieldsFunc(typed, func(r rune) bool { return r == '\t' || r == '|' })
	for i := range cells {
		cells[i] = domain.CleanLine(cells[i])
	}
	for len(cells) > 1 && agendaLine.MatchString(cells[0]+" "+cells[1]) && titleOf(cells[0]) == "" {
		cells = append([]string{cells[0] + " " + cells[1]}, cells[2:]...)
	}
	if len(cells) == 0 {
		return l, false
	}
	m := agendaLine.FindStringSubmatch(cells[0])
	if m == nil || m[7] == "" {
		return l, false
	}
	l = AgendaLine{Start: clock(m[1], m[2]+m[3]), Title: strings.TrimSpace(m[7])}
	if m[4] != "" {
		l.End = clock(m[4], m[5]+m[6])
	}
	if len(cells) > 1 {
		l.Speaker = strings.Join(cells[1:], ", ")
	}
	return l, true
}

func titleOf(cell string) string {
	if m := agendaLine.FindStringSubmatch(cell); m != nil {
		return m[7]
	}
	return cell
}

func clock(hour, minute string) string {
	if len(hour) == 1 {
		hour = "0" + hour
	}
	if minute == "" {
		minute = "00"
	}
	return hour + ":" + minute
}
