package web

import (
	"fmt"
	"html/template"
	"reflect"
	"strings"
	"time"

	"passerelle/internal/paris"
)

// funcs are the functions of the templates. Times may be in UTC: they are
// shown in Paris.
func funcs(assets *Assets) template.FuncMap {
	return template.FuncMap{
		"asset": assets.URL,

		"long":       paris.Long,
		"day":        paris.Day,
		"dayMonth":   paris.LongDayMonth,
		"short":      paris.Short,
		"clock":      paris.Clock,
		"moment":     paris.Moment,
		"slot":       paris.Slot,
		"days":       paris.Range,
		"minutes":    paris.Minutes,
		"number":     paris.Number,
		"inputTime":  paris.Input,
		"inputClock": paris.ClockInput,
		"iso":        func(t time.Time) string { return t.UTC().Format(time.RFC3339) },

		"fr":         fr,
		"capital":    paris.Capital,
		"of":         paris.Of,
		"plural":     plural,
		"paragraphs": paragraphs,
		"safeSVG":    func(svg string) template.HTML { return template.HTML(svg) },

		"dict":       dict,
		"under":      under,
		"has":        has,
		"field":      newField,
		"errorFor":   errorFor,
		"fieldClass": fieldClass,
	}
}

// plural writes a count with its word: zero and one are singular in French.
func plural(n int, one, many string) string {
	word := many
	if n > -2 && n < 2 {
		word = one
	}
	return paris.Number(n) + wideSpace + word
}

// dict makes a map of pairs, for the parameters of a partial. A key that the
// partial reads and that is not given is an error.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: a key has no value")
	}
	values := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: key %v is not a text", pairs[i])
		}
		values[key] = pairs[i+1]
	}
	return values, nil
}

// has tells whether a list holds an item of the same type.
func has(list, item any) (bool, error) {
	values := reflect.ValueOf(list)
	if !values.IsValid() {
		return false, nil
	}
	if values.Kind() != reflect.Slice {
		return false, fmt.Errorf("has: %T is not a list", list)
	}
	for i := range values.Len() {
		if values.Index(i).Interface() == item {
			return true, nil
		}
	}
	return false, nil
}

// under tells whether a path is an address or below it, to mark it in the navigation.
func under(path, address string) bool {
	return path == address || strings.HasPrefix(path, address+"/")
}
