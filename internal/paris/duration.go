package paris

import (
	"regexp"
	"strconv"
	"strings"
)

// longest is the longest duration that is read, in hours.
const longest = 1000

var (
	inHours   = regexp.MustCompile(`^(\d{1,4})(?:h|:|heures?)(\d{0,2})(?:min|mn|minutes?)?$`)
	inMinutes = regexp.MustCompile(`^(\d{1,5})(?:min|mn|minutes?)$`)
	bare      = regexp.MustCompile(`^\d{2,5}$`)
)

// ReadMinutes reads a duration, in minutes: « 10 h 30 », « 10:30 », « 14 h », « 630 min ». A number without a unit is
// read as minutes from 60 on: « 14 » could be hours, and is refused (ErrFormat), as is all that is no duration.
func ReadMinutes(s string) (int, error) {
	s = strings.ToLower(strings.Join(strings.Fields(s), "")) // its spaces are of any kind
	hours, minutes := "0", ""
	if m := inHours.FindStringSubmatch(s); m != nil {
		hours, minutes = m[1], m[2]
	} else if m := inMinutes.FindStringSubmatch(s); m != nil {
		minutes = m[1]
	} else if bare.MatchString(s) {
		if n, _ := strconv.Atoi(s); n < 60 {
			return 0, ErrFormat
		}
		minutes = s
	} else {
		return 0, ErrFormat
	}
	h, _ := strconv.Atoi(hours)
	n, _ := strconv.Atoi(minutes)
	if h > longest || n > longest*60 || (hours != "0" && n > 59) {
		return 0, ErrFormat
	}
	return h*60 + n, nil
}
