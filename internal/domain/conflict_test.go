package domain

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// nine is the beginning of the half-day of these tests, which lasts three hours.
var nine = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)

var morningOnly = []Slot{{ID: "m", Label: "Matin", Start: nine, End: nine.Add(3 * time.Hour)}}

func minute(n int) time.Time { return nine.Add(time.Duration(n) * time.Minute) }

// seen is an arrival of the registration r, that counts, received at once.
func seen(nonce, device string, at int, change ...func(*Gesture)) Gesture {
	g := Gesture{Nonce: nonce, Registration: "r", Slot: "m", Kind: ScanIn, Source: "camera", Device: device, Door: "door", Outcome: Accepted, Counts: true,
		At: minute(at), DeviceAt: minute(at), ReceivedAt: minute(at)}
	for _, c := range change {
		c(&g)
	}
	return g
}

func outcome(v Verdict, counts bool) func(*Gesture) {
	return func(g *Gesture) { g.Outcome, g.Counts = v, counts }
}
func kind(k string) func(*Gesture)     { return func(g *Gesture) { g.Kind = k } }
func source(s string) func(*Gesture)   { return func(g *Gesture) { g.Source = s } }
func of(id string) func(*Gesture)      { return func(g *Gesture) { g.Registration = id } }
func received(at int) func(*Gesture)   { return func(g *Gesture) { g.ReceivedAt = minute(at) } }
func deviceSaid(at int) func(*Gesture) { return func(g *Gesture) { g.DeviceAt = minute(at) } }
func named(id, last, first string) Identity {
	return Identity{ID: id, LastName: last, FirstName: first}
}

