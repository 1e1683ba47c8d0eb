package hooks

import (
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/declaration"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

var declarationStates = map[string]stateWord{declaration.Proposed: {"À relire", "warn"}, declaration.Accepted: {"Acceptée", "ok"}, declaration.Refused: {"Refusée", "plain"}}

// declarationsView is declarations/list.
type declarationsView struct {
	Link   string // the form's address, for partners
	State  string
	States []web.Option
	Rows   []declarationLine
	All    int
}

type declarationLine struct {
	ID, Title, Organisation, When, State, Kind string
	People                                     int // -1: not known
	Shown                                      bool
}

// declarations lists what partners declared, and gives the link to send them.
func (s *site) declarations(e *core.RequestEvent) (err error) {
	view := declarationsView{State: e.Request.URL.Query().Get("etat"), States: []web.Option{{Value: declaration.Proposed, Label: "À relire"},
		{Value: declaration.Accepted, Label: "Acceptées"}, {Value: declaration.Refused, Label: "Refusées"}}}
	if view.Link, err = link.URL(e.App, link.Declare, link.DeclareTarget); err != nil {
		return s.refuse(e, err)
	}
	rows, err := records.Declarations(e.App, "")
	if err != nil {
		return s.refuse(e, err)
	}
	view.All = len(rows)
	for _, d := range rows {
		if view.State == "" || view.State == d.State {
			word := declarationStates[d.State]
			view.Rows = append(view.Rows, declarationLine{d.ID, d.Title, d.Organisation, declaration.When(&d), word.Text, word.Kind, d.People, d.Shown})
		}
	}
	return s.render(e, http.StatusOK, "declarations/list", view)
}

// renewDeclare closes the link that partners had, and makes another.
func (s *site) renewDeclare(e *core.RequestEvent) error {
	if err := link.Renew(e.App, link.Declare, link.DeclareTarget); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/declarations", "ok", "L’ancien lien est fermé. Envoyez le nouveau à vos partenaires.")
}

// declarationView is declarations/declaration.
type declarationView struct {
	Declaration           *records.Declaration
	When, Territory, Word string
	State                 stateWord
	Decided, Accepted     bool
	Agenda                bool // shown in the agenda, now
}

// declaration shows a declaration to be read and decided.
func (s *site) declaration(e *core.RequestEvent) error {
	d, err := records.DeclarationOf(e.App, e.Request.PathValue("declaration"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showDeclaration(e, http.StatusOK, d, d.Word, nil)
}

func (s *site) showDeclaration(e *core.RequestEvent, status int, d *records.Declaration, word string, errs []web.FieldError) error {
	territory, err := records.ItemOf(e.App, records.Territories, d.Territory)
	if err != nil {
		return s.refuse(e, err)
	}
	v := declarationView{Declaration: d, When: declaration.When(d), Territory: territory.Name, Word: word, State: declarationStates[d.State],
		Decided: d.State != declaration.Proposed, Accepted: d.State == declaration.Accepted}
	v.Agenda = v.Accepted && d.Shown && s.now().Before(d.EndsAt.Time())
	return s.renderForm(e, status, "declarations/declaration", v, errs)
}

// decide accepts or refuses, with a word.
func (s *site) decide(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	id := e.Request.PathValue("declaration")
	err = declaration.Decide(e.App, s.now(), actor(e), id, f.Get("decision"), f.Get("mot"))
	if errs := domain.Refusals(err); len(errs) > 0 && errs[0].Field != "" {
		d, gone := records.DeclarationOf(e.App, id)
		if gone != nil {
			return s.refuse(e, gone)
		}
		return s.showDeclaration(e, http.StatusUnprocessableEntity, d, f.Get("mot"), fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	if f.Get("decision") == declaration.Accepted {
		return s.tell(e, "/gestion/declarations", "ok", "Action acceptée : elle compte, en déclaré. Son partenaire est prévenu.")
	}
	return s.tell(e, "/gestion/declarations", "ok", "Déclaration refusée. Son partenaire est prévenu.")
}

func (s *site) editDeclaration(e *core.RequestEvent) error {
	d, err := records.DeclarationOf(e.App, e.Request.PathValue("declaration"))
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showEditDeclaration(e, http.StatusOK, declareOf(d), nil)
}

// saveDeclaration changes a declaration at the desk.
func (s *site) saveDeclaration(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	v := declareTyped(f)
	err = declaration.Edit(e.App, s.now(), actor(e), e.Request.PathValue("declaration"), v.Form)
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrNotFound) {
		return s.showEditDeclaration(e, http.StatusUnprocessableEntity, v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/declarations/"+e.Request.PathValue("declaration"), "ok", "Modifications enregistrées.")
}

func (s *site) showEditDeclaration(e *core.RequestEvent, status int, v declareView, errs []web.FieldError) error {
	v.Back = "/gestion/declarations/" + e.Request.PathValue("declaration")
	v.Action = v.Back + "/modifier"
	return s.showDeclaring(e, status, "declarations/edit", v, errs)
}

func declarationTasks(app core.App) ([]task, error) {
	n, err := records.ProposedDeclarations(app)
	if n == 0 || err != nil {
		return nil, err
	}
	return []task{{counted(n, "action déclarée par un partenaire est à relire", "actions déclarées par des partenaires sont à relire"),
		"Elle ne compte pas, et ne se voit pas, avant votre accord.", "/gestion/declarations?etat=" + declaration.Proposed, "Relire", "warn"}}, nil
}

// declaredCard is the card of a partner's action in the agenda.
type declaredCard struct {
	eventCard
	starts time.Time
}

// declaredOf lists the coming actions of partners that the filter lets through.
func declaredOf(app core.App, f agendaFilter, ref records.Reference, now time.Time) (cards []declaredCard, err error) {
	rows, err := records.ShownDeclarations(app, records.At(now))
	for _, d := range rows {
		at, territory := d.StartsAt.Time(), records.Find(ref.Territories, d.Territory)
		if f.Programme != "" && f.Programme != "sism" || f.Territory != "" && f.Territory != territory.Code || f.Month != "" && f.Month != paris.Day(at)[:7] ||
			!matches(domain.Fold(strings.Join([]string{d.Title, d.Organisation, d.Place}, " ")), f.Words) {
			continue
		}
		c := declaredCard{eventCard{Title: d.Title, When: declaration.When(&d), Place: d.Place, Territory: territory.Name, Partner: d.Organisation,
			URL: d.URL, Mode: "Chez le partenaire", State: tag{"plain", "Proposé par un partenaire"}}, at}
		c.Weekday, c.Day, c.Month = paris.Block(at)
		cards = append(cards, c)
	}
	return cards, err
}
