package chart

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a file of outlines may hold.
const (
	MaxGeoFile     = 10 << 20 // bytes
	MaxGeoFeatures = 2000
	maxGeoPoints   = 1_500_000
	maxGeoFields   = 40
	maxGeoValue    = 120 // characters
)

// Why a file of outlines is refused.
var (
	ErrGeoForm    = errors.New("no FeatureCollection of Polygon and MultiPolygon")
	ErrGeoDegrees = errors.New("coordinates are no longitudes and latitudes")
	ErrGeoSize    = errors.New("too many features or points")
	ErrGeoThin    = errors.New("outlines too narrow to be drawn")
)

// Outline is a drawn territory: rings of x, y, x, y… on the grid of its map, closed by themselves.
type Outline struct {
	Values []string `json:"v"` // of the fields of the map
	Rings  [][]int  `json:"r"`
}

// Outlines is a map ready to be drawn: fields are the names of what the file says of each outline.
type Outlines struct {
	Width    int       `json:"w"`
	Height   int       `json:"h"`
	Fields   []string  `json:"fields"`
	Outlines []Outline `json:"outlines"`
}

// geoWidth is the grid on which outlines are kept: finer than any screen shows.
const geoWidth = 1000

// geoThin is how many degrees a map spans at least: ten centimetres are no territory, and what is divided by them makes
// no sense.
const geoThin = 1e-6

// geoFile is what is read of a GeoJSON file.
type geoFile struct {
	Type     string `json:"type"`
	Features []struct {
		Properties map[string]any `json:"properties"`
		Geometry   *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
	} `json:"features"`
}

// ring is a list of longitudes and latitudes.
type ring [][]float64

// ReadGeoJSON reads a FeatureCollection of Polygon and MultiPolygon in longitudes and latitudes, lays it flat
// (equirectangular, at its mean latitude), and simplifies it to what a screen shows. Errors: ErrGeoForm, ErrGeoDegrees,
// ErrGeoSize, ErrGeoThin.
func ReadGeoJSON(content []byte) (Outlines, error) {
	var file geoFile
	content = []byte(strings.TrimPrefix(string(content), "\ufeff"))
	if len(content) > MaxGeoFile {
		return Outlines{}, ErrGeoSize
	}
	if !utf8.Valid(content) || json.Unmarshal(content, &file) != nil || file.Type != "FeatureCollection" || len(file.Features) == 0 {
		return Outlines{}, ErrGeoForm
	}
	if len(file.Features) > MaxGeoFeatures {
		return Outlines{}, ErrGeoSize
	}
	shapes := make([][]ring, len(file.Features))
	points := 0
	for i, f := range file.Features {
		if f.Geometry == nil {
			return Outlines{}, ErrGeoForm
		}
		var err error
		if shapes[i], err = polygons(f.Geometry.Type, f.Geometry.Coordinates, &points); err != nil {
			return Outlines{}, err
		}
	}
	out := Outlines{Fields: file.fields()}
	flat := flatten(shapes)
	if flat.scale == 0 {
		return Outlines{}, ErrGeoThin
	}
	out.Width, out.Height = geoWidth, int(math.Ceil((flat.north-flat.south)*flat.scale))
	for i, f := range file.Features {
		o := Outline{Values: make([]string, len(out.Fields)), Rings: flat.rings(shapes[i])}
		for j, name := range out.Fields {
			o.Values[j], _ = fieldText(f.Properties[name])
		}
		out.Outlines = append(out.Outlines, o)
	}
	return out, nil
}

// polygons reads the rings of a geometry, holes included, and counts its points.
func polygons(kind string, coordinates json.RawMessage, points *int) (rings []ring, err error) {
	var many [][]ring
	switch kind {
	case "Polygon":
		many = make([][]ring, 1)
		err = json.Unmarshal(coordinates, &many[0])
	case "MultiPolygon":
		err = json.Unmarshal(coordinates, &many)
	default:
		return nil, ErrGeoForm
	}
	if err != nil {
		return nil, ErrGeoForm
	}
	for _, polygon := range many {
		for _, r := range polygon {
			if *points += len(r); *points > maxGeoPoints {
				return nil, ErrGeoSize
			}
			if len(r) < 4 {
				return nil, ErrGeoForm
			}
			for _, p := range r {
				if len(p) < 2 {
					return nil, ErrGeoForm
				}
				if math.Abs(p[0]) > 180 || math.Abs(p[1]) > 85 {
					return nil, ErrGeoDegrees
				}
			}
			rings = append(rings, r)
		}
	}
	if len(rings) == 0 {
		return nil, ErrGeoForm
	}
	return rings, nil
}

// fields lists the short texts and numbers that features bear, in the order of their names.
func (f geoFile) fields() (names []string) {
	seen := map[string]bool{}
	for _, feature := range f.Features {
		for name, value := range feature.Properties {
			if _, ok := fieldText(value); ok && name != "" && utf8.RuneCountInString(name) <= maxGeoValue && !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	sortFolded(names)
	return names[:min(len(names), maxGeoFields)]
}

func fieldText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		v = strings.TrimSpace(v)
		return v, v != "" && utf8.RuneCountInString(v) <= maxGeoValue && !strings.ContainsFunc(v, func(r rune) bool { return r < ' ' })
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), math.Abs(v) < 1e15
	}
	return "", false
}

// plane is where a map lies, and how it is laid flat.
type plane struct{ west, north, south, squeeze, scale float64 }

func flatten(shapes [][]ring) (p plane) {
	west, east, south, north := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, rings := range shapes {
		for _, r := range rings {
			for _, at := range r {
				west, east = math.Min(west, at[0]), math.Max(east, at[0])
				south, north = math.Min(south, at[1]), math.Max(north, at[1])
			}
		}
	}
	p = plane{west: west, north: north, south: south, squeeze: math.Cos((north + south) / 2 * math.Pi / 180)}
	width, height := (east-west)*p.squeeze, north-south
	if width < geoThin || height < geoThin || height > 3*width {
		return plane{}
	}
	p.scale = geoWidth / width
	return p
}

// rings lays rings flat and simplifies them. Those that a screen cannot show are left out, but for the largest.
func (p plane) rings(all []ring) (out [][]int) {
	var largest []point
	for _, r := range all {
		flat := make([]point, len(r))
		for i, at := range r {
			flat[i] = point{(at[0] - p.west) * p.squeeze * p.scale, (p.north - at[1]) * p.scale}
		}
		if math.Abs(area(flat)) > math.Abs(area(largest)) || largest == nil {
			largest = flat
		}
		if math.Abs(area(flat)) >= 4 {
			out = append(out, grid(simplify(flat, .7)))
		}
	}
	if len(out) == 0 {
		out = append(out, grid(largest))
	}
	return out
}

func grid(r []point) (flat []int) {
	for i, p := range r {
		x, y := int(math.Round(p.x)), int(math.Round(p.y))
		if n := len(flat); i > 0 && flat[n-2] == x && flat[n-1] == y {
			continue
		}
		flat = append(flat, x, y)
	}
	return flat
}
