package hooks

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/mailing"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// writePage is the view of event_letters/write.
type writePage struct {
	Head                          eventHead
	Intent, Subject, Text, Sample string
	By                            records.Narrow
	Choices                       narrowChoices
	Samples                       []web.Option
	People, Without               int
	Preview                       letterPreview
	Ready                         bool // read, and worth sending
	Me                            string
	Variables                     []mail.Variable
}

// Value is what was chosen of a criterion.
func (v writePage) Value(criterion string) string { return v.By[criterion] }

// narrowChoices are the values of each criterion that somebody of the event answers.
type narrowChoices []narrowChoice

type narrowChoice struct {
	Name, Label, All string
	Options          []web.Option
}

// words says a filter: « Confirmée, Sanitaire ».
func (c narrowChoices) words(by records.Narrow) string {
	var parts []string
	for _, choice := range c {
		if by[choice.Name] != "" {
			parts = append(parts, optionLabel(choice.Options, by[choice.Name]))
		}
	}
	if len(parts) == 0 {
		return "Tout le monde"
	}
	return strings.Join(parts, ", ")
}

// writeForm begins a letter to some people of an event.
func (s *site) writeForm(e *core.RequestEvent) error {
	return s.showWrite(e, http.StatusOK, writePage{Intent: records.NewID(), By: records.Narrow{mailing.ByState: string(domain.Confirmed)},
		Text: "Bonjour {prénom},\n\n\n\n{organisateur}\n{contact}"}, nil)
}

// writeLetter shows the letter again with its count, sends it to oneself, or to everyone who was chosen.
func (s *site) writeLetter(e *core.RequestEvent) error {
	v := e.Request.FormValue
	view := writePage{Intent: v("intent"), Subject: v("subject"), Text: v("text"), Sample: v("sample"), By: records.Narrow{}}
	for _, c := range mailing.Criteria {
		if v(c) != "" {
			view.By[c] = v(c)
		}
	}
	words := mail.Wording{Subject: view.Subject, Text: view.Text}
	switch v("do") {
	case "envoyer":
		return s.sendWritten(e, view, words)
	case "essai":
		return s.tryWritten(e, view, words)
	}
	view.Ready = true
	if err := mailing.CheckWords(words); v("do") != "apercu" && err != nil {
		view.Ready = false
		return s.showWrite(e, http.StatusUnprocessableEntity, view, fieldErrors(err))
	}
	return s.showWrite(e, http.StatusOK, view, nil)
}

func (s *site) sendWritten(e *core.RequestEvent, view writePage, words mail.Wording) error {
	people, err := strconv.Atoi(e.Request.FormValue("people"))
	if err != nil {
		people = -1 // refused as another number
	}
	m, err := mailing.Write(e.App, s.now(), actor(e), mailing.Letter{Event: e.Request.PathValue("event"), Intent: view.Intent, By: view.By, Wording: words, People: people})
	if err == nil {
		s.nudge()
		return s.tell(e, eventPath(e)+"/messages#ecrits", "ok", counted(m.People, "message est préparé", "messages sont préparés")+". Départ dès que l’envoi le permet.")
	}
	errs := fieldErrors(err)
	if errs == nil || domain.Is(err, domain.ErrNotFound) || domain.Is(err, domain.ErrState) {
		return s.refuse(e, err)
	}
	status := http.StatusUnprocessableEntity
	if domain.Is(err, domain.ErrCountChanged) {
		status, view.Ready = http.StatusConflict, true
	}
	return s.showWrite(e, status, view, errs)
}

// tryWritten sends the letter to who writes it, as the chosen registration would read it.
func (s *site) tryWritten(e *core.RequestEvent, view writePage, words mail.Wording) error {
	chosen, err := mailing.Choose(e.App, e.Request.PathValue("event"), view.By)
	if err != nil {
		return s.refuse(e, err)
	}
	r := sampleOf(chosen.Readers, view.Sample)
	if r == nil {
		err = domain.Error{Code: domain.ErrNobody, Field: mailing.ByState}
	} else {
		err = mailing.ToOneself(e.App, s.now(), user(e).ProxyRecord().Email(), r, words)
	}
	if err != nil {
		errs := fieldErrors(err)
		if errs == nil {
			return s.refuse(e, err)
		}
		return s.showWrite(e, http.StatusUnprocessableEntity, view, errs)
	}
	s.nudge()
	view.Ready, view.Me = true, user(e).ProxyRecord().Email()
	return s.showWrite(e, http.StatusOK, view, nil)
}

