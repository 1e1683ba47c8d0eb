package domain

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// someFunctions are those of the territory's list that the tests speak of.
var someFunctions = []Named{{"infirmier", "Infirmier, infirmière"}, {"ipa", "Infirmier, infirmière en pratique avancée (IPA)"},
	{"aide-soignant", "Aide-soignant, aide-soignante"}, {"psychiatre", "Psychiatre, pédopsychiatre"}, {"medecin", "Médecin (autre spécialité)"},
	{"psychologue", "Psychologue"}, {"cadre", "Cadre de santé"}, {"educateur", "Éducateur, éducatrice spécialisé(e)"},
	{"assistant", "Assistant, assistante de service social"}, {"ergo", "Ergothérapeute, psychomotricien(ne), orthophoniste, kinésithérapeute"},
	{"scolaire", "Infirmier, infirmière scolaire"}, {"chef", "Chef de service, directeur, directrice"}, {"etudiant", "Étudiant(e), interne"}}

func TestFunctionsAreRecognised(t *testing.T) {
	for words, want := range map[string]string{
		"Infirmière": "infirmier", "INFIRMIER": "infirmier", "infirmier(e)": "infirmier", "Infirmier·ère": "infirmier", "IDE": "infirmier", "ide ": "infirmier",
		"Infirmière de nuit": "infirmier", "Infirmiers": "infirmier", "Infirmière D.E.": "infirmier", "Infirmière en pratique avancée": "ipa", "IPA": "ipa",
		"infirmière scolaire": "scolaire", "AS": "aide-soignant", "Aide soignante": "aide-soignant", "ASS": "assistant", "Assistante sociale": "assistant",
		"Assistante de service social": "assistant", "Pédopsychiatre": "psychiatre", "Médecin": "medecin", "Psychologue clinicienne": "psychologue",
		"Cadre supérieur de santé": "cadre", "Cadre de santé": "cadre", "éducatrice spécialisée": "educateur", "Psychomotricienne": "ergo", "kiné": "ergo",
		"Directrice adjointe": "chef", "Étudiante infirmière": "etudiant", "Infirmier, infirmière": "infirmier",
		"Assistante de direction": "", "Secrétaire": "", "": "", "Essai": "", "42": "", "Internet": "",
	} {
		if got := FunctionOf(words, someFunctions); got != want {
			t.Errorf("FunctionOf(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestPastedLinesAreRead(t *testing.T) {
	alba := PastedRow{LastName: "Essai", FirstName: "Alba", Email: "alba.essai@exemple.invalid", Function: "infirmier"}
	bea := PastedRow{LastName: "Exemple", FirstName: "Béa", Function: "psychologue"}
	upper := func(r PastedRow) PastedRow { r.LastName = strings.ToUpper(r.LastName); return r }
	bare := func(r PastedRow) PastedRow { r.Function = ""; return r }
	nameless := func(r PastedRow) PastedRow { r.Email = ""; return bare(r) }
	for name, c := range map[string]struct {
		text    string
		want    []PastedRow
		guessed bool
	}{
		"nothing": {" \n\t\n", nil, false},
		"tabs, headings, surname first": {"Nom\tPrénom\tAdresse mail\tFonction\nEssai\tAlba\talba.essai@exemple.invalid\tInfirmière\nExemple\tBéa\t\tPsychologue\n",
			[]PastedRow{alba, bea}, false},
		"tabs, headings, first name first, more columns": {"N°\tPrénom\tNom\tService\tMétier\tTél\tE-mail\r\n1\tAlba\tEssai\tUnité 3\tIDE\t0300000000\talba.essai@exemple.invalid\r\n2\tBéa\tExemple\tUnité 3\tpsychologue\t\t\r\n",
			[]PastedRow{alba, bea}, false},
		"semicolons, no headings": {"Essai;Alba;Infirmière;alba.essai@exemple.invalid\nExemple;Béa;Psychologue", []PastedRow{alba, bea}, false},
		"commas with a quoted function": {"Nom,Prénom,Fonction\nExemple,Béa,\"Psychologue\"\nEssai,Alba,\"Infirmier, infirmière\"",
			[]PastedRow{bea, {LastName: "Essai", FirstName: "Alba", Function: "infirmier"}}, false},
		"commas that cut a function":      {"EXEMPLE,Béa,Psychologue\nESSAI,Alba,Infirmier, infirmière", []PastedRow{upper(bea), {LastName: "ESSAI", FirstName: "Alba", Function: "infirmier"}}, false},
		"capitals tell, first name first": {"Alba\tESSAI\nBéa\tEXEMPLE", []PastedRow{nameless(upper(alba)), nameless(upper(bea))}, false},
		"the mailbox tells":               {"Alba;Essai;alba.essai@exemple.invalid\nBéa;Exemple;", []PastedRow{bare(alba), bare(bea)}, false},
		"the mailbox's initial tells":     {"Alba;Essai;a.essai@exemple.invalid", []PastedRow{{LastName: "Essai", FirstName: "Alba", Email: "a.essai@exemple.invalid"}}, false},
		"nothing tells":                   {"Essai\tAlba\nExemple\tBéa", []PastedRow{nameless(alba), bare(bea)}, true},
		"one cell":                        {"Alba Essai\nBéa Exemple", []PastedRow{nameless(alba), bare(bea)}, true},
		"one cell, capitals":              {"Mme ESSAI Alba\n- M. Béa EXEMPLE", []PastedRow{nameless(upper(alba)), nameless(upper(bea))}, false},
		"one cell, two words of surname":  {"Alba DE L’ESSAI\nAnne-Lise VAN EXEMPLE", []PastedRow{{LastName: "DE L’ESSAI", FirstName: "Alba"}, {LastName: "VAN EXEMPLE", FirstName: "Anne-Lise"}}, false},
		"one cell with a heading":         {"Nom et prénom\tFonction\nEssai Alba\tIDE\nDe l’Exemple Béa\tpsychologue", []PastedRow{{LastName: "Essai", FirstName: "Alba", Function: "infirmier"}, {LastName: "De l’Exemple", FirstName: "Béa", Function: "psychologue"}}, false},
		"one cell beside a function":      {"Alba Essai\tInfirmière\nBéa Exemple\tSecrétaire", []PastedRow{{LastName: "Essai", FirstName: "Alba", Function: "infirmier"}, {LastName: "Exemple", FirstName: "Béa", Other: "Secrétaire"}}, true},
		"one cell, function after a dash": {"Alba Essai - infirmière", []PastedRow{{LastName: "Essai", FirstName: "Alba", Function: "infirmier"}}, true},
		"recipients of a letter":          {"Alba Essai <alba.essai@exemple.invalid>; \"Exemple, Béa\" <bea.exemple@exemple.invalid>", []PastedRow{bare(alba), {LastName: "Exemple", FirstName: "Béa", Email: "bea.exemple@exemple.invalid"}}, false},
		"two mailboxes of one":            {"Essai\tAlba\talba.essai@exemple.invalid\tservice@exemple.invalid", []PastedRow{bare(alba)}, false},
		"a broken mailbox stays":          {"ESSAI\tAlba\talba.essai@exemple", []PastedRow{{LastName: "ESSAI", FirstName: "Alba", Email: "alba.essai@exemple"}}, false},
		"columns of spaces":               {"ESSAI     Alba    Infirmière\nEXEMPLE   Béa     Psychologue", []PastedRow{{LastName: "ESSAI", FirstName: "Alba", Function: "infirmier"}, upper(bea)}, false},
		"an open quote":                   {"ESSAI\t\"Alba\nEXEMPLE\tBéa", []PastedRow{nameless(upper(alba)), nameless(upper(bea))}, false},
		"name of birth":                   {"Nom de naissance;Nom d’usage;Prénom\nAutre;Essai;Alba", []PastedRow{nameless(alba)}, false},
		"a surname that is a function":    {"Cadre\tAlba", []PastedRow{{LastName: "Cadre", FirstName: "Alba"}}, true},
		"emoji and marks":                 {"ESSAI\u202e😀\tAlba", []PastedRow{nameless(upper(alba))}, false},
	} {
		got, guessed := ReadPasted(c.text, someFunctions)
		if !reflect.DeepEqual(got, c.want) || guessed != c.guessed {
			t.Errorf("%s: %+v, guessed %v\nwant %+v, %v", name, got, guessed, c.want, c.guessed)
		}
	}
}

// What somebody typed and wrote in any shape that tells surnames from first names is read back the same.
func TestPastedRowsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(drawPasted), 1, 8).Draw(t, "rows")
		shape := drawShape(t)
		for _, r := range rows { // two words in every first cell are whole names, unless capitals say otherwise
			shape.capitals = shape.capitals || !shape.headings && strings.Contains(r.LastName, " ")
		}
		text, want := shape.write(rows)
		if got, _ := ReadPasted(text, someFunctions); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v\n%s\nread as  %+v\nwas      %+v", shape, text, got, want)
		}
	})
}

