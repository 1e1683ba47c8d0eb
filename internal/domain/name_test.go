package domain

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "   ": "", "---": "",
		"Évelyne": "evelyne", "E\u0301velyne": "evelyne", "ŒUVRE": "oeuvre", "Lætitia": "laetitia", "Straße": "strasse",
		"Jean-Luc": "jean luc", "  Jean   Luc ": "jean luc", "D’Arc": "d arc", "D'Arc": "d arc", "L’Étoile (site 2)": "l etoile site 2",
		"ÇÀÊÏÔÙŸÑ": "caeiouyn", "Łukasz": "lukasz", "李 明": "李 明", "Œ": "oe", "A.B.C": "a b c",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldIsSettledAndBlindToCaseAndMarks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("abzÉéèÀœŒ çñ-'’.,\u0301 9李🎉"))).Draw(t, "s")
		once := Fold(s)
		if Fold(once) != once {
			t.Fatalf("%q then %q", once, Fold(once))
		}
		if Fold(strings.ToUpper(s)) != once || Fold("  "+s+" ") != once {
			t.Fatalf("%q folds by its case or its spaces", s)
		}
		if strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
			t.Fatalf("%q keeps spaces", once)
		}
	})
}

func TestNameKey(t *testing.T) {
	if NameKey("DE LA RIVIÈRE", "Zoé") != NameKey("de-la riviere", "ZOE") {
		t.Error("spelling matters")
	}
	if NameKey("Martin", "Paul") == NameKey("Paul", "Martin") || NameKey("AB", "C") == NameKey("A", "BC") {
		t.Error("surname and first name are confused")
	}
}

func TestCleanLine(t *testing.T) {
	for in, want := range map[string]string{
		"Salle n° 3 😀":                 "Salle n° 3",
		"  Zoé \t Lemaire\n":           "Zoé Lemaire",
		"Zoé\u00a0Lemaire\u202f":       "Zoé Lemaire",
		"a\u202eb\u202cc\u200b\ufeffd": "abcd", // direction marks, invisible characters
		"Fête 🎉 ❤️ ✓":                  "Fête",
		"a\x00b\x1bc\x7f":              "abc",
		"cass\xe9":                     "cass",
		"N’Guyen-D’Å":                  "N’Guyen-D’Å",
		"مريم":                         "مريم",
		"1 < 2 & 3":                    "1 < 2 & 3",
	} {
		if got := CleanLine(in); got != want {
			t.Errorf("CleanLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanText(t *testing.T) {
	if got := CleanText("\r\n  un  deux \r\ntrois\u202e \n\n"); got != "un deux\ntrois" {
		t.Errorf("%q", got)
	}
}

func TestCleaningSettlesAndHidesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		line := CleanLine(s)
		if CleanLine(line) != line || !utf8.ValidString(line) || strings.ContainsAny(line, "\n\r\t\x00\u202e\u200f\u2066") {
			t.Fatalf("%q is kept of %q", line, s)
		}
		if text := CleanText(s); CleanText(text) != text {
			t.Fatalf("%q, then %q", text, CleanText(text))
		}
	})
}

func TestCheckLine(t *testing.T) {
	long := strings.Repeat("é", MaxName)
	for name, c := range map[string]struct {
		value            string
		required, letter bool
		want             Code
	}{
		"given":               {"Zoé", true, true, ""},
		"as long as it may":   {long, true, true, ""},
		"one too many":        {long + "e", true, true, ErrTooLong},
		"300 characters":      {strings.Repeat("a", 300), true, true, ErrTooLong},
		"missing":             {"", true, true, ErrRequired},
		"left out":            {"", false, true, ""},
		"no letter in a name": {"123", true, true, ErrCharacters},
		"no letter elsewhere": {"123", true, false, ""},
		"another alphabet":    {"李", true, true, ""},
	} {
		e := CheckLine("champ", c.value, MaxName, c.required, c.letter)
		if (e == nil) != (c.want == "") || (e != nil && (e.Code != c.want || e.Field != "champ")) {
			t.Errorf("%s: %v, want %q", name, e, c.want)
		}
	}
}

func TestEmail(t *testing.T) {
	for in, valid := range map[string]bool{
		"a@b.fr": true, "prenom.nom+ptsm@ch-lens.exemple.fr": true, "o'neil@exemple.org": true, "é@exemple.fr": true,
		"": false, "a": false, "a@": false, "@b.fr": false, "a@b": false, "a@b.f": false, "a@.fr": false, "a@b..fr": false,
		"a@b@c.fr": false, "a b@c.fr": false, "a@b .fr": false, "a,b@c.fr": false, "<a@b.fr>": false, "a@-b.fr": false,
		"a@b.fr\nBcc: x@y.fr": false, "a@b.fr;c@d.fr": false,
		strings.Repeat("a", 250) + "@b.fr": false,
	} {
		if ValidEmail(in) != valid {
			t.Errorf("%q: valid is not %v", in, valid)
		}
	}
	if got := CleanEmail("  Zoe.LEMAIRE@Exemple.FR\u200b "); got != "zoe.lemaire@exemple.fr" {
		t.Errorf("%q", got)
	}
}

func TestRefusals(t *testing.T) {
	one := Error{Code: ErrEmail, Field: "email"}
	many := Errors{one, {Code: ErrRequired, Field: "last_name", Arg: "x"}}
	if !Is(one, ErrEmail) || !Is(many, ErrRequired) || Is(many, ErrNotFound) || Is(nil, ErrEmail) {
		t.Error("Is")
	}
	if (Errors{}).OrNil() != nil || many.OrNil() == nil || Refusals(nil) != nil {
		t.Error("OrNil, Refusals")
	}
	if many.Error() != "email (email)" || many[1].Error() != "required (last_name): x" || (Errors{}).Error() != "no error" {
		t.Error(many.Error(), many[1].Error())
	}
}
