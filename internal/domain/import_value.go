package domain

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Came is what a cell says of a presence.
type Came int

// What a cell may say.
const (
	CameUnsaid Came = iota // nothing is written
	CameYes
	CameNo
	CameExcused
	CameUnread // something that is not understood
)

// ReadPresence reads « X », « oui », « présente », « absent », « excusé », 1 and 0.
func ReadPresence(cell string) Came {
	switch key := Fold(cell); key {
	case "":
		if strings.ContainsAny(cell, "✓✔☑✅√") {
			return CameYes
		}
		if strings.ContainsAny(cell, "✗✘❌-–—/") {
			return CameNo
		}
		if strings.TrimSpace(cell) != "" {
			return CameUnread
		}
		return CameUnsaid
	case "x", "xx", "o", "oui", "1", "p", "present", "presente", "present e", "presents", "presentes", "ok", "vrai", "true", "yes", "signe", "signee", "venu", "venue", "a participe", "v":
		return CameYes
	case "n", "non", "0", "a", "abs", "absent", "absente", "absent e", "faux", "false", "no", "pas venu", "pas venue", "non present", "non presente", "annule", "annulee", "desistement":
		return CameNo
	case "e", "exc", "excuse", "excusee", "excuse e", "absent excuse", "absente excusee", "abs exc":
		return CameExcused
	}
	return CameUnread
}

var (
	numberIn   = regexp.MustCompile(`\d(?:[ \x{a0}\x{202f}]?\d{3}\b|\d)*`)
	atLeastIn  = regexp.MustCompile(`\b(plus de|au moins|minimum|plus d)\b`)
	about      = regexp.MustCompile(`\b(environ|env|pres de|autour de|une?|vers)\b`)
	hoursIn    = regexp.MustCompile(`^(\d{1,3})(?:[.,](\d{1,2}))?\s*(?:h|heures?)?\s*(\d{1,2})?\s*(?:min|mn)?$`)
	clockRange = regexp.MustCompile(`(\d{1,2})\s*(?:h|:)\s*(\d{2})?\s*(?:-|–|—|/|a|à|au|et)\s*(?:de\s*)?(\d{1,2})\s*(?:h|:)\s*(\d{2})?`)
)

// Tally is what a cell says of how many. AtLeast: « plus de 160 »; About: « environ 80 ».
type ImportCount struct {
	N              int
	AtLeast, About bool
}

// ReadCount reads « 80 », « 80 personnes », « plus de 160 », « 1 200 », « 80.0 ». Not ok: no number, several, or less than
// none.
func ReadCount(cell string) (c ImportCount, ok bool) {
	s := strings.TrimSpace(cell)
	if whole, rest, cut := strings.Cut(s, "."); cut && strings.Trim(rest, "0") == "" {
		s = whole
	}
	numbers := numberIn.FindAllString(s, -1)
	if len(numbers) != 1 || strings.HasPrefix(s, "-") {
		return c, false
	}
	n, err := strconv.Atoi(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, numbers[0]))
	if err != nil || n > 1_000_000 || regexp.MustCompile(`\d\s*[.,]\s*\d`).MatchString(s) {
		return c, false
	}
	key := Fold(s)
	c = ImportCount{N: n, AtLeast: atLeastIn.MatchString(key) || strings.ContainsAny(s, "+>≥"), About: about.MatchString(key) || strings.Contains(s, "~")}
	return c, true
}

// ReadMinutes reads how long somebody was there: « 3 », « 3,5 », « 3h30 », « 3 heures 30 »: minutes.
func ReadMinutes(cell string) (minutes int, ok bool) {
	p := hoursIn.FindStringSubmatch(strings.ToLower(strings.TrimSpace(cell)))
	if p == nil || p[2] != "" && p[3] != "" {
		return 0, false
	}
	hours, _ := strconv.Atoi(p[1])
	minutes = hours * 60
	if p[2] != "" {
		part, _ := strconv.ParseFloat("0."+p[2], 64)
		minutes += int(part*60 + 0.5)
	}
	if p[3] != "" {
		more, _ := strconv.Atoi(p[3])
		if more > 59 {
			return 0, false
		}
		minutes += more
	}
	return minutes, minutes > 0 && minutes <= 200*60
}

