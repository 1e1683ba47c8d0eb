package imports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// peoplePlan is a plan of participants being made.
type peoplePlan struct {
	*Plan
	m          Mapping
	d          *Directory
	now        time.Time
	halves     []int // columns of half-days
	negative   bool  // some cell of presence says no: then an empty one is no « no » by itself
	structures map[string]*StructurePlan
	events     map[string]*EventPlan
	mine       map[string][]*PersonPlan // new people of this file
	functions  []domain.Named
	unread     map[string]bool // words already said to be on no list
}

func newPeople(p *Plan, m Mapping, d *Directory, now time.Time) *peoplePlan {
	b := &peoplePlan{Plan: p, m: m, d: d, now: now, structures: map[string]*StructurePlan{}, events: map[string]*EventPlan{},
		mine: map[string][]*PersonPlan{}, functions: d.named(), unread: map[string]bool{}}
	for i, f := range m.Columns {
		if f == domain.FieldHalfDay {
			b.halves = append(b.halves, i)
		}
	}
	return b
}

// someone is a name on a line, before names are put in order.
type someone struct {
	line domain.ImportLine
	who  int
	domain.ImportName
}

func (b *peoplePlan) plan(lines []domain.ImportLine) {
	if !b.m.has(domain.FieldLast) && !b.m.has(domain.FieldName) {
		b.warn(0, "Aucune colonne ne dit le nom des personnes.", "Choisissez la colonne du nom, puis relisez l’aperçu.")
	}
	if len(b.halves) == 0 && !b.m.has(domain.FieldPresence) && !b.m.has(domain.FieldHours) {
		b.warn(0, "Aucune colonne ne dit la présence : toutes les personnes du fichier sont comptées présentes.", "Si la liste est celle des inscrits, indiquez la colonne de présence.")
	}
	people, lines := b.someones(lines)
	names := make([]domain.ImportName, len(people))
	for i, s := range people {
		names[i] = s.ImportName
	}
	read, guessed := domain.ReadNames(names)
	if guessed {
		b.warn(0, "Rien ne dit si le nom ou le prénom vient en premier : le prénom est pris pour le premier mot.", "Comparez quelques lignes de l’aperçu ; sinon, partagez le nom et le prénom en deux colonnes.")
	}
	b.negative = b.saysNo(lines)
	rows := map[int][]int{}
	for i, s := range people {
		rows[s.line.Number] = append(rows[s.line.Number], i)
	}
	for _, l := range lines {
		b.line(l, rows[l.Number], people, read)
	}
	b.settle()
}

// someones finds who each line is about; a line about nobody is refused.
func (b *peoplePlan) someones(lines []domain.ImportLine) (people []someone, kept []domain.ImportLine) {
	for _, l := range lines {
		found := len(people)
		for who := 1; who <= domain.MaxPeopleInLine; who++ {
			n := domain.ImportName{Last: b.m.cell(l, domain.FieldLast.Nth(who)), First: b.m.cell(l, domain.FieldFirst.Nth(who)),
				Whole: b.m.cell(l, domain.FieldName.Nth(who)), Email: domain.CleanEmail(b.m.cell(l, domain.FieldEmail.Nth(who)))}
			if n.Last+n.First != "" {
				n.Whole = ""
			}
			if n.Last+n.First+n.Whole == "" {
				continue
			}
			several := domain.SplitPeople(n.Whole)
			switch {
			case len(several) < 2:
				people = append(people, someone{l, who, n})
			case b.m.OnePerson || len(several) > domain.MaxPeopleInLine:
				b.warn(l.Number, "Cette cellule semble nommer plusieurs personnes : « "+n.Whole+" ».", "Une seule est reprise, comme demandé.")
				people = append(people, someone{l, who, n})
			default:
				b.warn(l.Number, "Plusieurs personnes dans une cellule : « "+strings.Join(several, " ; ")+" ».", "Chacune est reprise à part. Si c’est une seule personne, cochez « une personne par cellule ».")
				for _, one := range several {
					people = append(people, someone{l, who, domain.ImportName{Whole: one}})
				}
			}
		}
		if len(people) == found {
			b.refuse(l.Number, "Aucun nom sur cette ligne.", "Vérifiez la colonne du nom, ou complétez la ligne dans le fichier.")
			continue
		}
		kept = append(kept, l)
	}
	return people, kept
}

func (b *peoplePlan) saysNo(lines []domain.ImportLine) bool {
	at := slices.Index(b.m.Columns, domain.FieldPresence)
	for _, l := range lines {
		for _, c := range append([]int{at}, b.halves...) {
			if domain.ReadPresence(l.Cell(c)) == domain.CameNo {
				return true
			}
		}
	}
	return false
}

