package hooks

import (
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/lists"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// listWords are how the lists of the territory are called: all of it, one of it, what to know of it.
var listWords = map[string]struct{ Title, New, Note string }{
	"territoires": {"Territoires", "Nouveau territoire", "Les territoires de proximité, leur conseil et leur population. La population fait les nombres « pour 10 000 habitants » : laissez-la vide tant qu’elle n’est pas sûre."},
	"groupes":     {"Groupes de travail", "Nouveau groupe de travail", "Une génération du PTSM en renomme et en ajoute : terminez l’ancien groupe et créez le nouveau, les chiffres gardent les deux."},
	"axes":        {"Axes stratégiques", "Nouvel axe", "Chaque axe appartient à un groupe de travail."},
	"actions":     {"Actions de la feuille de route", "Nouvelle action", "Les actions de la feuille de route régionale que le PTSM a prises."},
	"priorites":   {"Priorités nationales", "Nouvelle priorité", "Les priorités nationales d’un projet territorial de santé mentale."},
	"secteurs":    {"Secteurs d’activité", "Nouveau secteur", "Le champ d’activité d’une structure, et non le secteur de psychiatrie."},
	"fonctions":   {"Fonctions", "Nouvelle fonction", "Les métiers proposés à l’inscription."},
}

// listTab is a list among the others.
type listTab struct {
	Title, URL string
	On         bool
}

// territoryListPage is the view of lists/list.
type territoryListPage struct {
	lists.Kind
	Title, New, Note string
	Tabs             []listTab
	Rows             []territoryRow
}

type territoryRow struct {
	ID, Name, Code, Group, Population, Validity string
	Over                                        bool
}

// listForm is the view of lists/item. Numbers are as typed.
type listForm struct {
	lists.Kind
	ID, Title, Heading, Code string
	Form                     lists.Form
	Number, Population       string
	Groups, Councils         []web.Option

	item *records.Item // as it stands, once it was read
}

// territoryList shows a list, with what it offers and what has ended.
func (s *site) territoryList(e *core.RequestEvent) error {
	k, err := lists.KindOf(e.Request.PathValue("list"))
	if err != nil {
		return s.refuse(e, err)
	}
	items, err := records.Items(e.App, k.List)
	if err != nil {
		return s.refuse(e, err)
	}
	groups, err := records.Items(e.App, records.WorkingGroups)
	if err != nil {
		return s.refuse(e, err)
	}
	words := listWords[k.Slug]
	view := territoryListPage{Kind: k, Title: words.Title, New: words.New, Note: words.Note}
	for _, other := range lists.Kinds {
		view.Tabs = append(view.Tabs, listTab{listWords[other.Slug].Title, "/gestion/listes/" + other.Slug, other.Slug == k.Slug})
	}
	for _, it := range items {
		row := territoryRow{ID: it.ID, Name: it.Name, Code: it.Code, Group: records.Find(groups, it.WorkingGroup).Name, Validity: validityWords(it), Over: !it.InUse(s.year())}
		if it.Population > 0 {
			row.Population = paris.Number(it.Population)
		}
		if k.OfAGroup {
			row.Code = countTyped(it.Number)
		}
		view.Rows = append(view.Rows, row)
	}
	return s.render(e, http.StatusOK, "lists/list", view)
}

// validityWords says the years in which a line is offered; empty: always.
func validityWords(it records.Item) string {
	switch {
	case it.ValidFrom != "" && it.ValidTo != "":
		return "de " + it.ValidFrom + " à " + it.ValidTo
	case it.ValidFrom != "":
		return "depuis " + it.ValidFrom
	case it.ValidTo != "":
		return "jusqu’en " + it.ValidTo
	}
	return ""
}

func (s *site) listItem(e *core.RequestEvent) error {
	k, err := lists.KindOf(e.Request.PathValue("list"))
	if err != nil {
		return s.refuse(e, err)
	}
	v := listForm{Kind: k, Form: lists.Form{Intent: records.NewID()}}
	if v.ID = e.Request.PathValue("item"); v.ID != "" {
		it, err := records.ItemOf(e.App, k.List, v.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		v.item, v.Form = it, lists.Of(it)
		v.Number, v.Population = countTyped(v.Form.Number), countTyped(it.Population)
	}
	return s.showListItem(e, http.StatusOK, v, nil)
}

func (s *site) saveListItem(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	k, err := lists.KindOf(e.Request.PathValue("list"))
	if err != nil {
		return s.refuse(e, err)
	}
	get := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	v := listForm{Kind: k, ID: e.Request.PathValue("item"), Number: get("number"), Population: get("population"), Form: lists.Form{Intent: idTyped(get("intent")),
		Name: get("name"), Group: get("group"), CouncilKind: get("council_kind"), Council: get("council"), ValidFrom: get("valid_from"), ValidTo: get("valid_to")}}
	var errs domain.Errors
	v.Form.Number, errs = readCount("number", v.Number, errs)
	v.Form.Population, errs = readCount("population", strings.Join(strings.Fields(v.Population), ""), errs)
	if len(errs) > 0 {
		return s.showListItem(e, http.StatusUnprocessableEntity, v, fieldErrors(errs))
	}
	it, err := lists.Save(e.App, s.now(), actor(e), k, v.ID, v.Form)
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrNotFound) {
		return s.showListItem(e, http.StatusUnprocessableEntity, v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/listes/"+k.Slug, "ok", "« "+it.Name+" » est enregistré.")
}

func (s *site) showListItem(e *core.RequestEvent, status int, v listForm, errs []web.FieldError) error {
	words := listWords[v.Slug]
	v.Title, v.Heading = words.Title, words.New
	v.Councils = []web.Option{{Value: "CLSM", Label: "CLSM (conseil local de santé mentale)"}, {Value: "CLS", Label: "CLS (contrat local de santé)"}}
	if v.ID != "" && v.item == nil {
		var err error
		if v.item, err = records.ItemOf(e.App, v.List, v.ID); err != nil {
			return s.refuse(e, err)
		}
	}
	if it := v.item; it != nil {
		v.Heading, v.Code, v.Form.Group, v.Form.Number = it.Name, it.Code, it.WorkingGroup, lists.Of(it).Number
	}
	groups, err := records.Items(e.App, records.WorkingGroups)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Groups = itemOptions(inUse(groups, s.year(), v.Form.Group))
	return s.renderForm(e, status, "lists/item", v, errs)
}

// moveListItem puts a line one place up or down.
func (s *site) moveListItem(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	k, err := lists.KindOf(e.Request.PathValue("list"))
	if err != nil {
		return s.refuse(e, err)
	}
	if err := lists.Move(e.App, k, e.Request.PathValue("item"), f.Get("vers") == "haut"); err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, "/gestion/listes/"+k.Slug+"#"+e.Request.PathValue("item"))
}
