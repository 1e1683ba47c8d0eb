package imports

import (
	"slices"
	"strings"
	"time"

	"passerelle/internal/domain"
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
		b.warn(0, NoNameColumn, "Aucune colonne ne dit le nom des personnes.", "Choisissez la colonne du nom, puis relisez l’aperçu.")
	}
	if len(b.halves) == 0 && !b.m.has(domain.FieldPresence) && !b.m.has(domain.FieldHours) {
		b.warn(0, NoPresenceColumn, "Aucune colonne ne dit la présence : toutes les personnes du fichier sont comptées présentes.", "Si la liste est celle des inscrits, indiquez la colonne de présence.")
	}
	people, lines := b.someones(lines)
	names := make([]domain.ImportName, len(people))
	for i, s := range people {
		names[i] = s.ImportName
	}
	read, guessed := domain.ReadNames(names)
	if guessed {
		b.warn(0, OrderGuessed, "Rien ne dit si le nom ou le prénom vient en premier : le prénom est pris pour le premier mot.", "Comparez quelques lignes de l’aperçu ; sinon, partagez le nom et le prénom en deux colonnes.")
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
				b.warn(l.Number, SeveralPeople, "Cette cellule semble nommer plusieurs personnes : « "+n.Whole+" ».", "Une seule est reprise, comme demandé.")
				people = append(people, someone{l, who, n})
			default:
				b.warn(l.Number, SeveralPeople, "Plusieurs personnes dans une cellule : « "+strings.Join(several, " ; ")+" ».", "Chacune est reprise à part. Si c’est une seule personne, cochez « une personne par cellule ».")
				for _, one := range several {
					people = append(people, someone{l, who, domain.ImportName{Whole: one}})
				}
			}
		}
		if len(people) == found {
			b.refuse(l.Number, NoName, "Aucun nom sur cette ligne.", "Vérifiez la colonne du nom, ou complétez la ligne dans le fichier.")
			continue
		}
		kept = append(kept, l)
	}
	return people, kept
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
