package paris

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Span is the half-open interval, between midnights of Paris, that a date of the history covers: a year « 2025 », a
// month « 2025-12 », a day « 2025-12-04 », or two of them with a slash between, both included. Zero times for no date.
func Span(text string) (from, to time.Time, err error) {
	if text == "" {
		return from, to, nil
	}
	first, last, isRange := strings.Cut(text, "/")
	if from, to, err = span(first); err != nil || !isRange {
		return from, to, err
	}
	if _, to, err = span(last); err != nil {
		return time.Time{}, time.Time{}, err
	}
	if !from.Before(to) {
		return time.Time{}, time.Time{}, fmt.Errorf("%q ends before it begins", text)
	}
	return from, to, nil
}

func span(text string) (from, to time.Time, err error) {
	for _, l := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {dayLayout, 0, 0, 1}} {
		t, err := time.ParseInLocation(l.layout, text, Location)
		if err == nil {
			return t.UTC(), t.AddDate(l.years, l.months, l.days).UTC(), nil
		}
	}
	return from, to, fmt.Errorf("%q is no year, month, day or range", text)
}

var (
	typedDay    = regexp.MustCompile(`\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b`)
	typedMonth  = regexp.MustCompile(`\b(\d{1,2})[/.](\d{4})\b`)
	namedDay    = regexp.MustCompile(`\b(\d{1,2})(?:er)?\s+(\pL+)\.?\s+(\d{4})\b`)
	namedMonth  = regexp.MustCompile(`(^|[^\pL])(\pL+)\.?\s+(\d{4})\b`)
	typedBounds = regexp.MustCompile(`^(?:de |du |d’|d')?(.+?)\s*(?: à | au | - | – |/)\s*(.+)$`)
)

// ReadSpan reads a date of the history as people write it (« 2025 », « 12/2025 », « décembre 2025 », « 4/12/2025 »,
// « 4 décembre 2025 », « de 2022 à 2025 ») into the form that Span knows. Error: what it cannot read.
func ReadSpan(text string) (string, error) {
	s := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	s = typedDay.ReplaceAllStringFunc(s, func(m string) string {
		p := typedDay.FindStringSubmatch(m)
		return fmt.Sprintf("%s-%02s-%02s", p[3], p[2], p[1])
	})
	s = typedMonth.ReplaceAllStringFunc(s, func(m string) string {
		p := typedMonth.FindStringSubmatch(m)
		return fmt.Sprintf("%s-%02s", p[2], p[1])
	})
	s = namedDay.ReplaceAllStringFunc(s, func(m string) string {
		p := namedDay.FindStringSubmatch(m)
		if n := monthNamed(p[2]); n > 0 {
			return fmt.Sprintf("%s-%02d-%02s", p[3], n, p[1])
		}
		return m
	})
	s = namedMonth.ReplaceAllStringFunc(s, func(m string) string {
		p := namedMonth.FindStringSubmatch(m)
		if n := monthNamed(p[2]); n > 0 {
			return fmt.Sprintf("%s%s-%02d", p[1], p[3], n)
		}
		return m
	})
	if p := typedBounds.FindStringSubmatch(s); p != nil {
		s = p[1] + "/" + p[2]
	}
	_, _, err := Span(s)
	return s, err
}

// monthNamed is the number of a month by its name or its short name; 0: none.
func monthNamed(word string) int {
	for i := range months {
		if word == months[i] || word == strings.TrimSuffix(shortMonths[i], ".") {
			return i + 1
		}
	}
	return 0
}

// SpanWords says a date of the history: « 2025 », « décembre 2025 », « 22 mai 2025 », « de 2022 à 2025 ». Empty:
// without a date.
func SpanWords(text string) string {
	first, last, isRange := strings.Cut(text, "/")
	if isRange {
		return "de " + SpanWords(first) + " à " + SpanWords(last)
	}
	if t, err := time.Parse("2006-01", text); err == nil {
		return Month(t.Add(12 * time.Hour))
	}
	if t, err := ParseDay(text); err == nil {
		return Range(t, t.Add(time.Hour))
	}
	return text
}