func TestConflicts(t *testing.T) {
	alba := Entrant{Identity: named("r", "Essai", "Alba"), State: Confirmed}
	standing := func(s State) Entrant { e := alba; e.State = s; return e }
	walkIn := Entrant{Identity: named("w", "Essai", "Alba"), State: Confirmed, WalkIn: true}
	for name, c := range map[string]struct {
		people   []Entrant
		gestures []Gesture
		want     string
	}{
		"nothing":                          {nil, nil, "[]"},
		"one arrival":                      {[]Entrant{alba}, []Gesture{seen("1", "a", 2)}, "[]"},
		"two doors":                        {[]Entrant{alba}, []Gesture{seen("1", "a", 2), seen("2", "b", 4, outcome(Already, true))}, "[two_doors:r:m 2]"},
		"one phone twice":                  {[]Entrant{alba}, []Gesture{seen("1", "a", 2), seen("2", "a", 4)}, "[]"},
		"two doors, then voided":           {[]Entrant{alba}, []Gesture{seen("1", "a", 2), seen("2", "b", 4), seen("3", "desk", 9, kind(ScanUndo), outcome(Undone, true))}, "[]"},
		"two doors, the first voided":      {[]Entrant{alba}, []Gesture{seen("1", "a", 2), seen("2", "a", 3, kind(ScanUndo), outcome(Undone, true)), seen("3", "b", 4)}, "[]"},
		"went out and came back":           {[]Entrant{alba}, []Gesture{seen("1", "a", 2), seen("2", "a", 60, kind(ScanOut)), seen("3", "b", 90)}, "[]"},
		"the door and the desk":            {[]Entrant{alba}, []Gesture{seen("1", "a", 2), seen("2", "gestion", 4, source("manual"), outcome(Already, true))}, "[]"},
		"the door and the person's phone":  {[]Entrant{alba}, []Gesture{seen("1", "a", 2), seen("2", "b", 4, source("self"))}, "[]"},
		"let in though cancelled":          {[]Entrant{standing(RegistrationStopped)}, []Gesture{seen("1", "a", 2, outcome(Forced, true))}, "[let_in:r:m 1]"},
		"let in, and seated since":         {[]Entrant{alba}, []Gesture{seen("1", "a", 2, outcome(Forced, true))}, "[]"},
		"added at the desk though waiting": {[]Entrant{standing(Waitlisted)}, []Gesture{seen("1", "gestion", 2, outcome(Forced, true), source("manual"))}, "[]"},
		"refused to their face":            {[]Entrant{standing(Waitlisted)}, []Gesture{seen("1", "a", 2, outcome(OnWaitlist, false))}, "[]"},
		"refused once sent":                {[]Entrant{standing(RegistrationStopped)}, []Gesture{seen("1", "a", 2, outcome(WasStopped, false), received(70))}, "[sent_late:r:m 1]"},
		"refused once sent, then admitted": {[]Entrant{standing(RegistrationStopped)}, []Gesture{seen("1", "a", 2, outcome(WasStopped, false), received(70)), seen("2", "gestion", 80, source("manual"), outcome(Forced, true))}, "[]"},
		"nobody's ticket":                  {nil, []Gesture{seen("1", "a", 2, of(""), outcome(Unknown, false), received(70))}, "[nobody:" + hashOf("") + " 1]"},
		"nobody's ticket, told at once":    {nil, []Gesture{seen("1", "a", 2, of(""), outcome(Unknown, false))}, "[]"},
		"a closed link":                    {[]Entrant{alba}, []Gesture{seen("refuse:door:1", "a", 2, outcome(DoorClosed, false)), seen("refuse:door:2", "a", 3, of("x"), outcome(DoorClosed, false))}, "[shut_door:door:a 2]"},
		"a closed link, sent by another":   {[]Entrant{alba}, []Gesture{seen("refuse:door:1", "a", 2, outcome(DoorClosed, false)), seen("1", "a", 2)}, "[]"},
		"a closed link, admitted since":    {[]Entrant{alba}, []Gesture{seen("refuse:door:1", "a", 2, outcome(DoorClosed, false)), seen("9", "gestion", 2, source("manual"))}, "[]"},
		"a namesake":                       {[]Entrant{alba, walkIn}, []Gesture{seen("1", "a", 2, of("w"), source("walkin"))}, "[namesake:w:r 1]"},
		"a namesake who is there too":      {[]Entrant{alba, walkIn}, []Gesture{seen("1", "a", 2, of("w"), source("walkin")), seen("2", "a", 4)}, "[]"},
		"a namesake who was cancelled":     {[]Entrant{standing(RegistrationStopped), walkIn}, []Gesture{seen("1", "a", 2, of("w"), source("walkin"))}, "[]"},
		"the day before":                   {[]Entrant{alba}, []Gesture{seen("1", "a", -20*60)}, "[off_hours:m:a 1]"},
		"after the end":                    {[]Entrant{alba}, []Gesture{seen("1", "a", 200)}, "[off_hours:m:a 1]"},
		"an hour early":                    {[]Entrant{alba}, []Gesture{seen("1", "a", -60)}, "[]"},
		"to complete":                      {[]Entrant{{Identity: named("w", "Dupont", ""), State: Confirmed, WalkIn: true, Incomplete: true}}, []Gesture{seen("1", "a", 2, of("w"), source("walkin"))}, "[to_complete:w 1]"},
		"to complete, set aside":           {[]Entrant{{Identity: named("w", "Dupont", ""), State: RegistrationStopped, WalkIn: true, Incomplete: true}}, nil, "[]"},
		"a clock an hour behind":           {[]Entrant{alba}, []Gesture{seen("1", "a", 62, deviceSaid(2))}, "[wrong_clock:a 1]"},
	} {
		got := []string{}
		for _, f := range Conflicts(c.people, morningOnly, c.gestures) {
			got = append(got, fmt.Sprintf("%s %d", f.Subject, len(f.Gestures)))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// hashOf is the name that the subject of a nobody's ticket gets.
func hashOf(code string) string {
	f := Conflicts(nil, nil, []Gesture{{Kind: ScanIn, Source: "camera", Outcome: Unknown, Code: code, ReceivedAt: minute(9)}})
	return f[0].Subject[len("nobody:"):]
}

// What is found depends on what was done, never on the order in which it came; each thing is found once, and an
// event where every gesture is voided has no two presences left.
func TestConflictsAreTheSameInAnyOrder(t *testing.T) {
	sources, kinds := []string{"camera", "search", "walkin", "manual", "self"}, []string{ScanIn, ScanIn, ScanIn, ScanOut, ScanUndo}
	verdicts := []Verdict{Accepted, Forced, Already, WasStopped, OnWaitlist, Unknown, DoorClosed}
	rapid.Check(t, func(t *rapid.T) {
		var people []Entrant
		for i := range 4 {
			people = append(people, Entrant{Identity: named(fmt.Sprint("r", i), rapid.SampledFrom([]string{"Essai", "Essay", "Autre"}).Draw(t, "last"), "Alba"),
				State: rapid.SampledFrom([]State{Confirmed, Confirmed, Waitlisted, RegistrationStopped}).Draw(t, "state"), WalkIn: i > 2, Incomplete: rapid.Bool().Draw(t, "incomplete")})
		}
		var gestures []Gesture
		for i := range rapid.IntRange(0, 12).Draw(t, "gestures") {
			v := rapid.SampledFrom(verdicts).Draw(t, "verdict")
			gestures = append(gestures, seen(fmt.Sprint("n", i), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "device"), rapid.IntRange(-200, 400).Draw(t, "at"),
				outcome(v, v == Accepted || v == Forced || v == Already), kind(rapid.SampledFrom(kinds).Draw(t, "kind")), source(rapid.SampledFrom(sources).Draw(t, "source")),
				of(rapid.SampledFrom([]string{"r0", "r1", "r2", "r3"}).Draw(t, "of")), received(rapid.IntRange(400, 500).Draw(t, "received"))))
		}
		first := Conflicts(people, morningOnly, gestures)
		again := Conflicts(rapid.Permutation(people).Draw(t, "people"), morningOnly, rapid.Permutation(gestures).Draw(t, "order"))
		if fmt.Sprint(first) != fmt.Sprint(again) {
			t.Fatalf("%v\nthen\n%v", first, again)
		}
		subjects := map[string]bool{}
		for _, f := range first {
			if subjects[f.Subject] {
				t.Fatal("twice:", f.Subject)
			}
			subjects[f.Subject] = true
		}
		for i, p := range people {
			gestures = append(gestures, seen(fmt.Sprint("undo", i), "gestion", 1000, kind(ScanUndo), source("manual"), of(p.ID)))
		}
		for _, f := range Conflicts(people, morningOnly, gestures) {
			if f.Kind == TwoDoors || f.Kind == LetIn || f.Kind == Namesake || f.Kind == OffHours {
				t.Fatal("voided, and still there:", f.Subject)
			}
		}
	})
}
