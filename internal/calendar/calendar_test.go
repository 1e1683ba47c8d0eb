package calendar

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"
)

var paris = time.FixedZone("CET", 3600)

func sample() Entry {
	return Entry{
		UID: "evt1-s1@ptsm.example", Title: "Premiers secours ; santé mentale, à l’école",
		Description: "Accueil à 9 h.\nApporter : rien ; ni \\ ni crayon, « c’est fourni ».\n" + strings.Repeat("Élève œuvrant été ", 12),
		Place:       "12, rue de l’Église ; salle 3, Béthune", URL: "https://ptsm.example/evenements/premiers-secours",
		Start: time.Date(2026, 3, 12, 9, 0, 0, 0, paris), End: time.Date(2026, 3, 12, 12, 30, 0, 0, paris),
		Stamp: time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC), Sequence: 3,
	}
}

func write(t *testing.T, name, method string, entries ...Entry) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, name, method, entries); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnEntryIsReadBackAsItWasWritten(t *testing.T) {
	e := sample()
	out := write(t, "Agenda du PTSM : Artois, Lens", "", e)
	for _, line := range []string{
		"METHOD:PUBLISH", "X-WR-CALNAME:Agenda du PTSM : Artois\\, Lens", "X-WR-TIMEZONE:Europe/Paris", "VERSION:2.0",
		"DTSTART:20260312T080000Z", "DTEND:20260312T113000Z", "DTSTAMP:20260201T080000Z", "SEQUENCE:3", "STATUS:CONFIRMED",
		"SUMMARY:Premiers secours \\; santé mentale\\, à l’école", "URL:" + e.URL,
	} {
		if !strings.Contains(out, "\r\n"+line+"\r\n") {
			t.Errorf("no line %q in\n%s", line, out)
		}
	}
	got := readBack(t, out)[0]
	if got.Title != e.Title || got.Description != strings.TrimSpace(e.Description) || got.Place != e.Place || !got.Start.Equal(e.Start) || !got.End.Equal(e.End) {
		t.Errorf("read back %+v", got)
	}
	if out != write(t, "Agenda du PTSM : Artois, Lens", "PUBLISH", e) {
		t.Error("the same entries gave other bytes")
	}
}

func TestACancelledEntrySaysSo(t *testing.T) {
	e := sample()
	e.Cancelled = true
	if out := write(t, "a", "CANCEL", e); !strings.Contains(out, "STATUS:CANCELLED\r\n") || !strings.Contains(out, "METHOD:CANCEL\r\n") {
		t.Error(out)
	}
}

func TestABadEntryIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Entry){
		"no uid": func(e *Entry) { e.UID = "" }, "no start": func(e *Entry) { e.Start = time.Time{} },
		"no stamp": func(e *Entry) { e.Stamp = time.Time{} }, "ends first": func(e *Entry) { e.End = e.Start.Add(-time.Minute) },
	} {
		e := sample()
		spoil(&e)
		if err := Write(&strings.Builder{}, "a", "", []Entry{e}); !errors.Is(err, ErrEntry) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnAddressCannotAddAProperty(t *testing.T) {
	for _, bad := range []string{"https://a.example/\r\nATTACH:x", "javascript:alert(1)", "/relatif", "pas une adresse"} {
		e := sample()
		e.URL = bad
		if out := write(t, "a", "", e); strings.Contains(out, "URL:") || strings.Contains(out, "ATTACH") {
			t.Errorf("%q: %s", bad, out)
		}
	}
}

func TestAnyTextIsFoldedWithin75OctetsAndReadBack(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("aé’œ ,;:\\\n\r\t\"<>😀\x00\u2028")), 0, 200, -1)
	rapid.Check(t, func(r *rapid.T) {
		e := sample()
		e.Title, e.Description, e.Place = text.Draw(r, "title"), text.Draw(r, "description")+string(rapid.SliceOf(rapid.Byte()).Draw(r, "bytes")), text.Draw(r, "place")
		out := write(t, text.Draw(r, "name"), "", e)
		if !utf8.ValidString(out) || !strings.HasSuffix(out, "END:VCALENDAR\r\n") {
			r.Fatalf("not a calendar: %q", out)
		}
		for line := range strings.SplitSeq(out, "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				r.Fatalf("line of %d octets: %q", len(line), line)
			}
		}
		got := readBack(t, out)
		if len(got) != 1 || got[0].Title != clean(e.Title) || got[0].Description != clean(e.Description) || got[0].Place != clean(e.Place) {
			r.Fatalf("read back %+v from %q", got, out)
		}
	})
}

func readBack(t *testing.T, s string) []Entry {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(s))
	if err != nil {
		t.Fatalf("%v in %q", err, s)
	}
	var out []Entry
	for _, v := range c.Events() {
		var e Entry
		for _, p := range v.Properties {
			switch p.IANAToken {
			case "SUMMARY":
				e.Title = p.Value
			case "DESCRIPTION":
				e.Description = p.Value
			case "LOCATION":
				e.Place = p.Value
			}
		}
		if e.Start, err = v.GetStartAt(); err != nil {
			t.Fatal(err)
		}
		if e.End, err = v.GetEndAt(); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}
