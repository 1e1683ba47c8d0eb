package stats

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/chart"
	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// mapFile is the stored map of the territories.
const mapFile = "map:territories"

// MaxMapValues is how many different values a field may have, to be matched by hand.
const MaxMapValues = 300

// TerritoryMap is the map that the coordinator brought in: outlines, the field that names them, and the territory
// (code) of each of its values. Without a match, nothing is drawn of it.
type TerritoryMap struct {
	Name  string            `json:"name"` // of the file
	Lines chart.Outlines    `json:"lines"`
	Field string            `json:"field"`
	Match map[string]string `json:"match"`
}

// LoadMap reads the map; nil without one.
func LoadMap(app core.App) (*TerritoryMap, error) {
	f, err := records.FileOf(app, mapFile)
	if errors.Is(err, records.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m := &TerritoryMap{}
	return m, json.Unmarshal(f.Bytes, m)
}

// AddMap keeps the outlines of a GeoJSON file, in place of those that were there, with the field and the territories
// that its values seem to name. Errors: ErrMapForm, ErrMapDegrees, ErrMapSize, ErrMapThin.
func AddMap(app core.App, now time.Time, actor, name string, content []byte) error {
	lines, err := chart.ReadGeoJSON(content)
	for cause, code := range map[error]domain.Code{chart.ErrGeoForm: domain.ErrMapForm, chart.ErrGeoDegrees: domain.ErrMapDegrees, chart.ErrGeoSize: domain.ErrMapSize, chart.ErrGeoThin: domain.ErrMapThin} {
		if errors.Is(err, cause) {
			return domain.Error{Code: code, Field: "fichier"}
		}
	}
	if err != nil {
		return err
	}
	territories, err := records.Items(app, records.Territories)
	if err != nil {
		return err
	}
	m := &TerritoryMap{Name: domain.CleanLine(name), Lines: lines}
	m.guess(territories)
	return saveMap(app, now, actor, "map-added", m)
}

// MatchMap keeps which territory each value of a field names; an empty code: none. Errors: ErrNotFound without a map,
// ErrChoice for a field, a value or a territory that does not exist.
func MatchMap(app core.App, now time.Time, actor, field string, match map[string]string) error {
	m, err := LoadMap(app)
	if err != nil {
		return err
	}
	if m == nil {
		return domain.Error{Code: domain.ErrNotFound}
	}
	territories, err := records.Items(app, records.Territories)
	if err != nil {
		return err
	}
	m.Field, m.Match = field, map[string]string{}
	values := m.Values(field)
	if len(values) == 0 || len(values) > MaxMapValues {
		return domain.Error{Code: domain.ErrChoice, Field: "champ"}
	}
	for value, code := range match {
		if code == "" {
			continue
		}
		if !slices.Contains(values, value) || !slices.ContainsFunc(territories, func(it records.Item) bool { return it.Code == code }) {
			return domain.Error{Code: domain.ErrChoice, Field: "champ"}
		}
		m.Match[value] = code
	}
	return saveMap(app, now, actor, "map-matched", m)
}

// DropMap removes the map.
func DropMap(app core.App, now time.Time, actor string) error {
	return app.RunInTransaction(func(app core.App) error {
		if err := records.DropFile(app, mapFile); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "map-removed", Kind: "settings"})
	})
}

func saveMap(app core.App, now time.Time, actor, action string, m *TerritoryMap) error {
	content, err := json.Marshal(m)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	return app.RunInTransaction(func(app core.App) error {
		f := &records.File{ID: mapFile, Name: m.Name, Type: "application/json", SHA256: hex.EncodeToString(sum[:]), Bytes: content, Created: records.At(now)}
		if err := records.PutFile(app, f); err != nil {
			return err
		}
		return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: action, Kind: "settings"})
	})
}

// Values lists the different values of a field, in their order.
func (m *TerritoryMap) Values(field string) (values []string) {
	at := slices.Index(m.Lines.Fields, field)
	if at < 0 {
		return nil
	}
	for _, o := range m.Lines.Outlines {
		if v := o.Values[at]; v != "" {
			values = append(values, v)
		}
	}
	slices.SortFunc(values, byName)
	return slices.Compact(values)
}

// guess chooses the field whose values name the most territories.
func (m *TerritoryMap) guess(territories []records.Item) {
	best := -1
	for _, field := range m.Lines.Fields {
		values := m.Values(field)
		if len(values) > MaxMapValues {
			continue
		}
		match, found := Guess(values, territories), map[string]bool{}
		for _, code := range match {
			found[code] = true
		}
		if len(found) > best {
			best, m.Field, m.Match = len(found), field, match
		}
	}
}

// Guess gives the territory that each value seems to name: its code, its name, or the one that shares the most words
// with it. A value that could name two names none.
func Guess(values []string, territories []records.Item) map[string]string {
	match := map[string]string{}
	for _, value := range values {
		best, twice := 0, false
		for _, t := range territories {
			n := 0
			if domain.Fold(value) == domain.Fold(t.Code) || domain.Fold(value) == domain.Fold(t.Name) {
				n = 100
			} else {
				for _, word := range strings.Fields(domain.Fold(value)) {
					if len(word) > 2 && !common[word] && slices.Contains(strings.Fields(domain.Fold(t.Name)), word) {
						n++
					}
				}
			}
			if n > best {
				best, twice, match[value] = n, false, t.Code
			} else if n == best && n > 0 {
				twice = true
			}
		}
		if twice {
			delete(match, value)
		}
	}
	return match
}

// common are the words that names of territories share.
var common = map[string]bool{"communaute": true, "communes": true, "commune": true, "agglomeration": true, "urbaine": true, "pays": true, "des": true, "les": true, "territoire": true, "autre": true, "hors": true, "ptsm": true}

// Lands gives the rings of each territory (by code), and those that were matched to none.
func (m *TerritoryMap) Lands() (by map[string][][]int, rest [][]int) {
	by = map[string][][]int{}
	at := slices.Index(m.Lines.Fields, m.Field)
	for _, o := range m.Lines.Outlines {
		code := ""
		if at >= 0 {
			code = m.Match[o.Values[at]]
		}
		if code == "" {
			rest = append(rest, o.Rings...)
			continue
		}
		by[code] = append(by[code], o.Rings...)
	}
	return by, rest
}
