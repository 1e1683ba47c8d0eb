package hooks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/matching"
)

// Whatever the matching may answer has a sentence: the constants are read in its source, so that a new one is missed.
func TestEveryReasonHasASentence(t *testing.T) {
	sources, err := filepath.Glob("../internal/matching/*.go")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]func(string) string{
		"Reason": func(v string) string { return reasonWords[matching.Reason(v)] },
		"Level":  func(v string) string { return costWords[matching.Level(v)] },
		"Bonus":  func(v string) string { return bonusWords[matching.Bonus(v)] },
		"Flaw":   func(v string) string { return flawWords[matching.Flaw(v)] },
	}
	told := map[string]int{}
	said := func(n ast.Node) bool {
		c, ok := n.(*ast.ValueSpec)
		if !ok || len(c.Values) != 1 {
			return true
		}
		kind, ok := c.Type.(*ast.Ident)
		if !ok || words[kind.Name] == nil {
			return true
		}
		value, err := strconv.Unquote(c.Values[0].(*ast.BasicLit).Value)
		if told[kind.Name]++; err != nil || words[kind.Name](value) == "" {
			t.Errorf("no sentence for %s %s", kind.Name, value)
		}
		return true
	}
	for _, path := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, said)
	}
	if told["Reason"] != len(reasonWords) || told["Level"] != len(costWords) || told["Bonus"] != len(bonusWords) || told["Flaw"] != len(flawWords) || told["Reason"] < 11 {
		t.Errorf("read %v", told)
	}
	for _, s := range domain.PlacementStates {
		ended := s == domain.PlacementRefused || s == domain.PlacementCancelled || s == domain.PlacementRequested || s == domain.PlacementApproved
		if (heldWords[s] == "") != ended {
			t.Errorf("%s: %q", s, heldWords[s])
		}
	}
}
