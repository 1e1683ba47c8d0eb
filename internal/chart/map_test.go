package chart

import (
	"errors"
	"fmt"
	"html/template"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Every value has one class; classes follow one another, of at most four shades.
func TestClassesHoldEveryValueOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(-1, 40), 0, 30).Draw(t, "values")
		classes := Classes(values)
		for i, c := range classes {
			if c.Min > c.Max || c.Shade < 0 || c.Shade > shades || i > 0 && (c.Min <= classes[i-1].Max || c.Shade <= classes[i-1].Shade) {
				t.Fatalf("%v: %v", values, classes)
			}
		}
		for _, v := range values {
			n := 0
			for _, c := range classes {
				if v >= c.Min && v <= c.Max {
					n++
				}
			}
			if v >= 0 && n != 1 || v < 0 && n != 0 || v > 0 && shadeOf(classes, v) < 1 {
				t.Fatalf("%d is in %d of %v", v, n, classes)
			}
		}
	})
}

func TestTilesStandAmongTheirNeighbours(t *testing.T) {
	if Tiles(figure, nil, nil) != "" {
		t.Error("tiles of nothing")
	}
	got := texts(t, Tiles(figure, []Tile{{"Campagnes de l’Artois", 1, 1, 12, "12 présents", false}, {"Un très long nom de territoire imaginaire", 0, 0, -1, "non renseigné", false},
		{"Hors du territoire", 2, 2, 0, "aucun", true}}, func(n int) string { return fmt.Sprint(n) }))
	all := "|" + strings.Join(got["text"], "|") + "|"
	for _, want := range []string{"|Campagnes de|l’Artois|", "|12|", "|?|", "|0|", "|non renseigné|", "|Un très long|nom de…|"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in %s", want, all)
		}
	}
}

// What is left out is nearer than the tolerance to what stays, and what stays is of the ring.
func TestSimplifyKeepsTheShape(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 60).Draw(t, "points")
		var r []point
		for i := range n {
			far := rapid.Float64Range(20, 30).Draw(t, "far")
			turn := 2 * math.Pi * float64(i) / float64(n)
			r = append(r, point{far * math.Cos(turn), far * math.Sin(turn)})
		}
		closed := append(r, r[0])
		tolerance := rapid.Float64Range(.1, 8).Draw(t, "tolerance")
		out := simplify(closed, tolerance)
		if len(out) > n || len(out) < 3 {
			t.Fatalf("%d points of %d", len(out), n)
		}
		own := map[point]bool{}
		for _, p := range r {
			own[p] = true
			near := math.Inf(1)
			for i, q := range out {
				near = math.Min(near, toSegment(p, q, out[(i+1)%len(out)]))
			}
			if near > tolerance+1e-9 {
				t.Fatalf("%v is %f away", p, near)
			}
		}
		for _, p := range out {
			if !own[p] {
				t.Fatalf("%v is of no ring", p)
			}
		}
	})
}