// line plans one line: its event, then each of its people. It is written when one of them is.
func (b *peoplePlan) line(l domain.ImportLine, rows []int, people []someone, read []domain.PastedRow) {
	e, why, advice := b.eventOf(l)
	if e == nil {
		b.refuse(l.Number, why, advice)
		return
	}
	came, ok := b.came(l, e)
	if !ok {
		b.refuse(l.Number, "La présence notée sur cette ligne n’est pas comprise.", "Écrivez « oui », « non » ou « excusé » dans le fichier.")
		return
	}
	minutes := 0
	if cell := b.m.cell(l, domain.FieldHours); cell != "" {
		if minutes, ok = domain.ReadMinutes(cell); !ok {
			b.warn(l.Number, "Durée non comprise : « "+cell+" ».", "La durée des demi-journées est comptée. Écrivez par exemple « 3h30 » ou « 3,5 ».")
		}
	}
	wrote, twice, bad := 0, 0, ""
	for _, i := range rows {
		name := read[i]
		if e := firstRefusal(name); e != "" {
			bad = e
			continue
		}
		if b.row(l, e, people[i], name, came, minutes) {
			wrote++
		} else {
			twice++
		}
	}
	switch {
	case bad != "" && wrote == 0:
		b.refuse(l.Number, bad, "Corrigez le nom dans le fichier.")
	case wrote > 0:
		b.Written++
		if bad != "" {
			b.warn(l.Number, bad+" Une des personnes de la ligne n’est pas reprise.", "Corrigez le nom dans le fichier.")
		}
	default:
		b.leave(l.Number, "déjà dans la liste de cet événement")
	}
}

func firstRefusal(n domain.PastedRow) string {
	if domain.CheckLine("", n.LastName, domain.MaxName, true, true) != nil || domain.CheckLine("", n.FirstName, domain.MaxName, false, false) != nil {
		return "Ce nom est illisible ou trop long."
	}
	return ""
}

// came reads the presences of a line, by half-day of the event.
func (b *peoplePlan) came(l domain.ImportLine, e *EventPlan) (came []domain.Came, ok bool) {
	whole := domain.CameYes
	if b.m.has(domain.FieldPresence) {
		cell := b.m.cell(l, domain.FieldPresence)
		if whole = domain.ReadPresence(cell); whole == domain.CameUnread {
			return nil, false
		}
		if whole == domain.CameUnsaid {
			whole = domain.CameNo
			if b.negative {
				b.warn(l.Number, "La présence n’est pas dite : la personne est comptée absente.", "Complétez la cellule si elle est venue.")
			}
		}
	}
	for range e.Slots {
		came = append(came, whole)
	}
	for i, c := range b.halves[:min(len(b.halves), len(e.Slots))] {
		switch v := domain.ReadPresence(l.Cell(c)); v {
		case domain.CameUnread:
			return nil, false
		case domain.CameUnsaid:
			came[i] = domain.CameNo
		default:
			came[i] = v
		}
	}
	for i := len(b.halves); len(b.halves) > 0 && i < len(came); i++ {
		came[i] = domain.CameNo
	}
	return came, true
}

// row plans a registration; false: this person has one at this event.
func (b *peoplePlan) row(l domain.ImportLine, e *EventPlan, s someone, name domain.PastedRow, came []domain.Came, minutes int) bool {
	cell := func(f domain.ImportField) string {
		if own := b.m.cell(l, f.Nth(s.who)); own != "" || s.who == 1 {
			return own
		}
		return b.m.cell(l, f) // what is said once holds for all of the line
	}
	r := &RowPlan{Line: l.Number, Event: e, Last: name.LastName, First: name.FirstName, Came: came, Minutes: minutes}
	r.Structure = b.structure(cell(domain.FieldStructure))
	email := s.Email
	if email != "" && !domain.ValidEmail(email) {
		if strings.Contains(email, "@") {
			b.warn(l.Number, "Adresse non comprise : « "+email+" ».", "Elle n’est pas gardée.")
		}
		email = "" // « anonymous », of a form
	}
	b.lists(l, r, cell)
	r.Person = b.person(r, email)
	mark := cmp.Or(r.Person.root, r.Person.ID, fmt.Sprintf("%p", r.Person))
	structure := ""
	if !r.Structure.none() {
		structure = cmp.Or(r.Structure.id, r.Structure.Key)
	}
	named := r.Person.Key + "|" + structure
	if e.people[mark] != 0 || e.names[named] != 0 || e.names[r.Person.Key+"|"] != 0 || e.names[r.Person.Key] != 0 && structure == "" {
		b.Already++
		return false
	}
	e.people[mark], e.names[named], e.names[r.Person.Key] = l.Number, l.Number, l.Number
	if r.Person.ID == "" && r.Person.Last == "" {
		r.Person.Last, r.Person.First = r.Last, r.First
		b.mine[r.Person.Key] = append(b.mine[r.Person.Key], r.Person)
		b.People = append(b.People, r.Person)
	}
	if r.Structure != nil {
		r.Structure.People++
	}
	e.People++
	e.longest = max(e.longest, minutes)
	b.Rows = append(b.Rows, r)
	return true
}