func drawPasted(t *rapid.T) PastedRow {
	word := rapid.StringMatching(`[A-ZÉÈ][a-zéèçï]{2,7}`).Filter(func(s string) bool {
		return FunctionOf(s, someFunctions) == "" && headingWords[Fold(s)] == noColumn && !titles[Fold(s)]
	})
	r := PastedRow{LastName: word.Draw(t, "last"), FirstName: word.Draw(t, "first")}
	if rapid.Bool().Draw(t, "double") {
		r.LastName += rapid.SampledFrom([]string{"-", " ", "’"}).Draw(t, "joint") + word.Draw(t, "last2")
	}
	if rapid.Bool().Draw(t, "double first") {
		r.FirstName += "-" + word.Draw(t, "first2")
	}
	if rapid.Bool().Draw(t, "mail") {
		r.Email = fmt.Sprintf("boite%d@exemple.invalid", rapid.IntRange(0, 99).Draw(t, "box"))
	}
	if rapid.Bool().Draw(t, "function") {
		r.Function = rapid.SampledFrom(someFunctions).Draw(t, "which").Code
	}
	return r
}

// shape is a way to write rows down.
type shape struct {
	sep                                        string
	headings, capitals, firstFirst, whole, num bool
	columns                                    []string // order of those after the name
	end                                        string
}

