package domain

// Table is one of the cuts of the figures.
type Table int

// The tables. Those before BySector cut events and their people by the event's own keys; the others cut
// people alone.
const (
	ByProgramme Table = iota
	ByRole
	ByPlace
	ByYear
	ByMonth
	ByGroup
	ByAxis
	ByAction
	ByPriority
	ByEvent
	BySector
	ByWork
	ByStructure
	ByProfession
	ByProof
	tableCount
)

// EventTables is how many tables cut events.
const EventTables = int(BySector)

// Tables lists their names and titles.
var Tables = [tableCount]struct {
	Name, Title string
	Line        string // what a line is
}{
	ByProgramme:  {"by_programme", "Par programme", "Programme"},
	ByRole:       {"by_role", "Par rôle du PTSM", "Rôle"},
	ByPlace:      {"by_place_territory", "Par territoire du lieu", "Territoire du lieu"},
	ByYear:       {"by_year", "Par année", "Année"},
	ByMonth:      {"by_month", "Par mois", "Mois"},
	ByGroup:      {"by_working_group", "Par groupe de travail", "Groupe de travail"},
	ByAxis:       {"by_axis", "Par axe stratégique", "Axe"},
	ByAction:     {"by_roadmap_action", "Par action de la feuille de route", "Action"},
	ByPriority:   {"by_priority", "Par priorité nationale", "Priorité"},
	ByEvent:      {"by_event", "Par événement", "Événement"},
	BySector:     {"by_sector", "Par secteur d’activité", "Secteur"},
	ByWork:       {"by_work_territory", "Par territoire d’exercice", "Territoire d’exercice"},
	ByStructure:  {"by_structure", "Par structure", "Structure"},
	ByProfession: {"by_profession", "Par fonction", "Fonction"},
	ByProof:      {"by_proof", "Par preuve de présence", "Preuve"},
}

// TableOf finds a table by its name.
func TableOf(name string) (Table, bool) {
	for t := range Tables {
		if Tables[t].Name == name {
			return Table(t), true
		}
	}
	return 0, false
}

// Figures lists what a table counts.
func (t Table) Figures() (list []Figure) {
	for f := range figureCount {
		switch f {
		case FigEvents, FigHeadcount, FigPSSM, FigSeats, FigTaken, FigCorrections:
			if int(t) >= EventTables {
				continue
			}
		case FigSecondary:
			if !t.Seconds() {
				continue
			}
		case FigPresent, FigPeople, FigMinutes, FigStructures, FigNew, FigReturning, FigPlacements, FigHalfDays, FigInstitutions, FigPlacedPairs, FigReports:
		default:
			if t == ByProof { // only who came has a proof
				continue
			}
		}
		list = append(list, f)
	}
	return list
}