const square = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"nom":"Ouest","code":62041,"vide":null,"objet":{}},"geometry":{"type":"Polygon","coordinates":[[[2,50],[2.5,50],[2.5,50.2],[2.5,50.5],[2,50.5],[2,50]]]}},
{"type":"Feature","properties":{"nom":" Est "},"geometry":{"type":"MultiPolygon","coordinates":[[[[2.5,50],[3,50],[3,50.5],[2.5,50.5],[2.5,50]]],[[[3.1,50],[3.10001,50],[3.10001,50.00001],[3.1,50]]]]}}]}`

func TestGeoJSONIsLaidFlat(t *testing.T) {
	g, err := ReadGeoJSON([]byte("\ufeff" + square))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(g.Fields, ",") != "code,nom" || g.Outlines[0].Values[0] != "62041" || g.Outlines[1].Values[1] != "Est" || g.Outlines[1].Values[0] != "" {
		t.Errorf("%v %v", g.Fields, g.Outlines)
	}
	// Half a degree high, 1.1 wide; a degree of longitude is cos 50.25° of one of latitude.
	if want := 1000 * .5 / (1.10001 * math.Cos(50.25*math.Pi/180)); math.Abs(float64(g.Height)-want) > 1 || g.Width != 1000 {
		t.Errorf("%d × %d, want %.1f high", g.Width, g.Height, want)
	}
	if len(g.Outlines[0].Rings) != 1 || len(g.Outlines[0].Rings[0]) != 8 || len(g.Outlines[1].Rings) != 1 {
		t.Errorf("a point on a straight side, or an island that nobody sees, stayed: %v", g.Outlines)
	}
	lands := []Land{{Label: "Ouest", Short: "Ouest", Value: 4, Says: "4 présents", Rings: g.Outlines[0].Rings}, {Label: "Est", Short: "Est", Value: -1, Rings: g.Outlines[1].Rings}, {Label: "Ailleurs", Blank: true, Rings: g.Outlines[1].Rings}}
	for _, bubbles := range []bool{false, true} {
		svg := string(Map(figure, g.Width, g.Height, lands, bubbles, func(n int) string { return fmt.Sprint(n) }))
		first, _, _ := strings.Cut(svg, `<svg class="key"`)
		all := strings.Join(texts(t, htmlOf(first))["text"], "|")
		if !strings.Contains(all, "4|?|Ouest|Est") || strings.Contains(svg, "<circle") != bubbles {
			t.Errorf("%s in %s", all, svg)
		}
	}
	if Map(figure, 10, 10, nil, false, nil) != "" {
		t.Error("a map of nothing")
	}
}

func TestHostileOutlinesAreRefused(t *testing.T) {
	many := `{"type":"FeatureCollection","features":[` + strings.TrimSuffix(strings.Repeat(`{"geometry":null},`, MaxGeoFeatures+1), ",") + `]}`
	for name, c := range map[string]struct {
		content string
		want    error
	}{
		"empty":           {"", ErrGeoForm},
		"no JSON":         {"<svg onload=alert(1)>", ErrGeoForm},
		"deep":            {strings.Repeat("[", 200_000), ErrGeoForm},
		"a feature alone": {`{"type":"Feature","geometry":null}`, ErrGeoForm},
		"no features":     {`{"type":"FeatureCollection","features":[]}`, ErrGeoForm},
		"points":          {strings.Replace(square, `"Polygon"`, `"Point"`, 1), ErrGeoForm},
		"no geometry":     {`{"type":"FeatureCollection","features":[{"geometry":null}]}`, ErrGeoForm},
		"short ring":      {strings.Replace(square, `[2.5,50],[2.5,50.2],[2.5,50.5],`, "", 1), ErrGeoForm},
		"Lambert 93":      {strings.Replace(square, "[2,50]", "[652000,6862000]", 2), ErrGeoDegrees},
		"flat":            {`{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[2,50],[3,50],[4,50],[2,50]]]}}]}`, ErrGeoThin},
		"narrow":          {`{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[2,50],[2.0000005,50],[2.0000005,50.0000005],[2,50]]]}}]}`, ErrGeoThin},
		"a needle":        {`{"type":"FeatureCollection","features":[{"geometry":{"type":"Polygon","coordinates":[[[2,50],[2.1,50],[2.1,51],[2,50]]]}}]}`, ErrGeoThin},
		"a number's text": {strings.Replace(square, "[2,50]", `["2",50]`, 1), ErrGeoForm},
		"null point":      {strings.Replace(square, "[2,50]", `null`, 1), ErrGeoForm},
		"too many":        {many, ErrGeoSize},
		"too large":       {square + strings.Repeat(" ", MaxGeoFile), ErrGeoSize},
	} {
		if _, err := ReadGeoJSON([]byte(c.content)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// The value of a territory stands within it, even where its middle does not.
func TestTheValueStandsInsideItsLand(t *testing.T) {
	horseshoe := []int{0, 0, 100, 0, 100, 20, 20, 20, 20, 80, 100, 80, 100, 100, 0, 100}
	if p := inside([][]int{{200, 0, 201, 0, 201, 1}, horseshoe}); p.x <= 0 || p.x >= 20 && p.y > 20 && p.y < 80 || p.x > 100 {
		t.Errorf("%+v", p)
	}
}

func htmlOf(s string) template.HTML { return template.HTML(s) }