func drawShape(t *rapid.T) shape {
	s := shape{sep: rapid.SampledFrom([]string{"\t", ";", ",", "    "}).Draw(t, "sep"), headings: rapid.Bool().Draw(t, "headings"), capitals: rapid.Bool().Draw(t, "capitals"),
		firstFirst: rapid.Bool().Draw(t, "first first"), whole: rapid.Bool().Draw(t, "whole"), num: rapid.Bool().Draw(t, "numbers"),
		columns: rapid.Permutation([]string{"mail", "function"}).Draw(t, "columns"), end: rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")}
	if !s.headings && s.firstFirst || s.whole { // nothing else tells
		s.capitals = true
	}
	if strings.TrimSpace(s.sep) == "" && s.sep != "\t" { // an empty cell cannot be seen
		s.columns, s.num = nil, false
	}
	return s
}

func (s shape) write(rows []PastedRow) (text string, want []PastedRow) {
	var b strings.Builder
	line := func(number, last, first, whole, mail, function string) {
		var cells []string
		if s.num {
			cells = append(cells, number)
		}
		switch {
		case s.whole:
			cells = append(cells, whole)
		case s.firstFirst:
			cells = append(cells, first, last)
		default:
			cells = append(cells, last, first)
		}
		for _, c := range s.columns {
			cells = append(cells, map[string]string{"mail": mail, "function": function}[c])
		}
		for i, c := range cells {
			if strings.Contains(c, s.sep) || strings.Contains(c, "\"") {
				cells[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
		}
		b.WriteString(strings.Join(cells, s.sep) + s.end)
	}
	if s.headings {
		line("N°", "Nom", "Prénom", map[bool]string{false: "Nom Prénom", true: "Prénom Nom"}[s.firstFirst], "Courriel", "Fonction")
	}
	for i, r := range rows {
		if s.capitals {
			r.LastName = strings.ToUpper(r.LastName)
		}
		if len(s.columns) == 0 {
			r.Email, r.Function = "", ""
		}
		whole := r.LastName + " " + r.FirstName
		if s.firstFirst {
			whole = r.FirstName + " " + r.LastName
		}
		function := ""
		for _, f := range someFunctions {
			if f.Code == r.Function {
				function = f.Name
			}
		}
		line(fmt.Sprint(i+1), r.LastName, r.FirstName, whole, r.Email, function)
		want = append(want, r)
	}
	return b.String(), want
}

// Whatever is pasted, reading ends, gives back only clean words, and no more rows than it may.
func TestAnyPasteIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, _ := ReadPasted(rapid.String().Draw(t, "text"), someFunctions)
		for _, r := range rows {
			for _, s := range []string{r.LastName, r.FirstName, r.Email, r.Other} {
				if CleanLine(s) != s {
					t.Fatalf("%q is not clean", s)
				}
			}
			if r.LastName+r.FirstName+r.Email == "" {
				t.Fatal("an empty row")
			}
		}
	})
	if rows, _ := ReadPasted(strings.Repeat("ESSAI\tAlba\n", 3*MaxPasted), someFunctions); len(rows) != MaxPasted {
		t.Fatalf("%d rows", len(rows))
	}
}
