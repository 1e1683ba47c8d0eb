package demo_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestItActsThroughUseCases: beyond the settings and the accounts, nothing is written past a use case, so
// that the demonstration cannot hold what the platform would have refused.
func TestItActsThroughUseCases(t *testing.T) {
	writes := regexp.MustCompile(`^(Add|Save|Put|Set|Replace|Drop|Revoke|Refresh|Rebuild|Touch|Renew|Seal|See|Use)[A-Z]`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	written := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "records" && writes.MatchString(s.Sel.Name) {
					written[s.Sel.Name] = true
				}
			}
			return true
		})
	}
	if len(written) != 2 || !written["SaveSettings"] || !written["AddUser"] {
		t.Fatal("records written past the use cases:", written)
	}
}
