package domain_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

func drawStrokes(t *rapid.T) domain.Strokes {
	point := rapid.Custom(func(t *rapid.T) domain.Point {
		return domain.Point{X: rapid.IntRange(0, domain.StrokesWidth).Draw(t, "x"), Y: rapid.IntRange(0, domain.StrokesHeight).Draw(t, "y")}
	})
	return rapid.SliceOfN(rapid.SliceOfN(point, 1, 30), 1, domain.MaxStrokes).Draw(t, "strokes")
}

var pathPattern = regexp.MustCompile(`^(M\d+ \d+(L\d+ \d+)*)+$`)

// TestADrawingIsReadBack: what is stored is what was drawn, and its path goes through every point.
func TestADrawingIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStrokes(t)
		low, high := s.Bounds()
		for _, p := range slices.Concat(s...) {
			if p.X < low.X || p.X > high.X || p.Y < low.Y || p.Y > high.Y {
				t.Fatalf("%v is out of %v, %v", p, low, high)
			}
		}
		back, err := domain.ParseStrokes(s.Stored())
		if dot := high.X-low.X < 40 && high.Y-low.Y < 40; dot != (err != nil) {
			t.Fatalf("%v: %v", s, err)
		}
		if err == nil && !slices.EqualFunc(back, s, slices.Equal[[]domain.Point]) {
			t.Fatalf("%v came back as %v", s, back)
		}
		path := s.Path()
		if !pathPattern.MatchString(path) || strings.Count(path, "M") != len(s) {
			t.Fatalf("path %q of %v", path, s)
		}
	})
}

func TestWhatIsNoDrawing(t *testing.T) {
	many := func(strokes, points int) string {
		one := "[" + strings.TrimSuffix(strings.Repeat("0,0,900,300,", points/2), ",") + "]"
		return "[" + strings.TrimSuffix(strings.Repeat(one+",", strokes), ",") + "]"
	}
	for raw, good := range map[string]bool{
		`[[0,0,1000,400]]`: true, `[[10,10],[500,200,600,300]]`: true, many(20, 200): true,
		``: false, `null`: false, `[]`: false, `[[]]`: false, `{"a":1}`: false, `"M0 0"`: false, `[[1,2,3]]`: false,
		`[[0,0,1001,0]]`: false, `[[0,-1,100,0]]`: false, `[[0,0,100,401]]`: false, `[[0.5,0,100,100]]`: false,
		`[["0","0"]]`: false, `[[5,5]]`: false, `[[5,5,20,20]]`: false, many(21, 2): false, many(20, 202): false,
	} {
		if _, err := domain.ParseStrokes([]byte(raw)); (err == nil) != good {
			t.Errorf("%.60s: %v", raw, err)
		}
	}
	if got := (domain.Strokes{{{5, 6}}, {{1, 2}, {30, 4}}}).Path(); got != "M5 6L5 6M1 2L30 4" {
		t.Error(got)
	}
}
