package paris

import "time"

// Shift moves a moment by whole days and minutes on the wall clock of Paris: what began at 9 h begins at 9 h,
// whatever the season. Error: ErrNoSuchTime, for an hour that the clocks of spring skip on its new day.
func Shift(t time.Time, days, minutes int) (time.Time, error) {
	local := t.In(Location)
	y, m, d := local.Date()
	hour, minute, second := local.Clock()
	// The wall clock alone, as if no clock ever changed.
	wall := time.Date(y, m, d+days, hour, minute+minutes, second, local.Nanosecond(), time.UTC)
	y, m, d = wall.Date()
	hour, minute, second = wall.Clock()
	moved := time.Date(y, m, d, hour, minute, second, wall.Nanosecond(), Location)
	if ClockInput(moved) != wall.Format("15:04") {
		return time.Time{}, ErrNoSuchTime
	}
	if days == 0 && minutes == 0 {
		return t.UTC(), nil // of the two moments of a repeated hour, the one it was
	}
	return moved.UTC(), nil
}

// Wall is how far the wall clock of Paris goes from one moment to another, in whole days and minutes: what
// Shift asks for. The minutes may be negative.
func Wall(from, to time.Time) (days, minutes int) {
	a, b := from.In(Location), to.In(Location)
	midnight := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	days = int(midnight(b).Sub(midnight(a)) / (24 * time.Hour))
	return days, (b.Hour()-a.Hour())*60 + b.Minute() - a.Minute()
}
