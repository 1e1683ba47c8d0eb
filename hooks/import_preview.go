package hooks

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// How much of a long file a page shows.
const (
	shownProblems   = 100
	shownPeople     = 30
	shownStructures = 60
	offeredAtMost   = 6000 // choices, all structures together: beyond, only those that look like it
)

// importPreview is the view of imports/preview.
type importPreview struct {
	importRow
	Twins                                 []importRow // imports of the same bytes
	History                               bool
	Mapping                               imports.Mapping
	Sheets, Headers, Programmes, Held     []web.Option
	Territories                           []web.Option
	Columns                               []importColumn
	Structures                            []importStructure
	Decided, MoreStructures               int
	Header                                string
	Plan                                  *imports.Plan
	Blocking                              int
	Problems                              []imports.Problem
	MoreProblems                          int
	Left                                  []leftOut
	Events                                []importEvent
	People                                []importPerson
	MorePeople, StructuresNew, KnownNames int
	Declared                              []historyRow
	Nothing                               bool
}

// importColumn is a column of the file: what it is called, what it holds.
type importColumn struct {
	Name, Label, Hint, Field string
	Options                  []web.Option
}

// importStructure is a structure to be decided.
type importStructure struct {
	Key, Name, Label, Hint, Choice string
	Field, KeyField, RememberField string
	Options                        []web.Option
	Remember                       bool
}

type leftOut struct {
	Why, Lines string
	N          int
}

type importEvent struct {
	Title, When string
	New         bool
	People      int
}

type importPerson struct {
	Line                              int
	Name, Structure, Presence, Matter string
	Kind                              string
}

