package templates_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"passerelle/templates"
)

// legalWords must be written exactly so, with an ordinary space.
const legalWords = "Accessibilité : non conforme"

var (
	notText = regexp.MustCompile(`(?s)\{\{.*?\}\}|<[^<>]*?(?:\{\{.*?\}\}[^<>]*?)*>`)
	faults  = map[string]*regexp.Regexp{
		"an ordinary space before : ; ! ? »": regexp.MustCompile(` [:;!?»]`),
		"an ordinary space after «":          regexp.MustCompile(`« `),
		"a straight apostrophe":              regexp.MustCompile(`\pL'\pL`),
	}
)

func TestPagesAreWrittenWithFrenchSpaces(t *testing.T) {
	read := 0
	err := fs.WalkDir(templates.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		content, err := fs.ReadFile(templates.FS, name)
		if err != nil {
			return err
		}
		read++
		for i, line := range strings.Split(notText.ReplaceAllString(string(content), ""), "\n") {
			line = strings.ReplaceAll(line, legalWords, "")
			for fault, pattern := range faults {
				if pattern.MatchString(line) {
					t.Errorf("%s: %s, near text line %d: %q", name, fault, i+1, line)
				}
			}
		}
		return nil
	})
	if err != nil || read < 5 {
		t.Fatalf("read %d templates: %v", read, err)
	}
}
