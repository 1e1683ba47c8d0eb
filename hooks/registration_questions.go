package hooks

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/web"
)

// askedField is a question of an event as a form draws it (partial « questions »).
type askedField struct {
	Name, Kind, Label, Help string
	Optional, Checked       bool
	Value                   string
	Values                  []string
	Options                 []web.Option
	ShownBy, ShownFor       string // the field that shows it, and the value that does
	Condition               string // in words, for who has no script
}

// rules says what the event's own rules ask of who registers: its questions, its quotas, who may come along.
func (v *registrationView) rules(app core.App, now time.Time) (err error) {
	if v.Questions, err = askedFields(app, v.Event, v.In.Answers, ""); err != nil {
		return err
	}
	full, err := question.Full(app, v.Event.ID, "")
	if err != nil {
		return err
	}
	v.Full = strings.Join(slices.Sorted(maps.Keys(full)), ",")
	if v.Quotas, err = quotasInWords(app, v.Event, now); err != nil {
		return err
	}
	if v.Event.Companions {
		if v.MaxPeople = v.Event.CompanionsMax + 1; v.MaxPeople == 1 {
			v.MaxPeople = registration.MaxCompanions + 1
		}
		if v.In.People == "" {
			v.In.People = "1"
		}
	}
	v.Outlook, err = outlookText(app, now, v.Event, v.In.StructureID, v.In.Structure, v.In.Sector)
	return err
}

// named gives each refused answer its question's own words, for the summary of a form.
func named(errs []web.FieldError, asked []askedField) []web.FieldError {
	for i, e := range errs {
		for _, q := range asked {
			if q.Name == e.Field {
				errs[i].Label = strings.TrimRight(q.Label, "\u202f\u00a0 ?:.")
			}
		}
	}
	return errs
}

// more is what was typed beside the usual answers, to be sent again by another form.
func (in registrationInput) more() (out []hiddenAnswer) {
	for _, id := range slices.Sorted(maps.Keys(in.Answers)) {
		for _, v := range in.Answers[id] {
			out = append(out, hiddenAnswer{question.Field(id), v})
		}
	}
	out = append(out, hiddenAnswer{"complets", in.FullSeen}, hiddenAnswer{"personnes", in.People}, hiddenAnswer{"responsable", in.ManagerEmail})
	if in.IsManager {
		out = append(out, hiddenAnswer{"je_suis_responsable", "1"})
	}
	return out
}

// typedAnswers reads the answers of a form; prefix tells the rows of a group apart. It is never nil.
func typedAnswers(f url.Values, prefix string) records.Answers {
	out := records.Answers{}
	for name, values := range f {
		if id, ok := strings.CutPrefix(name, prefix+question.Field("")); ok && len(id) <= 40 && len(out) < 2*question.MaxQuestions {
			out[id] = values
		}
	}
	return out
}

// askedFields are the questions of an event with what was answered, each named after its prefix.
func askedFields(app core.App, ev *records.Event, answers records.Answers, prefix string) (out []askedField, err error) {
	questions, err := records.Questions(app, ev.ID)
	if err != nil || len(questions) == 0 {
		return nil, err
	}
	rooms, err := question.Workshops(app, ev.ID, "")
	if err != nil {
		return nil, err
	}
	for _, q := range questions {
		f := askedField{Name: prefix + question.Field(q.ID), Kind: q.Kind, Label: q.Label, Help: q.Help, Optional: !q.Required, Values: answers[q.ID]}
		if len(f.Values) > 0 {
			f.Value, f.Checked = f.Values[0], q.Kind == question.Tick && f.Values[0] != ""
		}
		if q.ShowIf != "" {
			f.ShownBy, f.ShownFor, f.Condition = prefix+question.Field(q.ShowIf), q.ShowValue, "À remplir "+conditionWords(q, questions)+"."
			if q.ShowValue == question.Yes {
				f.ShownFor = "1" // what a box posts
			}
		}
		for _, o := range question.Offered(q) {
			option := web.Option{Value: o.ID, Label: o.Label}
			if i := slices.IndexFunc(rooms, func(r question.Room) bool { return r.Option == o.ID }); i >= 0 {
				option.Hint, option.Disabled = seatsWords(rooms[i], ev.Waitlist)
			}
			f.Options = append(f.Options, option)
		}
		out = append(out, f)
	}
	return out, nil
}

// seatsWords says the seats of a workshop, and whether it can still be chosen.
func seatsWords(r question.Room, waitlist bool) (words string, shut bool) {
	switch left := r.Left(); {
	case left < 0:
		return "", false
	case left == 0 && waitlist:
		return "Complet\u00a0: en le choisissant, vous entrez en liste d’attente.", false
	case left == 0:
		return "Complet", true
	case left == 1:
		return "1\u00a0place restante", false
	default:
		return fmt.Sprintf("%d\u00a0places restantes", left), false
	}
}

// filledSince refuses once a workshop that the form had shown free and that is full now: one chooses another, or
// sends again to wait for it. known are the options that the form had shown full.
func filledSince(app core.App, ev *records.Event, answers records.Answers, known string) (domain.Errors, error) {
	if len(answers) == 0 || !ev.Waitlist {
		return nil, nil // without a list it is refused by the use case
	}
	full, err := question.Full(app, ev.ID, "")
	if err != nil || len(full) == 0 {
		return nil, err
	}
	for _, id := range strings.Split(known, ",") {
		delete(full, id)
	}
	questions, err := records.Questions(app, ev.ID)
	if err != nil {
		return nil, err
	}
	kept, _ := question.Check(questions, answers)
	return question.Crowded(questions, kept, full), nil
}
