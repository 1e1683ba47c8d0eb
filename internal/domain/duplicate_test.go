package domain_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

func TestPeopleWhoLookAlike(t *testing.T) {
	zoe := domain.Identity{ID: "a", LastName: "Lefèvre", FirstName: "Zoé", Email: "zoe@exemple.invalid", Structure: "lens"}
	for name, c := range map[string]struct {
		last, first, email, structure string
		distinct                      bool
		want                          string // reasons; empty: not likely
	}{
		"another structure":            {"LEFEVRE", "Zoe", "", "arras", false, "same_name"},
		"no structure":                 {"Lefèvre", "Zoé", "", "", false, "same_name"},
		"everything":                   {"Lefèvre", "Zoé", zoe.Email, "lens", false, "same_name same_mailbox same_structure"},
		"the other way round":          {"Zoé", "Lefèvre", "", "", false, "swapped_name"},
		"a letter, same structure":     {"Lefebre", "Zoé", "", "lens", false, "one_letter same_structure"},
		"a letter more, same mailbox":  {"Lefèvres", "Zoé", zoe.Email, "", false, "one_letter same_mailbox"},
		"two letters swapped":          {"Lefèvre", "Zéo", "", "lens", false, "one_letter same_structure"},
		"a letter and nothing else":    {"Lefebre", "Zoé", "", "arras", false, ""},
		"two letters, same structure":  {"Lefebres", "Zoé", "", "lens", false, ""},
		"same surname, same mailbox":   {"Lefèvre", "Adèle", zoe.Email, "", false, "same_last_name same_mailbox"},
		"same surname, same structure": {"Lefèvre", "Adèle", "", "lens", false, ""},
		"a shared mailbox":             {"Mésange", "Adèle", zoe.Email, "lens", false, ""},
		"said to be another":           {"Lefèvre", "Zoé", "", "arras", true, ""},
		"said so, from one mailbox":    {"Lefèvre", "Zoé", zoe.Email, "", true, "same_name same_mailbox said_other"},
		"a hyphen":                     {"Le Fèvre", "Zoé", "", "", false, "same_name"},
	} {
		other := domain.Identity{ID: "b", LastName: c.last, FirstName: c.first, Email: c.email, Structure: c.structure, Distinct: c.distinct}
		l := domain.PeopleAlike(zoe, other)
		if got := l.Score >= domain.Likely; got != (c.want != "") || got && reasons(l) != c.want {
			t.Errorf("%s: %+v, want %q", name, l, c.want)
		}
	}
}

func reasons(l domain.Likeness) string {
	var words []string
	for _, r := range l.Reasons {
		words = append(words, string(r))
	}
	return strings.Join(words, " ")
}

// anyone draws from few letters, so that names meet.
func anyone(t *rapid.T, id string) domain.Identity {
	word := rapid.StringMatching(`[abé]{1,4}`)
	return domain.Identity{ID: id, LastName: word.Draw(t, "last"), FirstName: word.Draw(t, "first"),
		Email: rapid.SampledFrom([]string{"", "", "x@y.fr", "z@y.fr"}).Draw(t, "email"), Structure: rapid.SampledFrom([]string{"", "s", "u"}).Draw(t, "structure"),
		Distinct: rapid.Bool().Draw(t, "distinct")}
}

func TestLikenessIsSymmetricAndReflexive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyone(t, "a"), anyone(t, "b")
		if x, y := domain.PeopleAlike(a, b), domain.PeopleAlike(b, a); fmt.Sprint(x) != fmt.Sprint(y) {
			t.Fatalf("%v, the other way round %v", x, y)
		}
		a.Distinct, b.Distinct = false, false
		same := domain.PeopleAlike(a, a)
		if same.Score < domain.Likely || same.Score < domain.PeopleAlike(a, b).Score {
			t.Fatalf("%+v is like itself by %v, like %+v by %v", a, same, b, domain.PeopleAlike(a, b))
		}
	})
}

// What the blocks find is what comparing all with all finds, in whatever order the rows come.
func TestNoLikelyPairIsMissedWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := make([]domain.Identity, rapid.IntRange(0, 25).Draw(t, "people"))
		for i := range list {
			list[i] = anyone(t, fmt.Sprintf("%02d", i))
		}
		want := map[string]bool{}
		for i := range list {
			for j := i + 1; j < len(list); j++ {
				if domain.PeopleAlike(list[i], list[j]).Score >= domain.Likely {
					want[list[i].ID+list[j].ID] = true
				}
			}
		}
		first := domain.LikelyPeople(list)
		got := map[string]bool{}
		for _, p := range first {
			got[p.A+p.B] = true
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("found %v, want %v", got, want)
		}
		if again := domain.LikelyPeople(rapid.Permutation(list).Draw(t, "order")); fmt.Sprint(again) != fmt.Sprint(first) {
			t.Fatalf("another order: %v, then %v", first, again)
		}
	})
}

