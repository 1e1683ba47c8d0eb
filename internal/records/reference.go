package records

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// Names of the lists of the territory.
const (
	Territories    = "territories"
	Sectors        = "sectors"
	Professions    = "professions"
	Priorities     = "priorities"
	RoadmapActions = "roadmap_actions"
	WorkingGroups  = "working_groups"
	Axes           = "axes"
	Programmes     = "programmes"
)

// TrainingKind is the kind of the programmes that are trainings.
const TrainingKind = "formation"

// PlacementKind is the kind of the programmes that are stages croisés.
const PlacementKind = "stage"

// Item is a row of one of the territory's lists; the fields a list does not have stay zero.
type Item struct {
	ID              string `db:"id"`
	Code            string `db:"code"`
	Name            string `db:"name"`
	Num             int    `db:"num"`
	Position        int    `db:"position"`
	ValidFrom       string `db:"valid_from"`
	ValidTo         string `db:"valid_to"`
	CouncilKind     string `db:"council_kind"`
	CouncilName     string `db:"council_name"`
	Population      int    `db:"population"`
	Named           bool   `db:"named"`
	WorkingGroup    string `db:"working_group"`
	Number          int    `db:"number"`
	Kind            string `db:"kind"`
	Rule            string `db:"rule"`
	Minutes         int    `db:"minutes"`
	Capacity        int    `db:"capacity"`
	MinimumAge      int    `db:"minimum_age"`
	Certificate     bool   `db:"certificate"`
	RoadmapActions  List   `db:"roadmap_actions"`
	ProposedActions List   `db:"proposed_actions"`
	RuleAmount      int    `db:"rule_amount"`
	GroupMin        int    `db:"group_min"`
	Prerequisites   string `db:"prerequisites"`
	Provider        string `db:"provider"`
	EvaluationURL   string `db:"evaluation_url"`
	TrainerNeeds    string `db:"trainer_needs"`
	PriceNote       string `db:"price_note"`
	Issuer          string `db:"issuer"`
	SurveyHot       string `db:"survey_hot"`
	SurveyCold      string `db:"survey_cold"`
}

// InUse tells whether a list offers the item in a year; a past one stays in the figures.
func (it Item) InUse(year int) bool {
	y := strconv.Itoa(year)
	return (it.ValidFrom == "" || it.ValidFrom <= y) && (it.ValidTo == "" || it.ValidTo >= y)
}

// Items lists one of the territory's lists, in its own order.
func Items(app core.App, list string) (items []Item, err error) {
	err = app.DB().Select().From(list).OrderBy("position", "code").All(&items)
	return items, err
}

// ItemOf finds a row of a list by its id.
func ItemOf(app core.App, list, id string) (*Item, error) {
	return byColumn[Item](app, list, "id", id)
}

// ItemByCode finds a row of a list by its code.
func ItemByCode(app core.App, list, code string) (*Item, error) {
	return byColumn[Item](app, list, "code", code)
}

// AddItem writes a row of a list; columns are those the list has. It gets its number and its place.
func AddItem(app core.App, list string, columns dbx.Params) (id string, err error) {
	num, err := nextNum(app, list)
	if err != nil {
		return "", err
	}
	row := dbx.Params{"id": NewID(), "num": num, "position": num}
	for k, v := range columns {
		row[k] = v
	}
	id = fmt.Sprint(row["id"]) // what makes it may have named it
	_, err = app.DB().Insert(list, row).Execute()
	return id, wrap(err, list, id)
}

// SaveItem changes columns of a row of a list.
func SaveItem(app core.App, list, id string, columns dbx.Params) error {
	_, err := app.DB().Update(list, columns, dbx.HashExp{"id": id}).Execute()
	return wrap(err, list, id)
}

// Reference is all lists at once, for forms and figures.
type Reference struct {
	Territories, Sectors, Professions, Priorities, Actions, Groups, Axes, Programmes []Item
}

// LoadReference reads all lists.
func LoadReference(app core.App) (r Reference, err error) {
	for _, l := range []struct {
		name string
		into *[]Item
	}{
		{Territories, &r.Territories}, {Sectors, &r.Sectors}, {Professions, &r.Professions}, {Priorities, &r.Priorities},
		{RoadmapActions, &r.Actions}, {WorkingGroups, &r.Groups}, {Axes, &r.Axes}, {Programmes, &r.Programmes},
	} {
		if *l.into, err = Items(app, l.name); err != nil {
			return r, err
		}
	}
	return r, nil
}

// Codes gives the code of each item of every list, by its id.
func (r Reference) Codes() map[string]string {
	codes := map[string]string{}
	for _, list := range [][]Item{r.Territories, r.Sectors, r.Professions, r.Priorities, r.Actions, r.Groups, r.Axes, r.Programmes} {
		for _, it := range list {
			codes[it.ID] = it.Code
		}
	}
	return codes
}

// Find gives the item with this id, or a zero item.
func Find(items []Item, id string) Item {
	for _, it := range items {
		if it.ID == id {
			return it
		}
	}
	return Item{}
}

// FreeCode makes the code of a new line from its name, that no line of its list has: figures, addresses and files know
// the line by it.
func FreeCode(all []Item, name string) string {
	base := strings.Map(func(r rune) rune {
		if r == '-' || (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
			return r
		}
		return -1
	}, strings.ReplaceAll(domain.Fold(name), " ", "-"))
	if base = strings.Trim(base[:min(len(base), 60)], "-"); base == "" {
		base = "ligne"
	}
	for i, code := 1, base; ; i++ {
		if i > 1 {
			code = base + "-" + strconv.Itoa(i)
		}
		if !slices.ContainsFunc(all, func(o Item) bool { return o.Code == code }) {
			return code
		}
	}
}
