package web

import (
	"fmt"
	"reflect"
	"strings"
)

// Option is one choice of a list. Options that follow each other with the same
// Group stand under it.
type Option struct {
	Value, Label string
	Group        string
	Hint         string // second line of a radio button or tick box
	Disabled     bool
}

// Field is what the partials of _form.html draw: a control with its label,
// hint and error. It is made by the template function "field".
type Field struct {
	Name, ID, Label string
	Value           string
	Values          []string // ticked values of a group of boxes
	Error           string
	Type            string // of an <input>: "text" unless said
	Hint            string
	Optional        bool // says « (facultatif) » and drops "required"
	Quiet           bool // optional without saying so: to choose nothing is one of its answers
	Checked         bool // of a single box
	Options         []Option
	Choose          string // first, empty line of a list: « Choisir… » unless said; "-" for none
	Autocomplete    string
	InputMode       string
	Min, Max, Step  string
	MaxLength       int
	Rows            int    // of a <textarea>
	Width           string // "s", "m" or "" (full)
	Source          string // address that answers the proposals of a combobox
	Chosen          string // id of the proposal chosen before, sent back as name_id
	Sector          string // id of the list of sectors that a chosen structure fills
	Territory       string // id of the list of territories that it fills
	Disabled        bool
	Autofocus       bool
}

// newField is the template function "field": the page's errors, name, label
// and value, then pairs of a Field's name and its value. An unknown name or a
// value of another type is an error: a misspelt parameter cannot go unseen.
func newField(errors []FieldError, name, label string, value any, pairs ...any) (*Field, error) {
	f := &Field{Name: name, ID: name, Label: label, Error: errorFor(errors, name), Type: "text", Rows: 4, Choose: "Choisir…"}
	if err := f.setValue(value); err != nil {
		return nil, err
	}
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("field %s: a parameter has no value", name)
	}
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("field %s: %v is not the name of a parameter", name, pairs[i])
		}
		target := reflect.ValueOf(f).Elem().FieldByName(key)
		if !target.IsValid() {
			return nil, fmt.Errorf("field %s: unknown parameter %q", name, key)
		}
		given := reflect.ValueOf(pairs[i+1])
		if !given.IsValid() || !given.CanConvert(target.Type()) || given.Kind() != target.Kind() {
			return nil, fmt.Errorf("field %s: parameter %s cannot be %T", name, key, pairs[i+1])
		}
		target.Set(given.Convert(target.Type()))
	}
	return f, nil
}

// setValue takes what a view holds: text, a number, a tick or a list of ticks.
func (f *Field) setValue(value any) error {
	switch v := value.(type) {
	case nil:
	case string:
		f.Value = v
	case bool:
		f.Checked, f.Value = v, "1"
	case []string:
		f.Values = v
	case int, int64:
		f.Value = fmt.Sprint(v)
	default:
		rv := reflect.ValueOf(value)
		if rv.Kind() != reflect.String {
			return fmt.Errorf("field %s: a value cannot be %T", f.Name, value)
		}
		f.Value = rv.String()
	}
	return nil
}

// DescribedBy lists the ids of what is said about the control beside its label,
// for aria-describedby. « (facultatif) » is one of them, so that the label is
// the bare word by which people and tests call the field.
func (f *Field) DescribedBy() string {
	var ids []string
	if f.Optional && !f.Quiet {
		ids = append(ids, f.ID+"-facultatif")
	}
	if f.Hint != "" {
		ids = append(ids, f.ID+"-aide")
	}
	if f.Error != "" {
		ids = append(ids, f.ID+"-erreur")
	}
	return strings.Join(ids, " ")
}

// Class is the class list of the box around the control.
func (f *Field) Class() string {
	class := "field"
	if f.Error != "" {
		class += " has-error"
	}
	if f.Width != "" {
		class += " w-" + f.Width
	}
	return class
}

// OptionGroup is a run of options under one heading.
type OptionGroup struct {
	Label   string
	Options []Option
}

// Groups cuts the options into runs of the same group, in the order given.
func (f *Field) Groups() []OptionGroup {
	var groups []OptionGroup
	for _, option := range f.Options {
		if n := len(groups); n > 0 && groups[n-1].Label == option.Group {
			groups[n-1].Options = append(groups[n-1].Options, option)
			continue
		}
		groups = append(groups, OptionGroup{option.Group, []Option{option}})
	}
	return groups
}

// errorFor is the error of one field, or "".
func errorFor(errors []FieldError, field string) string {
	for _, e := range errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// fieldClass is the class list of a hand-made field's box.
func fieldClass(errors []FieldError, field string) string {
	if errorFor(errors, field) != "" {
		return "field has-error"
	}
	return "field"
}
