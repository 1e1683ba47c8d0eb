package domain

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"
)

func TestSearchAnswersAsThePhonesDo(t *testing.T) {
	raw, err := os.ReadFile("testdata/search.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		People []struct {
			ID, Name, Structure string
			First               string `json:"first_name"`
		}
		Cases []struct {
			Query string
			Want  []string
		}
	}
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	var people []Findable
	for _, p := range vectors.People {
		people = append(people, FindableName(p.Name, p.First, p.Structure))
	}
	for _, c := range vectors.Cases {
		got := []string{}
		for _, i := range SearchNames(people, c.Query, 12) {
			got = append(got, vectors.People[i].ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.Want) {
			t.Errorf("%q: %v, want %v", c.Query, got, c.Want)
		}
	}
}

// Whoever is in the list is found by the whole name, in both orders, and with one letter left out of the surname.
func TestEveryNameIsFound(t *testing.T) {
	name := rapid.StringMatching(`[A-ZÉÈ][a-zéèç]{4,9}([ ’-][A-Z][a-z]{2,6})?`)
	rapid.Check(t, func(t *rapid.T) {
		last, first := name.Draw(t, "last"), name.Draw(t, "first")
		people := []Findable{FindableName("Autre", "Personne", "CH Lens"), FindableName(last, first, "CH Lens")}
		runes := []rune(last)
		cut := rapid.IntRange(0, 4).Draw(t, "cut")
		for _, query := range []string{last + " " + first, first + " " + last, string(runes[:cut]) + string(runes[cut+1:]) + " " + first} {
			if got := SearchNames(people, query, 5); len(got) == 0 || got[len(got)-1] != 1 && got[0] != 1 {
				t.Fatalf("%q does not find %s %s: %v", query, first, last, got)
			}
		}
	})
}
