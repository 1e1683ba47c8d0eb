package event_test

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/event"
)

func TestReadAgenda(t *testing.T) {
	for typed, want := range map[string]event.AgendaLine{
		"10:30 - 10:45 Accueil":                             {Start: "10:30", End: "10:45", Title: "Accueil"},
		"10h30-10h45 : Accueil des participants":            {Start: "10:30", End: "10:45", Title: "Accueil des participants"},
		"• 9 h à 9 h 05 – Ouverture":                        {Start: "09:00", End: "09:05", Title: "Ouverture"},
		"de 9h à 10h Table ronde":                           {Start: "09:00", End: "10:00", Title: "Table ronde"},
		"9.15 — 9.45 3 ateliers en parallèle":               {Start: "09:15", End: "09:45", Title: "3 ateliers en parallèle"},
		"10:30\t10:45\tAccueil\tPTSM":                       {Start: "10:30", End: "10:45", Title: "Accueil", Speaker: "PTSM"},
		"10:30 - 10:45 Accueil | Le réseau | La mairie":     {Start: "10:30", End: "10:45", Title: "Accueil", Speaker: "Le réseau, La mairie"},
		"12\u00a0h\u00a015 Déjeuner":                        {Start: "12:15", Title: "Déjeuner"},
		"10:30 – 10:45\u202f: Présentation : le territoire": {Start: "10:30", End: "10:45", Title: "Présentation : le territoire"},
	} {
		lines, rest := event.ReadAgenda(typed)
		if len(rest) != 0 || len(lines) != 1 || lines[0] != want {
			t.Errorf("%q: %+v %q", typed, lines, rest)
		}
	}
	lines, rest := event.ReadAgenda("Programme\r\n\r\n9h Accueil\r\n9h30 Plénière\r\n25:00 Rien\r\n10:00 - 11:00\r\n")
	want := []event.AgendaLine{{"09:00", "09:30", "Accueil", ""}, {"09:30", "", "Plénière", ""}}
	if !reflect.DeepEqual(lines, want) || !reflect.DeepEqual(rest, []string{"Programme", "25:00 Rien", "10:00 - 11:00"}) {
		t.Errorf("%+v %q", lines, rest)
	}
}

func TestReadAgendaReadsBackWhatItShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.IntRange(0, 1439)
		a, b := minutes.Draw(t, "start"), minutes.Draw(t, "end")
		want := event.AgendaLine{Start: fmt.Sprintf("%02d:%02d", a/60, a%60), End: fmt.Sprintf("%02d:%02d", b/60, b%60),
			Title: rapid.StringMatching(`[A-Za-zé]{1,8}( [a-zé]{1,8}){0,3}`).Draw(t, "title")}
		lines, rest := event.ReadAgenda(want.Start + " - " + want.End + " " + want.Title)
		if len(rest) != 0 || len(lines) != 1 || lines[0] != want {
			t.Fatalf("%+v %q, want %+v", lines, rest, want)
		}
	})
}

func TestReadAgendaLosesNoLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.SliceOfN(rapid.StringMatching(`[!-~é][ -~é\t]{0,30}`), 0, 6).Draw(t, "lines")
		text := ""
		for _, l := range typed {
			text += l + "\n"
		}
		lines, rest := event.ReadAgenda(text)
		if len(lines)+len(rest) != len(typed) {
			t.Fatalf("%d lines, read %d and left %d", len(typed), len(lines), len(rest))
		}
	})
}
