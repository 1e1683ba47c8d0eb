// Package paris reads and writes the moments that visitors see.
// Every time.Time it returns is in UTC, every text is French and in Paris time;
// the current time is never read here.
package paris

import (
	"errors"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // a minimal server has no zone files
)

// Location is Europe/Paris.
var Location = mustLoad("Europe/Paris")

// Errors of the parsers.
var (
	// ErrFormat says that the text is not a date or an hour.
	ErrFormat = errors.New("paris: unknown date or time format")
	// ErrNoSuchTime says that the hour does not exist: the clocks of spring skip it.
	ErrNoSuchTime = errors.New("paris: this hour does not exist on that day")
)

const (
	inputLayout = "2006-01-02T15:04"
	dayLayout   = "2006-01-02"
	shortLayout = "02/01/2006"
)

var clockPattern = regexp.MustCompile(`^(\d{1,2})\s*(?::\s*(\d{2})|[hH]\s*(\d{2})?)$`)

func mustLoad(name string) *time.Location {
	location, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // time/tzdata is embedded: only a broken build gets here
	}
	return location
}

// Parse reads the value of a datetime-local field ("2026-03-12T09:00", or with
// a space for the T) as Paris time. The repeated hour of autumn is read as one
// of its two moments, always the same. Errors: ErrFormat, ErrNoSuchTime.
func Parse(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	// The length is checked because Go would read "T9:00" too.
	if len(s) != len(inputLayout) {
		return time.Time{}, ErrFormat
	}
	if s[10] == ' ' {
		s = s[:10] + "T" + s[11:]
	}
	t, err := time.ParseInLocation(inputLayout, s, Location)
	if err != nil {
		return time.Time{}, ErrFormat
	}
	// Go moves a skipped hour silently; only a round trip shows it.
	if t.Format(inputLayout) != s {
		return time.Time{}, ErrNoSuchTime
	}
	return t.UTC(), nil
}

// ParseDay reads "2026-03-12" or "12/03/2026" as midnight in Paris.
// Error: ErrFormat.
func ParseDay(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{dayLayout, shortLayout} {
		t, err := time.ParseInLocation(layout, s, Location)
		if err == nil && t.Format(layout) == s {
			return t.UTC(), nil
		}
	}
	return time.Time{}, ErrFormat
}

// Combine reads a day (as ParseDay) and an hour typed by hand: "09:00", "9:00",
// "9h", "9 h 30". Errors: ErrFormat, ErrNoSuchTime.
func Combine(day, clock string) (time.Time, error) {
	midnight, err := ParseDay(day)
	if err != nil {
		return time.Time{}, err
	}
	clock = strings.TrimSpace(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(clock))
	parts := clockPattern.FindStringSubmatch(clock)
	if parts == nil {
		return time.Time{}, ErrFormat
	}
	hour, minute := parts[1], parts[2]+parts[3]
	if len(hour) == 1 {
		hour = "0" + hour
	}
	if minute == "" {
		minute = "00"
	}
	return Parse(Day(midnight) + "T" + hour + ":" + minute)
}

// StartOfDay is the midnight that begins t's day in Paris.
func StartOfDay(t time.Time) time.Time {
	y, m, d := t.In(Location).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Location).UTC()
}

// NextDay is the midnight that ends t's day in Paris, 23 to 25 hours after
// StartOfDay.
func NextDay(t time.Time) time.Time {
	return StartOfDay(t).In(Location).AddDate(0, 0, 1).UTC()
}

// Year is the half-open interval of a calendar year in Paris.
func Year(y int) (from, to time.Time) {
	from = time.Date(y, time.January, 1, 0, 0, 0, 0, Location)
	return from.UTC(), from.AddDate(1, 0, 0).UTC()
}
