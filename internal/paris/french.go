package paris

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	nbsp   = "\u00a0" // before « h »
	narrow = "\u202f" // between thousands
)

var weekdays = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}

var months = [...]string{
	"janvier", "février", "mars", "avril", "mai", "juin",
	"juillet", "août", "septembre", "octobre", "novembre", "décembre",
}

var shortMonths = [...]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}

// Input is the value of a datetime-local field: "2026-03-12T09:00".
func Input(t time.Time) string { return t.In(Location).Format(inputLayout) }

// Day is the value of a date field: "2026-03-12".
func Day(t time.Time) string { return t.In(Location).Format(dayLayout) }

// ClockInput is the value of a time field: "09:00".
func ClockInput(t time.Time) string { return t.In(Location).Format("15:04") }

// Clock is the hour as it is said: « 9 h », « 9 h 02 ».
func Clock(t time.Time) string {
	hour, minute, _ := t.In(Location).Clock()
	return hours(hour, minute)
}

// Short is « 12/03/2026 ».
func Short(t time.Time) string { return t.In(Location).Format(shortLayout) }

// Long is « jeudi 12 mars 2026 ».
func Long(t time.Time) string {
	return fmt.Sprintf("%s %d", LongDayMonth(t), t.In(Location).Year())
}

// LongDayMonth is « jeudi 12 mars ».
func LongDayMonth(t time.Time) string {
	return weekdays[t.In(Location).Weekday()] + " " + dayMonth(t)
}

// Block is the parts of a date in a tear-off calendar: « sam. », « 21 », « nov. ».
func Block(t time.Time) (weekday, day, month string) {
	local := t.In(Location)
	return weekdays[local.Weekday()][:3] + ".", dayNumber(local.Day()), shortMonths[local.Month()-1]
}

// Month is « mars 2026 ».
func Month(t time.Time) string {
	local := t.In(Location)
	return fmt.Sprintf("%s %d", months[local.Month()-1], local.Year())
}

// ShortMonth is « mars 26 », « sept. 26 », for the foot of a chart.
func ShortMonth(t time.Time) string {
	local := t.In(Location)
	return fmt.Sprintf("%s %02d", shortMonths[local.Month()-1], local.Year()%100)
}

// Moment is « jeudi 12 mars 2026 à 9 h 02 ».
func Moment(t time.Time) string { return Long(t) + " à " + Clock(t) }

// Slot is « jeudi 12 mars 2026, 9 h - 12 h 30 », or for a slot that passes
// midnight « du jeudi 12 mars 2026 à 9 h au vendredi 13 mars 2026 à 12 h ».
func Slot(start, end time.Time) string {
	if Day(start) == Day(lastInstant(start, end)) {
		return Long(start) + ", " + Clock(start) + " - " + Clock(end)
	}
	return "du " + Moment(start) + " au " + Moment(end)
}

// Range is the days of an event: « 12 mars 2026 », « du 12 au 14 mars 2026 »,
// « du 30 mars au 2 avril 2026 ». An end at midnight belongs to the day before.
func Range(start, end time.Time) string {
	end = lastInstant(start, end)
	first, last := start.In(Location), end.In(Location)
	if first.Year() != last.Year() {
		return fmt.Sprintf("du %s %d au %s %d", dayMonth(start), first.Year(), dayMonth(end), last.Year())
	}
	if first.Month() != last.Month() {
		return fmt.Sprintf("du %s au %s %d", dayMonth(start), dayMonth(end), last.Year())
	}
	if first.Day() != last.Day() {
		return fmt.Sprintf("du %s au %s %d", dayNumber(first.Day()), dayMonth(end), last.Year())
	}
	return fmt.Sprintf("%s %d", dayMonth(start), first.Year())
}

// Minutes is a duration: « 3 h 30 », « 45 min », « 14 h ».
func Minutes(n int) string {
	if n < 0 {
		return "-" + Minutes(-n)
	}
	if n < 60 {
		return strconv.Itoa(n) + nbsp + "min"
	}
	return hours(n/60, n%60)
}

// Ordinal is « 1er », « 2e ».
func Ordinal(n int) string {
	if n == 1 {
		return "1er"
	}
	return Number(n) + "e"
}

// Number is an integer with a narrow space between its thousands.
func Number(n int) string {
	sign, digits := "", strconv.Itoa(n)
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(narrow)
		}
		b.WriteRune(digit)
	}
	return sign + b.String()
}

func hours(hour, minute int) string {
	if minute == 0 {
		return strconv.Itoa(hour) + nbsp + "h"
	}
	return fmt.Sprintf("%d%sh%s%02d", hour, nbsp, nbsp, minute)
}

func dayMonth(t time.Time) string {
	local := t.In(Location)
	return dayNumber(local.Day()) + " " + months[local.Month()-1]
}

func dayNumber(day int) string {
	if day == 1 {
		return "1er"
	}
	return strconv.Itoa(day)
}

// lastInstant keeps an end at midnight in the day that it closes.
func lastInstant(start, end time.Time) time.Time {
	if !end.After(start) {
		return start
	}
	return end.Add(-time.Nanosecond)
}

// Capital gives a text a capital for its first letter: a date that begins a sentence.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// Of writes « de » before a name: « de Camille », « d’Aurore », « d’Hélène ».
func Of(name string) string {
	plain := strings.ToLower(strings.TrimSpace(name))
	if first, _ := utf8.DecodeRuneInString(plain); strings.ContainsRune("aàâäeéèêëhiîïoôöuùûü", first) {
		return "d’" + name
	}
	return "de " + name
}
