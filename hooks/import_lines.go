package hooks

import (
	"fmt"
	"slices"
	"strings"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

var importFieldWords = map[domain.ImportField]string{domain.FieldLast: "Nom", domain.FieldFirst: "Prénom", domain.FieldName: "Nom et prénom ensemble",
	domain.FieldStructure: "Structure", domain.FieldSector: "Secteur d’activité", domain.FieldTerritory: "Territoire de la personne", domain.FieldFunction: "Fonction",
	domain.FieldEmail: "Adresse électronique", domain.FieldPresence: "Présence (tout l’événement)", domain.FieldHalfDay: "Présence à une demi-journée",
	domain.FieldHours: "Durée suivie", domain.FieldTitle: "Titre de l’événement", domain.FieldDate: "Date", domain.FieldTime: "Horaires", domain.FieldPlace: "Lieu",
	domain.FieldPlaceTerr: "Territoire de l’événement", domain.FieldProgramme: "Programme", domain.FieldCode: "Identifiant de la ligne", domain.FieldTimes: "Nombre de rencontres",
	domain.FieldCount: "Nombre de présents", domain.FieldCountIs: "Origine du nombre", domain.FieldTrained: "Personnes formées, au moins", domain.FieldStructures: "Nombre de structures",
	domain.FieldGroup: "Groupe de travail", domain.FieldAction: "Actions de la feuille de route", domain.FieldProposed: "Actions proposées", domain.FieldRole: "Rôle du PTSM",
	domain.FieldPartners: "Partenaires"}

func importFieldOptions(kind domain.ImportKind) (out []web.Option) {
	for _, f := range domain.ImportFields(kind) {
		base, who := f.Base()
		o := web.Option{Value: string(f), Label: importFieldWords[base]}
		if who > 1 {
			o.Label, o.Group = fmt.Sprintf("%s (%de personne)", o.Label, who), "Autres personnes de la même ligne"
		}
		out = append(out, o)
	}
	return out
}

// firstProblems keeps those of a long list that are shown: what keeps a line out comes first.
func firstProblems(all []imports.Problem) (shown []imports.Problem, more int) {
	shown = slices.Clone(all)
	slices.SortStableFunc(shown, func(a, b imports.Problem) int {
		switch {
		case a.Blocking == b.Blocking:
			return 0
		case a.Blocking:
			return -1
		}
		return 1
	})
	n := min(len(shown), shownProblems)
	return shown[:n], len(shown) - n
}

// lines says what would be written of each line, and what would not.
func (v *importPreview) lines(ref records.Reference) {
	v.Blocking, v.Nothing = v.Plan.Blocking(), v.Plan.Nothing()
	v.Problems, v.MoreProblems = firstProblems(v.Plan.Problems)
	numbers := map[string][]int{}
	for _, l := range v.Plan.Left {
		if len(numbers[l.Why]) == 0 {
			v.Left = append(v.Left, leftOut{Why: l.Why})
		}
		numbers[l.Why] = append(numbers[l.Why], l.Line)
	}
	for i := range v.Left {
		n := numbers[v.Left[i].Why]
		v.Left[i].N, v.Left[i].Lines = len(n), lineNumbers(n)
	}
	for _, e := range v.Plan.Events {
		v.Events = append(v.Events, importEvent{Title: e.Title, When: importDays(e), New: e.ID == "", People: e.People})
	}
	for _, d := range v.Plan.Declared[:min(len(v.Plan.Declared), shownPeople)] {
		v.Declared = append(v.Declared, declaredRow(d, ref))
	}
}

func lineNumbers(n []int) string {
	const most = 12
	var words []string
	for _, l := range n[:min(len(n), most)] {
		words = append(words, fmt.Sprint(l))
	}
	text := strings.Join(words, ", ")
	if len(n) > most {
		text += "…"
	}
	return text
}

func importDays(e *imports.EventPlan) string {
	if len(e.Slots) == 0 {
		return ""
	}
	return paris.Range(e.Slots[0].Start, e.Slots[len(e.Slots)-1].End)
}

// people shows the first registrations, those to be looked at before the others.
func (v *importPreview) people() {
	rows := slices.Clone(v.Plan.Rows)
	slices.SortStableFunc(rows, func(a, b *imports.RowPlan) int {
		switch {
		case a.Person.Likely == b.Person.Likely:
			return 0
		case a.Person.Likely:
			return -1
		}
		return 1
	})
	v.MorePeople = max(0, len(rows)-shownPeople)
	for _, r := range rows[:len(rows)-v.MorePeople] {
		p := importPerson{Line: r.Line, Name: strings.TrimSpace(r.First + " " + r.Last), Presence: cameWords(r.Came), Matter: "Nouvelle", Kind: "plain"}
		switch {
		case r.Person.ID != "":
			p.Matter, p.Kind = "Déjà connue", "ok"
		case r.Person.Likely:
			p.Matter, p.Kind = "Nouvelle, un nom pareil existe", "warn"
		}
		if s := r.Structure; s != nil && s.Choice.As != imports.AsNone {
			p.Structure = s.Name
			if s.Match != nil {
				p.Structure = s.Match.Name
			}
		}
		v.People = append(v.People, p)
	}
}

func cameWords(came []domain.Came) string {
	yes := 0
	for _, c := range came {
		if c == domain.CameYes {
			yes++
		}
	}
	switch {
	case yes == len(came) && yes > 0:
		return "Oui"
	case yes > 0:
		return fmt.Sprintf("Oui, %d sur %d", yes, len(came))
	case slices.Contains(came, domain.CameExcused):
		return "Excusé"
	}
	return "Non"
}