// ReadHours reads « 9h - 12h30 », « de 9 h à 17 h »: minutes after midnight.
func ReadHours(cell string) (from, to int, ok bool) {
	p := clockRange.FindStringSubmatch(strings.ToLower(cell))
	if p == nil {
		return 0, 0, false
	}
	at := func(h, m string) int {
		hour, _ := strconv.Atoi(h)
		minute, _ := strconv.Atoi(cmp.Or(m, "0"))
		return hour*60 + minute
	}
	from, to = at(p[1], p[2]), at(p[3], p[4])
	return from, to, from < to && to <= 24*60
}

var importMonths = []string{"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre"}

// monthOf is the number of a month by its folded name or the beginning of it; 0: none.
func monthOf(word string) time.Month {
	if word == "jan" || len(word) >= 3 && word != "jui" {
		for i, m := range importMonths {
			if m == word || strings.HasPrefix(m, word) && len(word) <= 5 {
				return time.Month(i + 1)
			}
		}
	}
	return 0
}

var (
	isoDay    = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$`)
	typedDays = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\s+\d{1,2}[:h].*)?$`)
	serialDay = regexp.MustCompile(`^(\d{5})(?:[.,]\d+)?$`)
	weekdays  = regexp.MustCompile(`\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|le|les|du|de|lun|mer|jeu|ven|sam|dim)\b`)
	dayWord   = regexp.MustCompile(`^(\d{1,2})(?:er)?$`)
)

// MaxImportDays is the most days that one cell may name.
const MaxImportDays = 20

// ReadDays reads the days that a cell names, as midnights of UTC, in their order: « 12/03/2025 », « 2025-03-12 09:00 »,
// « jeudi 12 mars 2025 », « 12 et 13 mars 2025 », « du 30 juin au 2 juillet 2025 », « 12/03/25 », and the serial number that a
// spreadsheet stores (45728). Not ok: no day, one that is none (31 février), or too many.
func ReadDays(cell string) (days []time.Time, ok bool) {
	s := strings.TrimSpace(cell)
	if p := serialDay.FindStringSubmatch(s); p != nil {
		n, _ := strconv.Atoi(p[1])
		return []time.Time{time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)}, n >= 20000 && n <= 80000
	}
	if p := isoDay.FindStringSubmatch(s); p != nil {
		return oneDay(p[1], p[2], p[3])
	}
	if p := typedDays.FindStringSubmatch(s); p != nil {
		return oneDay(p[3], p[2], p[1])
	}
	return wordedDays(s)
}

func oneDay(year, month, day string) ([]time.Time, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y < 100 {
		y += 2000
	}
	t, ok := dayOf(y, time.Month(m), d)
	return []time.Time{t}, ok
}

func dayOf(y int, m time.Month, d int) (time.Time, bool) {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == d && t.Month() == m && y >= 1950 && y <= 2100
}

// wordedDays reads from the end: the year and the month stand after the last day, and hold for those before.
func wordedDays(s string) (days []time.Time, ok bool) {
	s = strings.NewReplacer("/", " ", ".", " ", ",", " et ", ";", " et ", "&", " et ", "–", " au ", "—", " au ", "-", " au ", "+", " et ").Replace(strings.ToLower(folds.Replace(strings.ToLower(s))))
	between := regexp.MustCompile(`\b(au|a|jusqu)\b`).MatchString(s)
	words := strings.Fields(weekdays.ReplaceAllString(s, " "))
	year, month := 0, time.Month(0)
	for _, w := range slices.Backward(words) {
		switch n, err := strconv.Atoi(strings.TrimSuffix(w, "er")); {
		case w == "et" || w == "au" || w == "a":
		case err == nil && n >= 1950 && n <= 2100:
			year = n
		case err == nil && dayWord.MatchString(w) && year > 0 && month > 0:
			t, good := dayOf(year, month, n)
			if !good || len(days) == MaxImportDays {
				return nil, false
			}
			days = append(days, t)
		case err == nil && dayWord.MatchString(w) && year > 0 && n <= 12: // « 12 03 2025 »
			month = time.Month(n)
		case monthOf(w) > 0:
			month = monthOf(w)
		default:
			return nil, false
		}
	}
	slices.Reverse(days)
	if between && len(days) == 2 && days[0].Before(days[1]) {
		for next := days[0].AddDate(0, 0, 1); next.Before(days[len(days)-1]); next = next.AddDate(0, 0, 1) {
			if len(days) == MaxImportDays {
				return nil, false
			}
			days = slices.Insert(days, len(days)-1, next)
		}
	}
	return days, len(days) > 0 && slices.IsSortedFunc(days, func(a, b time.Time) int { return a.Compare(b) })
}