// correctImport keeps how a file is to be read, and shows what would then be written.
func (s *site) correctImport(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	i, err := records.ImportOf(e.App, e.Request.PathValue("import"))
	if err != nil {
		return s.refuse(e, err)
	}
	typed := typedMapping(f)
	err = imports.Correct(e.App, s.now(), i, typed)
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrImportDone) && !domain.Is(err, domain.ErrNotFound) {
		return s.showImport(e, http.StatusUnprocessableEntity, i, &typed, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	importFailures.Delete(i.ID)
	return s.tell(e, "/gestion/imports/"+i.ID, "ok", "Vos choix sont enregistrés : l’aperçu ci-dessous en tient compte. Rien n’est encore écrit.")
}

func typedMapping(f url.Values) imports.Mapping {
	get := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	m := imports.Mapping{Sheet: f.Get("feuille"), Event: get("evenement"), Title: domain.CleanLine(get("titre")), Day: get("jour"), Place: domain.CleanLine(get("lieu")),
		Territory: get("territoire"), Programme: get("programme"), Hours: get("horaires"), OnePerson: f.Get("une_personne") != "", Choices: map[string]imports.Choice{}}
	m.Header, _ = strconv.Atoi(get("titres")) // none: no line of headings
	for n := 0; n < 100 && f.Has(fmt.Sprint("colonne-", n)); n++ {
		m.Columns = append(m.Columns, domain.ImportField(get(fmt.Sprint("colonne-", n))))
	}
	for n := 0; n < shownStructures && f.Has(fmt.Sprint("cle-", n)); n++ {
		if as := get(fmt.Sprint("structure-", n)); as != "" {
			m.Choices[f.Get(fmt.Sprint("cle-", n))] = imports.Choice{As: as, Remember: f.Get(fmt.Sprint("retenir-", n)) != ""}
		}
	}
	return m
}

// showImport shows how a file is read and what would be written; typed is what was just sent and refused, else nil.
func (s *site) showImport(e *core.RequestEvent, status int, i *records.Import, typed *imports.Mapping, errs []web.FieldError) error {
	b, m, err := imports.Open(e.App, i)
	if err != nil {
		return s.refuse(e, err)
	}
	if typed != nil {
		m = *typed
	}
	d, err := imports.Load(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	names, err := importActors(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	v := importPreview{importRow: importRowOf(i, names), Mapping: m, History: i.Kind == string(domain.ImportHistory), Header: strconv.Itoa(m.Header),
		Plan: imports.Make(domain.ImportKind(i.Kind), b, m, d, s.now())}
	twins, err := records.ImportOfSum(e.App, i.SHA256, i.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for n := range twins {
		v.Twins = append(v.Twins, importRowOf(&twins[n], names))
	}
	if err := v.choices(e.App, b); err != nil {
		return s.refuse(e, err)
	}
	v.columns(domain.ImportKind(i.Kind), b)
	if err := v.structures(e.App); err != nil {
		return s.refuse(e, err)
	}
	ref, err := records.LoadReference(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	v.lines(ref)
	v.people()
	return s.renderForm(e, status, "imports/preview", v, errs)
}

// choices fills the lists of the form.
func (v *importPreview) choices(app core.App, b imports.Book) error {
	for _, name := range b.Sheets {
		v.Sheets = append(v.Sheets, web.Option{Value: name, Label: name})
	}
	v.Headers = []web.Option{{Value: "0", Label: "Aucune : les colonnes n’ont pas de titre"}}
	for _, l := range b.Lines[:min(len(b.Lines), 30)] {
		if !l.Empty() || l.Number == v.Mapping.Header {
			v.Headers = append(v.Headers, web.Option{Value: strconv.Itoa(l.Number), Label: fmt.Sprintf("Ligne %d : %s", l.Number, shortened(strings.Join(filled(l.Cells), ", "), 80))})
		}
	}
	held, err := records.Events(app, records.EventFilter{Statuses: []string{domain.Held}, Newest: true})
	if err != nil {
		return err
	}
	for i := range held {
		v.Held = append(v.Held, web.Option{Value: held[i].ID, Label: paris.Short(held[i].StartsAt.Time()) + ", " + held[i].Title})
	}
	programmes, err := records.Items(app, records.Programmes)
	if err != nil {
		return err
	}
	territories, err := records.Items(app, records.Territories)
	v.Programmes, v.Territories = itemOptions(programmes), itemOptions(territories)
	return err
}

func filled(cells []string) (kept []string) {
	for _, c := range cells {
		if c != "" {
			kept = append(kept, c)
		}
	}
	return kept
}

func shortened(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// columns shows each column by its heading and what its first lines say.
func (v *importPreview) columns(kind domain.ImportKind, b imports.Book) {
	options := importFieldOptions(kind)
	var heading domain.ImportLine
	examples := make([][]string, len(v.Mapping.Columns))
	for _, l := range b.Lines[:min(len(b.Lines), 300)] {
		if l.Number == v.Mapping.Header {
			heading = l
		}
		for c := range examples {
			cell := shortened(l.Cell(c), 40)
			if l.Number > v.Mapping.Header && cell != "" && len(examples[c]) < 3 && !slices.Contains(examples[c], cell) {
				examples[c] = append(examples[c], cell)
			}
		}
	}
	for c, field := range v.Mapping.Columns {
		col := importColumn{Name: fmt.Sprint("colonne-", c), Label: "Colonne " + imports.ColumnName(c), Field: string(field), Options: options, Hint: "Vide sur les premières lignes"}
		if h := heading.Cell(c); h != "" {
			col.Label += " : " + shortened(h, 80)
		}
		if len(examples[c]) > 0 {
			col.Hint = "Par exemple : " + strings.Join(examples[c], " ; ")
		}
		v.Columns = append(v.Columns, col)
	}
}

// structures shows those that the directory does not have under that name.
func (v *importPreview) structures(app core.App) error {
	var open []*imports.StructurePlan
	for _, p := range v.Plan.Structures {
		if p.People > 0 && p.How != "exact" && p.How != "alias" {
			open = append(open, p)
		} else if p.People > 0 {
			v.KnownNames++
		}
		if p.People > 0 && p.Choice.As == imports.AsNew && p.Match == nil {
			v.StructuresNew++
		}
	}
	all, err := records.Structures(app)
	if err != nil {
		return err
	}
	slices.SortStableFunc(open, func(a, b *imports.StructurePlan) int { return cmp.Compare(b.People, a.People) })
	v.MoreStructures = max(0, len(open)-shownStructures)
	open = open[:len(open)-v.MoreStructures]
	whole := len(open)*len(all) <= offeredAtMost
	for n, p := range open {
		row := importStructure{Key: p.Key, Name: p.Name, Label: p.Name, Choice: v.Mapping.Choices[p.Key].As, Remember: v.Mapping.Choices[p.Key].Remember,
			Field: fmt.Sprint("structure-", n), KeyField: fmt.Sprint("cle-", n), RememberField: fmt.Sprint("retenir-", n), Hint: entries(p.People)}
		if row.Choice != "" {
			v.Decided++
		}
		row.Options = structureChoices(p, all, whole)
		v.Structures = append(v.Structures, row)
	}
	return nil
}

func entries(n int) string {
	if n < 2 {
		return fmt.Sprint(n, " inscription")
	}
	return paris.Number(n) + " inscriptions"
}

func structureChoices(p *imports.StructurePlan, all []records.Structure, whole bool) (out []web.Option) {
	out = []web.Option{{Value: imports.AsNew, Label: "Nouvelle : proposée à l’annuaire"}, {Value: imports.AsNone, Label: "Aucune : personnes sans structure"}}
	near := p.Likely
	if p.Match != nil && !slices.ContainsFunc(near, func(s records.Structure) bool { return s.ID == p.Match.ID }) {
		near = append([]records.Structure{*p.Match}, near...)
	}
	for i := range near {
		out = append(out, web.Option{Value: near[i].ID, Label: near[i].Name, Group: "Noms proches"})
	}
	for i := range all {
		if s := &all[i]; whole && s.MergedInto == "" && !slices.ContainsFunc(near, func(o records.Structure) bool { return o.ID == s.ID }) {
			out = append(out, web.Option{Value: s.ID, Label: s.Name, Group: "Annuaire"})
		}
	}
	return out
}
