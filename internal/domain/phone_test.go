package domain

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// eve is the midnight before an event of two days, each from 9 to 17 h.
var eve = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

func atHour(h int) time.Time { return eve.Add(time.Duration(h) * time.Hour) }

var twoDays = []EventDay{{From: atHour(24), To: atHour(48), Ends: atHour(24 + 17)}, {From: atHour(48), To: atHour(72), Ends: atHour(48 + 17)}}

func TestPhoneAt(t *testing.T) {
	evening, late := atHour(24+19), atHour(24*4)
	for name, c := range map[string]struct {
		phone  Phone
		closed time.Time
		want   PhoneState
	}{
		"an ordinary evening: the tab closed cleanly":    {Phone{LastSeen: atHour(24 + 12), Left: atHour(24 + 12)}, atHour(24 + 20), PhoneLeft},
		"an ordinary evening: a word after the last end": {Phone{LastSeen: evening}, atHour(24 + 20), PhoneDone},
		"the last evening: the tab closed cleanly":       {Phone{LastSeen: atHour(48 + 12), Left: atHour(48 + 12)}, late, PhoneLeft},
		"the last evening: a word after the last end":    {Phone{LastSeen: atHour(48 + 19)}, late, PhoneDone},
		"left cleanly on the first day, silent since":    {Phone{LastSeen: atHour(24 + 12), Left: atHour(24 + 12)}, late, PhoneAwaited},
		"done on the first evening, silent since":        {Phone{LastSeen: evening}, late, PhoneAwaited},
		"left after it was made ready for the next day":  {Phone{LastSeen: evening, Left: evening, Ready: evening}, late, PhoneAwaited},
		"left the day before, made ready for the next":   {Phone{LastSeen: atHour(15), Left: atHour(15), Ready: atHour(15)}, late, PhoneAwaited},
		"opened and left the day before":                 {Phone{LastSeen: atHour(15), Left: atHour(15)}, late, PhoneLeft},
		"back the day after, and left":                   {Phone{LastSeen: atHour(80), Left: atHour(80), Ready: evening}, late, PhoneLeft},
		"at the very end":                                {Phone{LastSeen: atHour(48 + 17)}, late, PhoneDone},
		"silent since the morning":                       {Phone{LastSeen: atHour(24 + 10)}, late, PhoneAwaited},
		"arrivals unsent in the evening":                 {Phone{LastSeen: evening, Queued: 3}, late, PhoneAwaited},
		"said to leave with arrivals unsent":             {Phone{LastSeen: evening, Left: evening, Queued: 1}, late, PhoneAwaited},
		"made ready the day before, silent since":        {Phone{LastSeen: atHour(15), Ready: atHour(15)}, late, PhoneAwaited},
		"made ready for the second day, silent":          {Phone{LastSeen: evening, Ready: evening}, late, PhoneAwaited},
		"made ready long ago, heard on the evening":      {Phone{LastSeen: evening, Ready: atHour(15)}, atHour(24 + 20), PhoneDone},
		"opened the day before, no more":                 {Phone{LastSeen: atHour(15)}, late, PhoneOutside},
		"opened after the event":                         {Phone{LastSeen: atHour(80)}, late, PhoneOutside},
		"opened after the event, with arrivals":          {Phone{LastSeen: atHour(80), Queued: 2}, late, PhoneAwaited},
		"silent since the second day":                    {Phone{LastSeen: atHour(48 + 9)}, late, PhoneAwaited},
		"waived":                                         {Phone{LastSeen: atHour(24 + 10), Queued: 5, Waived: evening}, late, PhoneWaived},
		"closed early, silent":                           {Phone{LastSeen: atHour(24 + 10)}, atHour(24 + 11), PhoneAwaited},
		"closed early, back before the end":              {Phone{LastSeen: atHour(24 + 12)}, atHour(24 + 11), PhoneDone},
		"closed early, back with arrivals":               {Phone{LastSeen: atHour(24 + 12), Queued: 1}, atHour(24 + 11), PhoneAwaited},
	} {
		if got := PhoneAt(c.phone, twoDays, c.closed); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Whatever a phone was, a word with nothing to send after the end or after the closing settles it; a waiver too;
// and nothing but a word settles one that said to hold arrivals.
func TestAPhoneThatSpokeIsSettled(t *testing.T) {
	moment := func(t *rapid.T, name string) time.Time {
		if rapid.Bool().Draw(t, name+" none") {
			return time.Time{}
		}
		return eve.Add(time.Duration(rapid.IntRange(0, 100*60).Draw(t, name)) * time.Minute)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := Phone{LastSeen: moment(t, "seen"), Ready: moment(t, "ready"), Left: moment(t, "left"), Waived: moment(t, "waived"), Queued: rapid.IntRange(0, 3).Draw(t, "queued")}
		closed := eve.Add(time.Duration(rapid.IntRange(0, 120*60).Draw(t, "closed")) * time.Minute)
		now := PhoneAt(p, twoDays, closed)
		if p.Queued > 0 && p.Waived.IsZero() && now != PhoneAwaited {
			t.Fatal("arrivals are said unsent and nobody waits:", now)
		}
		if later := PhoneAt(p, twoDays, closed.Add(time.Hour)); now == PhoneAwaited && later != PhoneAwaited {
			t.Fatal("closing later waits for less:", later)
		}
		back := p
		back.LastSeen, back.Queued, back.Left = closed, 0, time.Time{}
		if got := PhoneAt(back, twoDays, closed); got == PhoneAwaited {
			t.Fatal("it is back and still awaited")
		}
		p.Waived = closed
		if got := PhoneAt(p, twoDays, closed); got != PhoneWaived {
			t.Fatal("waived and", got)
		}
	})
}