// Twenty thousand people, most names borne once: a page must not wait.
func TestTwentyThousandPeopleAreCompared(t *testing.T) {
	rnd := rand.New(rand.NewSource(3))
	list := make([]domain.Identity, 20000)
	for i := range list {
		list[i] = domain.Identity{ID: fmt.Sprintf("%05d", i), LastName: fmt.Sprintf("Nom%c%c%c%c", 'a'+rnd.Intn(26), 'a'+rnd.Intn(26), 'a'+rnd.Intn(26), 'a'+rnd.Intn(26)),
			FirstName: fmt.Sprintf("Prenom%c", 'a'+rnd.Intn(26)), Email: fmt.Sprint(rnd.Intn(15000), "@exemple.invalid"), Structure: fmt.Sprint(rnd.Intn(60))}
	}
	list[0].LastName, list[0].FirstName = list[19999].FirstName, list[19999].LastName
	start := time.Now()
	pairs := domain.LikelyPeople(list)
	spent := time.Since(start)
	t.Log(len(pairs), "pairs in", spent)
	if !slices.ContainsFunc(pairs, func(p domain.Pair) bool { return p.A == "00000" && p.B == "19999" }) || spent > 20*time.Second {
		t.Errorf("%d pairs in %s", len(pairs), spent)
	}
	crowd := make([]domain.Identity, 20000) // one name for all of them: still an answer
	for i := range crowd {
		crowd[i] = domain.Identity{ID: fmt.Sprintf("%05d", i), LastName: "Un", FirstName: "Seul", Email: "x@y.fr", Structure: "s"}
	}
	if n := len(domain.LikelyPeople(crowd)); n != len(crowd)-1 {
		t.Errorf("%d pairs", n)
	}
}

func institutions(names ...string) (list []domain.Institution) {
	for i, n := range names {
		list = append(list, domain.Institution{ID: fmt.Sprintf("%03d", i), Names: strings.Split(n, "|")})
	}
	return list
}

func TestStructuresThatLookAlike(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"PEP 62", "pep62", "same_name"},
		{"CH Lens|Centre hospitalier de Lens", "Centre Hospitalier LENS urgences|centre hospitalier lens", "contained"},
		{"Centre hospitalier de Lens", "CHL", "acronym"},
		{"Centre hospitalier d'Hénin-Beaumont", "CHHB", "acronym"},
		{"EPSM Val de Lys-Artois (Saint-Venant)", "EPSM St Venant", "contained"},
		{"EPSM Val de Lys-Artois (Saint-Venant)", "EPSM VdLA", "contained"},
		{"EPSM ST VdLA", "EPSM Saint-Venant Val de Lys Artois", "contained"},
		{"Maison d’accueil Les Trois Saules", "Foyer « Les Trois Saules »", "rare_words"},
		{"Hôpital d'Hénin-Beaumont", "CH Hénin-Beaumont", "rare_words"},
		{"Le Cheval Bleu", "Le Cheval Blue", "one_letter"},
		{"MDA Saint-Omer|Maison des adolescents de Saint-Omer", "MDA Hénin-Beaumont|Maison des adolescents d'Hénin-Beaumont", ""},
		{"CLSM CUA|Conseil local de santé mentale de la CUA", "CLSM CAPSO|Conseil local de santé mentale de la CAPSO", ""},
		{"CH Hénin-Beaumont", "MDA Hénin-Beaumont", ""},
		{"CH Lens", "CLSM Lens-Hénin", ""},
		{"Centre hospitalier", "Centre hospitalier de Lens", ""},
		{"", "", ""},
	} {
		list := institutions(c.a, c.b)
		pairs := domain.LikelyStructures(list)
		slices.Reverse(list)
		if back := domain.LikelyStructures(list); fmt.Sprint(back) != fmt.Sprint(pairs) {
			t.Errorf("%s and %s: %v, the other way round %v", c.a, c.b, pairs, back)
		}
		got := ""
		if len(pairs) > 0 {
			got = reasons(pairs[0].Likeness)
		}
		if got != c.want {
			t.Errorf("%s and %s: %q, want %q", c.a, c.b, got, c.want)
		}
	}
}

func TestAPartIsNotTheWhole(t *testing.T) {
	list := institutions("EPSM des Essais", "Urgences de l’EPSM des Essais", "Accueil des urgences de l’EPSM des Essais")
	list[1].Parent, list[2].Parent = "000", "001"
	if pairs := domain.LikelyStructures(list); len(pairs) > 0 {
		t.Error(pairs)
	}
	list[2].Parent = "000"
	if pairs := domain.LikelyStructures(list); len(pairs) != 1 || pairs[0].A != "001" || pairs[0].B != "002" {
		t.Error(pairs)
	}
}

// Another territory speaks against, and two structures are alike whatever the order.
func TestStructuresInAnyOrder(t *testing.T) {
	words := []string{"CH", "Centre", "Lens", "Lys", "Saules", "Trois", "Pôle", "TSL", "de", "Saint", "St", "Saulas"}
	rapid.Check(t, func(t *rapid.T) {
		list := make([]domain.Institution, rapid.IntRange(0, 14).Draw(t, "structures"))
		for i := range list {
			name := rapid.SliceOfN(rapid.SampledFrom(words), 1, 4).Draw(t, "name")
			list[i] = domain.Institution{ID: fmt.Sprintf("%02d", i), Names: []string{strings.Join(name, " ")}, Territory: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "territory")}
		}
		first := domain.LikelyStructures(list)
		if again := domain.LikelyStructures(rapid.Permutation(list).Draw(t, "order")); fmt.Sprint(again) != fmt.Sprint(first) {
			t.Fatalf("%v, then %v", first, again)
		}
		for i, a := range list {
			for _, b := range list[i+1:] {
				if a.Names[0] == b.Names[0] && !slices.ContainsFunc(first, func(p domain.Pair) bool { return p.A == a.ID && p.B == b.ID }) {
					t.Fatalf("%s twice is not seen", a.Names[0])
				}
			}
		}
	})
}
