package hooks

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/question"
	"passerelle/internal/records"
	"passerelle/internal/retention"
	"passerelle/internal/web"
)

// questionForm is the view of desk_question/form: what was typed, as it was typed.
type questionForm struct {
	Head                            eventHead
	New                             bool
	ID, Kind, Label, Help, ShownFor string // ShownFor: « question:answer », empty: always
	Required, Comfort               bool
	ComfortDays                     int
	Options                         []optionRow
	Kinds, Conditions               []web.Option
	Answers                         int
}

// optionRow is an option as typed; N is the row's number, or « __i__ » in the pattern of new rows.
type optionRow struct{ N, ID, Label, Seats string }

// Pattern is the empty row that the page's script copies.
func (f *questionForm) Pattern() optionRow { return optionRow{N: "__i__"} }

// Spares are the empty rows of a page without a script.
func (f *questionForm) Spares() (rows []optionRow) {
	for i := range 2 * spares {
		rows = append(rows, optionRow{N: strconv.Itoa(len(f.Options) + i)})
	}
	return rows
}

// Path is the address of the form.
func (f *questionForm) Path() string {
	if f.New {
		return f.Head.Path() + "/questions/nouvelle"
	}
	return f.Head.Path() + "/questions/" + f.ID
}

// newQuestion shows an empty question.
func (s *site) newQuestion(e *core.RequestEvent) error {
	return s.showQuestion(e, 200, &questionForm{New: true, ID: records.NewID(), Kind: question.Choice}, nil)
}

// editQuestion shows a question in the form.
func (s *site) editQuestion(e *core.RequestEvent) error {
	q, err := records.QuestionOf(e.App, e.Request.PathValue("question"))
	if err != nil {
		return s.refuse(e, err)
	}
	if q.Event != e.Request.PathValue("event") {
		return s.refuse(e, domain.Error{Code: domain.ErrNotFound})
	}
	d := question.DraftOf(*q)
	f := &questionForm{ID: d.ID, Kind: d.Kind, Label: d.Label, Help: d.Help, Required: d.Required, Comfort: d.Comfort}
	if d.ShowIf != "" {
		f.ShownFor = d.ShowIf + ":" + d.ShowValue
	}
	for _, o := range d.Options {
		row := optionRow{ID: o.ID, Label: o.Label}
		if o.Capacity > 0 {
			row.Seats = strconv.Itoa(o.Capacity)
		}
		f.Options = append(f.Options, row)
	}
	return s.showQuestion(e, 200, f, nil)
}

// saveQuestion writes a question, new or reworded.
func (s *site) saveQuestion(e *core.RequestEvent) error {
	values, err := form(e)
	if err != nil {
		return err
	}
	f := readQuestion(values)
	if id := e.Request.PathValue("question"); id != "" {
		f.ID, f.New = id, false
	}
	draft, errs := f.draft()
	for _, r := range draft.Check() {
		if !covered(errs, f.place(r.Field)) {
			r.Field = f.place(r.Field)
			errs = append(errs, r)
		}
	}
	if len(errs) == 0 {
		err := event.SaveQuestion(e.App, s.now(), actor(e), e.Request.PathValue("event"), draft)
		if err == nil {
			s.nudge() // a larger workshop seats who waits for it
			return s.tell(e, eventPath(e)+"/questions", "ok", "Question enregistrée.")
		}
		if errs = domain.Refusals(err); errs == nil || errs[0].Field == "" {
			return s.refuse(e, err)
		}
		for i := range errs {
			errs[i].Field = f.place(errs[i].Field)
		}
	}
	return s.showQuestion(e, 422, f, fieldErrors(errs))
}

// readQuestion keeps what was typed; empty rows are left out.
func readQuestion(v url.Values) *questionForm {
	f := &questionForm{New: true, ID: v.Get("id"), Kind: v.Get("kind"), Label: v.Get("label"), Help: v.Get("help"), ShownFor: v.Get("condition"), Required: v.Get("required") != "", Comfort: v.Get("comfort") != ""}
	for _, n := range rowNumbers(v, "option-", question.MaxOptions+1) {
		get := func(name string) string { return strings.TrimSpace(v.Get("option-" + n + "-" + name)) }
		if r := (optionRow{ID: get("id"), Label: get("label"), Seats: get("seats")}); r.Label+r.Seats != "" {
			f.Options = append(f.Options, r)
		}
	}
	return f
}

// draft reads the seats of the options.
func (f *questionForm) draft() (d question.Draft, errs domain.Errors) {
	d = question.Draft{ID: f.ID, Kind: f.Kind, Label: f.Label, Help: f.Help, Required: f.Required, Comfort: f.Comfort}
	d.ShowIf, d.ShowValue, _ = strings.Cut(f.ShownFor, ":")
	for i, r := range f.Options {
		o := records.Option{ID: r.ID, Label: r.Label}
		if r.Seats != "" && f.Kind == question.Workshop {
			n, err := strconv.Atoi(r.Seats)
			if err != nil || n < 1 {
				errs = append(errs, domain.Error{Code: domain.ErrNumber, Field: "option-" + strconv.Itoa(i) + "-seats"})
				n = 0
			}
			o.Capacity = n
		}
		d.Options = append(d.Options, o)
	}
	return d, errs
}

// place says at which field of the form a refusal stands.
func (f *questionForm) place(field string) string {
	if n, ok := strings.CutPrefix(field, "option-"); ok && !strings.Contains(n, "-") {
		return field + "-label"
	}
	if n, ok := strings.CutPrefix(field, "seats-"); ok {
		return "option-" + n + "-seats"
	}
	return field
}

func (s *site) showQuestion(e *core.RequestEvent, status int, f *questionForm, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	all, err := records.Questions(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	given, err := records.AnswerCounts(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	terms, err := retention.TermsOf(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	f.ComfortDays = terms.Comfort
	f.Head, f.Kinds, f.Answers = headOf(e, ev, s.now()), questionKindOptions, given[f.ID]
	for _, q := range all {
		if q.ID == f.ID {
			break // only what is asked before can show it
		}
		if q.Kind == question.Tick {
			f.Conditions = append(f.Conditions, web.Option{Value: q.ID + ":" + question.Yes, Label: "Si la case est cochée", Group: q.Label})
		}
		for _, o := range question.Offered(q) {
			f.Conditions = append(f.Conditions, web.Option{Value: q.ID + ":" + o.ID, Label: "Si la réponse est « " + o.Label + " »", Group: q.Label})
		}
	}
	for len(f.Options) < 2 {
		f.Options = append(f.Options, optionRow{})
	}
	for i := range f.Options {
		f.Options[i].N = strconv.Itoa(i)
	}
	return s.renderForm(e, status, "desk_question/form", f, errs)
}
