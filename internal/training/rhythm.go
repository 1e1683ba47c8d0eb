package training

import "fmt"

// Rhythm is a way to cut the hours of a training into half-days: their hours on the wall clock, dates to be chosen.
type Rhythm struct {
	Code, Label string
	Remote      bool
	Hours       [][2]string // « 09:00 », « 12:30 »
}

// halfDays are the half-days by which a training is usually cut: their length, and their hours in the morning and
// in the afternoon.
var halfDays = []struct {
	minutes            int
	morning, afternoon [2]string
}{
	{210, [2]string{"09:00", "12:30"}, [2]string{"13:30", "17:00"}},
	{180, [2]string{"09:00", "12:00"}, [2]string{"13:30", "16:30"}},
}

// A session from home is short.
const (
	remoteMinutes = 120
	mostSessions  = 20
)

// Rhythms proposes how to cut a training of so many minutes: whole days, half-days on as many dates, sessions of two
// hours from home. None where its length is not known, or fits none of these.
func Rhythms(minutes int) (out []Rhythm) {
	if minutes <= 0 {
		return nil
	}
	for _, h := range halfDays {
		n := minutes / h.minutes
		if minutes%h.minutes != 0 || n > mostSessions {
			continue
		}
		if n%2 == 0 {
			days := Rhythm{Code: "jours", Label: fmt.Sprintf("%d\u00a0jours", n/2)}
			if n == 2 {
				days.Label = "1\u00a0jour"
			}
			for range n / 2 {
				days.Hours = append(days.Hours, h.morning, h.afternoon)
			}
			out = append(out, days)
		}
		if n > 1 {
			dates := Rhythm{Code: "demi-journees", Label: fmt.Sprintf("%d\u00a0demi-journées sur %d\u00a0dates", n, n)}
			for range n {
				dates.Hours = append(dates.Hours, h.morning)
			}
			out = append(out, dates)
		}
		break
	}
	if n := minutes / remoteMinutes; minutes%remoteMinutes == 0 && n > 1 && n <= mostSessions {
		remote := Rhythm{Code: "a-distance", Label: fmt.Sprintf("%d\u00a0séances de 2\u00a0h à distance", n), Remote: true}
		for range n {
			remote.Hours = append(remote.Hours, [2]string{"09:00", "11:00"})
		}
		out = append(out, remote)
	}
	return out
}