// lists reads sector, territory and function by the lists; what is on none is not known.
func (b *peoplePlan) lists(l domain.ImportLine, r *RowPlan, cell func(domain.ImportField) string) {
	for _, c := range []struct {
		field domain.ImportField
		list  []records.Item
		into  *string
		what  string
	}{{domain.FieldSector, b.d.lists.Sectors, &r.Sector, "Secteur"}, {domain.FieldTerritory, b.d.lists.Territories, &r.Territory, "Territoire"},
		{domain.FieldFunction, b.d.lists.Professions, &r.Profession, "Fonction"}} {
		text := cell(c.field)
		if text == "" {
			continue
		}
		if *c.into = item(c.list, text); *c.into == "" && c.field == domain.FieldFunction {
			if code := domain.FunctionOf(text, b.functions); code != "" {
				*c.into = item(c.list, code)
			}
		}
		if it := records.Find(c.list, *c.into); c.field == domain.FieldSector && it.ID != "" && !it.Named {
			*c.into = "" // never on a person
		}
		if key := c.what + domain.Fold(text); *c.into == "" && !b.unread[key] {
			b.unread[key] = true
			b.warn(l.Number, c.what+" hors liste : « "+text+" ».", "« Non renseigné » est gardé, ici et plus bas. Ajoutez-le à la liste avant de reprendre, si vous le voulez.")
		}
	}
	if s := r.Structure; s != nil && s.Match != nil {
		r.Sector, r.Territory = cmp.Or(r.Sector, s.Match.Sector), cmp.Or(r.Territory, s.Match.Territory)
	}
}

// person finds who a row is, by the rule of the registrations: the same name, and the same address or the same structure.
func (b *peoplePlan) person(r *RowPlan, email string) *PersonPlan {
	key := domain.NameKey(r.Last, r.First)
	known, mine := b.d.people[key], b.mine[key]
	for _, list := range [][]*PersonPlan{known, mine} {
		for _, q := range list {
			if email != "" && q.Email == email {
				return q
			}
		}
	}
	if !r.Structure.none() {
		for _, q := range known {
			if !q.distinct && q.known != "" && q.known == r.Structure.id {
				return q
			}
		}
		for _, q := range mine {
			if q.Structure == r.Structure || q.Structure != nil && q.Structure.id != "" && q.Structure.id == r.Structure.id {
				return q
			}
		}
	}
	q := &PersonPlan{Email: email, Key: key, Likely: len(known)+len(mine) > 0}
	if !r.Structure.none() {
		q.Structure = r.Structure
	}
	return q
}

// structure finds what the file calls so in the directory, or says what is to be decided.
func (b *peoplePlan) structure(name string) *StructurePlan {
	key := domain.Fold(name)
	if key == "" || key == "sans structure" || key == "aucune" || key == "neant" || key == "particulier" {
		return nil
	}
	if s := b.structures[key]; s != nil {
		return s
	}
	s := &StructurePlan{Name: domain.CleanLine(name), Key: key, How: "unknown", Choice: b.m.Choices[key]}
	b.structures[key] = s
	b.Structures = append(b.Structures, s)
	if s.Match = b.d.structures[key]; s.Match != nil {
		s.How = "alias"
		if domain.Fold(s.Match.Name) == key || domain.Fold(s.Match.ShortName) == key {
			s.How = "exact"
		}
	}
	switch s.Choice.As {
	case AsNone:
		s.Match = nil
	case "":
		s.Choice.As = AsNew
		if s.Match != nil {
			s.Choice.As = s.Match.ID
		}
	case AsNew:
		s.Match = nil
	default:
		at := slices.IndexFunc(b.d.all, func(o records.Structure) bool { return o.ID == b.d.root(s.Choice.As) })
		if at < 0 {
			s.Choice = Choice{As: AsNew}
		} else {
			s.Match = &b.d.all[at]
		}
	}
	if s.Match != nil {
		s.id = s.Match.ID
	}
	return s
}

// settle counts what was planned.
func (b *peoplePlan) settle() {
	seen := map[*PersonPlan]bool{}
	for _, r := range b.Rows {
		if !seen[r.Person] {
			seen[r.Person] = true
			switch {
			case r.Person.ID != "":
				b.Known++
			case r.Person.Likely:
				b.Likely++
				b.NewPeople++
			default:
				b.NewPeople++
			}
		}
		switch {
		case slices.Contains(r.Came, domain.CameYes):
			b.Present++
		case slices.Contains(r.Came, domain.CameExcused):
			b.Excused++
		default:
			b.Absent++
		}
	}
	b.Events = slices.DeleteFunc(b.Events, func(e *EventPlan) bool { return e.People == 0 })
	for _, e := range b.Events {
		if e.ID == "" {
			b.NewEvents++
			b.hours(e)
		}
	}
	var unknown []*StructurePlan
	for _, s := range b.Structures {
		if s.Match == nil && s.How == "unknown" {
			unknown = append(unknown, s)
		}
	}
	b.d.likely(unknown)
}
