package imports

import (
	"cmp"
	"fmt"
	"strings"

	"passerelle/internal/domain"
)

// line plans one line: its event, then each of its people. It is written when one of them is.
func (b *peoplePlan) line(l domain.ImportLine, rows []int, people []someone, read []domain.PastedRow) {
	e, why := b.eventOf(l)
	if e == nil {
		b.refuse(l.Number, why.Code, why.Text, why.Advice)
		return
	}
	came, ok := b.came(l, e)
	if !ok {
		b.refuse(l.Number, PresenceUnread, "La présence notée sur cette ligne n’est pas comprise.", "Écrivez « oui », « non » ou « excusé » dans le fichier.")
		return
	}
	minutes := 0
	if cell := b.m.cell(l, domain.FieldHours); cell != "" {
		if minutes, ok = domain.ReadMinutes(cell); !ok {
			b.warn(l.Number, DurationUnread, "Durée non comprise : « "+cell+" ».", "La durée des demi-journées est comptée. Écrivez par exemple « 3h30 » ou « 3,5 ».")
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
		b.refuse(l.Number, NameUnread, bad, "Corrigez le nom dans le fichier.")
	case wrote > 0:
		b.Written++
		if bad != "" {
			b.warn(l.Number, NameUnread, bad+" Une des personnes de la ligne n’est pas reprise.", "Corrigez le nom dans le fichier.")
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

// row plans a registration; false: this person has one at this event.
func (b *peoplePlan) row(l domain.ImportLine, e *EventPlan, s someone, name domain.PastedRow, came []domain.Came, minutes int) bool {
	cell := func(f domain.ImportField) string {
		if own := b.m.cell(l, f.Nth(s.who)); own != "" || s.who == 1 {
			return own
		}
		return b.m.cell(l, f) // what is said once holds for all of the line
	}
	r := &RowPlan{Line: l.Number, Event: e, Last: name.LastName, First: name.FirstName, Came: came, Minutes: minutes}
	if name.FirstName == "" {
		b.warn(l.Number, NoFirstName, "Cette ligne ne donne pas de prénom : « "+name.LastName+" ».", "La personne est reprise sous son nom seul ; complétez le prénom dans le fichier si vous le connaissez.")
	}
	r.Structure = b.structure(cell(domain.FieldStructure))
	email := s.Email
	if email != "" && !domain.ValidEmail(email) {
		if strings.Contains(email, "@") {
			b.warn(l.Number, MailUnread, "Adresse non comprise : « "+email+" ».", "Elle n’est pas gardée.")
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
