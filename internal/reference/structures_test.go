package reference

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"passerelle/internal/records"
)

func TestSpellingsLeadToOneStructure(t *testing.T) {
	app := loadedApp(t)
	for want, spellings := range map[string][]string{
		"EPSM Val de Lys-Artois": {"EPSM Val de Lys-Artois", "EPSM VdLA", "EPSM VdlA", "EPSM St Venant", "EPSM ST VdLA",
			"EPSM Saint-Venant Val de Lys Artois", "EPSM Val de Lys-Artois (Saint-Venant)"},
		"CH Lens":              {"CHL", "chl", "Centre hospitalier de Lens", "CH  LENS"},
		"PMI du Pas-de-Calais": {"PMI", "Protection maternelle et infantile du Pas de Calais"},
		"SAAS Ré-Psy":          {"SAASRépsy", "saas re psy"},
	} {
		for _, spelling := range spellings {
			s, err := records.StructureNamed(app, spelling)
			if err != nil || s.ShortName != want {
				t.Errorf("%q leads to %+v, %v; want %s", spelling, s, err, want)
			}
		}
	}
	for _, name := range []string{"", "EPSM", "CH", "Hôpital de nulle part"} {
		if s, err := records.StructureNamed(app, name); err != records.ErrNone {
			t.Errorf("%q leads to %+v, %v", name, s, err)
		}
	}
}

func TestStructuresHaveTheirPlace(t *testing.T) {
	app := loadedApp(t)
	parents := map[string]string{"PMI du Pas-de-Calais": "Département du Pas-de-Calais",
		"ASE du Pas-de-Calais": "Département du Pas-de-Calais", "MISA du Pas-de-Calais": "Département du Pas-de-Calais",
		"PCO": "PEP 62"}
	all, err := records.AllStructures(app)
	if err != nil {
		t.Fatal(err)
	}
	name := map[string]string{"": ""}
	for _, s := range all {
		name[s.ID] = s.ShortName
	}
	for i, s := range all {
		if got := name[s.Parent]; got != parents[s.ShortName] {
			t.Errorf("the parent of %s is %q", s.ShortName, got)
		}
		if s.Status != "validated" || s.Sector == "" || s.Num != i+1 || s.Unpublished {
			t.Errorf("%+v", s)
		}
	}
	lens, err := records.StructureNamed(app, "CHL")
	if err != nil {
		t.Fatal(err)
	}
	if lens.Sector != item(t, app, records.Sectors, "sanitaire").ID || lens.Territory != item(t, app, records.Territories, "lens-henin").ID {
		t.Errorf("CH Lens: %+v", lens)
	}
	if c360, err := records.StructureNamed(app, "C360"); err != nil || c360.Territory != "" {
		t.Errorf("C360 has no territory in the text: %+v, %v", c360, err)
	}
}

// However a listed name is typed — capitals, accents lost or decomposed, hyphens for spaces — it leads
// to its structure.
func TestAnyTypingOfANameLeadsToItsStructure(t *testing.T) {
	app := loadedApp(t)
	all, err := records.AllStructures(app)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(all).Draw(t, "structure")
		name := rapid.SampledFrom(append([]string{s.Name, s.ShortName}, s.Aliases...)).Draw(t, "name")
		typed := retype(t, name)
		found, err := records.StructureNamed(app, typed)
		if err != nil || found.ID != s.ID {
			t.Fatalf("%q, typed for %q, leads to %+v, %v", typed, name, found, err)
		}
	})
}

func retype(t *rapid.T, name string) string {
	var b strings.Builder
	for _, r := range name {
		s := string(r)
		switch rapid.SampledFrom([]string{"as is", "upper", "lower", "bare", "decomposed"}).Draw(t, "how") {
		case "upper":
			s = strings.ToUpper(s)
		case "lower":
			s = strings.ToLower(s)
		case "bare":
			s = strings.Map(func(r rune) rune {
				if unicode.IsMark(r) {
					return -1
				}
				return r
			}, norm.NFD.String(s))
		case "decomposed":
			s = norm.NFD.String(s)
		}
		if r == ' ' || r == '-' {
			s = rapid.SampledFrom([]string{" ", "-", "  ", "\u00a0", "\u2011", " - "}).Draw(t, "gap")
		}
		b.WriteString(s)
	}
	return b.String()
}
