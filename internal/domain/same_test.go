package domain

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAnotherSpellingIsNotAnotherPerson(t *testing.T) {
	for _, c := range []struct {
		last, first, otherLast, otherFirst string
		same                               bool
	}{
		{"Lefèvre", "Zoé", "LEFEVRE", "Zoe", true},
		{"Dupnt", "Marie", "Dupont", "Marie", true},
		{"Dupont", "Marie", "Dupont-Lefèvre", "Marie", true},
		{"Lefèvre", "Zoé", "Zoé", "Lefèvre", true},
		{"Lefèvre", "Anne", "Lefèvre", "Anne-Sophie", true},
		{"Vandenbrouke", "Élise", "Vandenbroucke", "Elsie", true},
		{"Lefèvre", "Zoé", "Lefèvre", "Ana", false},
		{"Lefèvre", "Zoé", "Martin", "Zoé", false},
		{"Dupont", "Marie", "Durand", "Marie", false},
		{"Li", "Ana", "Lo", "Bo", false},
		{"Lefèvre", "Paul", "Lefèvre", "Paula", true},
		{"Lefèvre", "Jean", "Lefèvre", "Luc", false},
	} {
		if got := SamePerson(c.last, c.first, c.otherLast, c.otherFirst); got != c.same {
			t.Errorf("%v: %v", c, got)
		}
		if got := SamePerson(c.otherLast, c.otherFirst, c.last, c.first); got != c.same {
			t.Errorf("%v, the other way: %v", c, got)
		}
	}
}

func TestANameIsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[A-Za-zéèç]{1,12}( [A-Za-z]{1,8})?`)
		last, first := word.Draw(t, "last"), word.Draw(t, "first")
		if !SamePerson(last, first, last, first) || !SamePerson(last, first, first, last) {
			t.Fatal("not the same as itself")
		}
	})
}

// Whoever carries a seat leaves no limit more broken than it was.
func TestAnHeirBreaksNothing(t *testing.T) {
	key := rapid.Custom(func(t *rapid.T) Key {
		return Key{rapid.SampledFrom([]string{PerSector, PerStructure}).Draw(t, "kind"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "id")}
	})
	ask := rapid.Custom(func(t *rapid.T) Ask {
		return Ask{Seats: rapid.IntRange(1, 3).Draw(t, "seats"), Keys: rapid.SliceOfNDistinct(key, 0, 3, rapid.ID).Draw(t, "keys")}
	})
	limit := rapid.Custom(func(t *rapid.T) Limit {
		k := key.Draw(t, "of")
		return Limit{Kind: k.Kind, ID: rapid.SampledFrom([]string{"", k.ID}).Draw(t, "id"), Max: rapid.IntRange(1, 3).Draw(t, "max")}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := Seats{Capacity: rapid.IntRange(0, 12).Draw(t, "capacity"), By: map[Key]int{}, Limits: rapid.SliceOfN(limit, 0, 2).Draw(t, "limits")}
		for _, r := range rapid.SliceOfN(limit, 0, 2).Draw(t, "reserved") {
			if r.ID != "" {
				s.Reserved = append(s.Reserved, r)
			}
		}
		seated := rapid.SliceOfN(ask, 1, 6).Draw(t, "seated")
		for _, a := range seated {
			s = s.Take(Unit{a})
		}
		leaves, comes := seated[0], ask.Draw(t, "comes")
		if !s.Heir(leaves, comes).None() {
			return
		}
		after := s.Free(Unit{leaves}).Take(Unit{comes})
		if s.Capacity > 0 && after.Taken > max(s.Capacity, s.Taken) {
			t.Fatal("more seats than there are")
		}
		for _, l := range s.Limits {
			for k, n := range after.By {
				if l.of(k) && n > max(l.Max, s.By[k]) {
					t.Fatalf("%v: %d, then %d", k, s.By[k], n)
				}
			}
		}
		if s.Capacity > 0 && after.Taken+after.kept(nil) > max(s.Capacity, s.Taken+s.kept(nil)) {
			t.Fatal("a reserve was taken")
		}
	})
}

func TestAColleagueOfTheSamePlaceIsNeverHeldBack(t *testing.T) {
	lens := []Key{{PerStructure, "lens"}, {PerSector, "public"}}
	full := Seats{Capacity: 2, Taken: 2, Limits: []Limit{{PerStructure, "", 1}}, Reserved: []Limit{{PerSector, "social", 2}},
		By: map[Key]int{lens[0]: 2, lens[1]: 2}}
	if h := full.Heir(Ask{Seats: 1, Keys: lens}, Ask{Seats: 1, Keys: lens}); !h.None() {
		t.Errorf("%+v", h)
	}
	if h := full.Heir(Ask{Seats: 1, Keys: lens}, Ask{Seats: 2, Keys: lens}); !h.Full {
		t.Errorf("one more seat than there is: %+v", h)
	}
	other := Seats{Capacity: 9, Taken: 3, Limits: []Limit{{PerStructure, "", 1}}, By: map[Key]int{lens[0]: 1, {PerStructure, "arras"}: 1}}
	if h := other.Heir(Ask{Seats: 1, Keys: lens[:1]}, Ask{Seats: 1, Keys: []Key{{PerStructure, "arras"}}}); h.Limit.Max != 1 {
		t.Errorf("%+v", h)
	}
}