func (s *site) showWrite(e *core.RequestEvent, status int, view writePage, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if ev.Status == domain.Draft {
		return s.refuse(e, domain.Error{Code: domain.ErrState})
	}
	chosen, err := mailing.Choose(e.App, ev.ID, view.By)
	if err != nil {
		return s.refuse(e, err)
	}
	view.Head, view.People, view.Without, view.Variables = headOf(e, ev, s.now()), len(chosen.Readers), chosen.Without, mailing.Variables()
	if view.Choices, err = narrowOptions(e.App, ev); err != nil {
		return s.refuse(e, err)
	}
	r := sampleOf(chosen.Readers, view.Sample)
	if r != nil {
		view.Sample = r.ID
	}
	if view.Samples, err = sampleOptions(e.App, chosen.Readers[:min(len(chosen.Readers), samplesShown)]); err != nil {
		return s.refuse(e, err)
	}
	words := mail.Wording{Subject: view.Subject, Text: view.Text}
	view.Preview, err = previewOf(mailing.CheckWords(words), r, func() (string, string, error) { return mailing.PreviewWords(e.App, r, words) })
	if err != nil {
		return s.refuse(e, err)
	}
	switch {
	case view.Subject == "":
		view.Preview = letterPreview{Trouble: "Écrivez l’objet et le texte : ce que la personne lira se montre ici."}
	case r == nil:
		view.Preview = letterPreview{Trouble: "Personne ne recevrait ce message : changez le choix des personnes."}
	}
	view.Ready = view.Ready && view.Preview.Trouble == ""
	return s.renderForm(e, status, "event_letters/write", view, errs)
}

// narrowOptions lists what the people of an event can be chosen by: only what somebody answers.
func narrowOptions(app core.App, ev *records.Event) (out narrowChoices, err error) {
	rows, err := records.Registrations(app, ev.ID)
	if err != nil {
		return nil, err
	}
	bears := map[string]bool{}
	for _, r := range rows {
		bears[r.State], bears[r.Sector], bears[r.Territory], bears[r.Structure] = true, true, true, true
	}
	states := []web.Option{{Value: mailing.AnyLive, Label: "Inscrites ou en attente"}}
	for _, st := range shownStates {
		if bears[string(st)] && mailing.Writable(st) {
			states = append(states, web.Option{Value: string(st), Label: stateWords[st].Text})
		}
	}
	out = narrowChoices{{mailing.ByState, "État de l’inscription", "Toutes", states}}
	ref, err := records.LoadReference(app)
	if err != nil {
		return nil, err
	}
	structures, err := records.AllStructures(app)
	if err != nil {
		return nil, err
	}
	sectors, err := records.Items(app, records.Sectors)
	if err != nil {
		return nil, err
	}
	var borne []web.Option
	for _, st := range structures {
		if bears[st.ID] {
			borne = append(borne, web.Option{Value: st.ID, Label: st.Name})
		}
	}
	answers, asked := choosableAnswers(app, ev.ID)
	for _, c := range []narrowChoice{
		{mailing.BySector, "Secteur d’activité", "Tous", having(itemOptions(sectors), bears)},
		{mailing.ByStructure, "Structure", "Toutes", borne},
		{mailing.ByTerritory, "Territoire", "Tous", having(itemOptions(ref.Territories), bears)},
		{mailing.ByPresence, "Présence", "Peu importe", []web.Option{{Value: mailing.Came, Label: "Présence notée"}, {Value: mailing.DidNotCome, Label: "Aucune présence"}}},
		{mailing.ByAnswer, "Réponse à une question", "Peu importe", answers},
	} {
		if len(c.Options) > 0 {
			out = append(out, c)
		}
	}
	return out, asked
}

func having(options []web.Option, kept map[string]bool) (out []web.Option) {
	for _, o := range options {
		if kept[o.Value] {
			out = append(out, o)
		}
	}
	return out
}

// choosableAnswers are the answers that can be chosen to the questions of an event.
func choosableAnswers(app core.App, event string) (out []web.Option, err error) {
	questions, err := records.EveryQuestion(app, event)
	for _, q := range questions {
		if q.Kind == "tick" {
			out = append(out, web.Option{Value: q.ID + ":oui", Label: "Coché", Group: q.Label})
		}
		for _, o := range q.Options {
			out = append(out, web.Option{Value: q.ID + ":" + o.ID, Label: o.Label, Group: q.Label})
		}
	}
	return out, err
}
