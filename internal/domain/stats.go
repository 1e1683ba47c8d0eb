package domain

import "time"

// Figure is one of the numbers of the evaluation.
type Figure int

// The figures, in the order in which they are listed.
const (
	FigEvents Figure = iota
	FigRegistrations
	FigRegistered
	FigWalkIns
	FigPresent
	FigPeople
	FigAbsent
	FigExcused
	FigWithdrawn
	FigRefused
	FigUnserved
	FigCancelled
	FigReplaced
	FigExpected
	FigMinutes
	FigStructures
	FigHeadcount
	FigPSSM
	FigNew
	FigReturning
	FigKept
	FigPresentRegistered
	FigSeats
	FigTaken
	FigCorrections
	FigPlacements
	FigHalfDays
	FigInstitutions
	FigPlacedPairs
	FigReports
	FigSecondary
	figureCount
)

// Indicator says what a figure is, in the one place where it is said.
type Indicator struct {
	Code       string // machine name
	Label      string
	Definition string // printed beside it
	Distinct   bool   // counted anew at each level: parts do not sum to the total
}

// Indicators describes each figure (domain.md §7).
var Indicators = [figureCount]Indicator{
	FigEvents:        {Code: "events_held", Label: "Événements réalisés", Definition: "Événements clôturés dont la première demi-journée tombe dans la période. Un stage croisé n’est pas un événement : il a ses propres chiffres. L’historique sans noms est compté à part, en déclaré, avec son nombre de réunions."},
	FigRegistrations: {Code: "registrations", Label: "Inscriptions reçues", Definition: "Toutes les inscriptions et arrivées sur place, quelle que soit leur issue. Présents, absents, excusés, désistements, annulations, refus, non servis, remplacés et attendus en font la somme."},
	FigRegistered:    {Code: "registered", Label: "Inscrits", Definition: "Inscriptions faites avant l’entrée et confirmées au moins une fois, même annulées ensuite."},
	FigWalkIns:       {Code: "walk_ins", Label: "Sur place", Definition: "Personnes ajoutées à l’entrée, sans inscription préalable. Elles ne sont pas comptées parmi les inscrits."},
	FigPresent:       {Code: "present", Label: "Présents (participations)", Definition: "Inscriptions et arrivées sur place avec au moins une demi-journée de présence. Une personne venue à trois événements compte trois fois ; un stage croisé réalisé compte une fois."},
	FigPeople:        {Code: "distinct_people", Label: "Personnes distinctes", Definition: "Personnes différentes parmi les présents. Chaque niveau compte les siennes : les lignes d’un tableau ne s’additionnent pas.", Distinct: true},
	FigAbsent:        {Code: "absent", Label: "Absents", Definition: "Inscriptions confirmées d’un événement clôturé, sans présence ni excuse."},
	FigExcused:       {Code: "excused", Label: "Excusés", Definition: "Inscriptions confirmées d’un événement clôturé, sans présence, dont l’absence a été excusée."},
	FigWithdrawn:     {Code: "withdrawn", Label: "Désistements", Definition: "Inscriptions annulées par la personne elle-même."},
	FigRefused:       {Code: "refused", Label: "Refus", Definition: "Demandes refusées."},
	FigUnserved:      {Code: "unserved", Label: "Non servis", Definition: "Demandes encore en attente, proposées ou expirées à la fin de l’événement."},
	FigCancelled:     {Code: "cancelled_by_organiser", Label: "Annulées par l’organisateur", Definition: "Inscriptions annulées par l’organisateur, ou portées par un événement annulé."},
	FigReplaced:      {Code: "replaced", Label: "Remplacées", Definition: "Inscriptions cédées à une autre personne, qui porte la place."},
	FigExpected:      {Code: "expected", Label: "Attendus", Definition: "Inscriptions d’un événement à venir ou pas encore clôturé, sans présence, ou dont la clôture attend un téléphone de l’accueil."},
	FigMinutes:       {Code: "attendance_minutes", Label: "Heures-participants", Definition: "Somme des durées des demi-journées suivies, en minutes. Une pause n’est déduite que si elle a été saisie."},
	FigStructures:    {Code: "structures", Label: "Structures distinctes", Definition: "Structures et sites différents ayant au moins un présent. Chaque niveau compte les siens : les lignes d’un tableau ne s’additionnent pas.", Distinct: true},
	FigHeadcount:     {Code: "headcount_public", Label: "Public compté sans nom", Definition: "Personnes venues sans donner leur nom : décomptes anonymes (public, personnes concernées, proches), et accompagnants des inscriptions présentes (« nous venons à … personnes »). Elles ne sont jamais comptées dans les inscriptions ni dans les personnes distinctes."},
	FigPSSM:          {Code: "pssm_trained", Label: "Secouristes en santé mentale formés", Definition: "Personnes différentes présentes à toutes les demi-journées d’une formation PSSM clôturée, à la date de la dernière. Le stock déclaré reste à côté et n’est jamais ajouté aux présences.", Distinct: true},

	FigNew:               {Code: "new_people", Label: "Nouvelles personnes", Definition: "Personnes distinctes dont la toute première présence, à quelque événement que ce soit, tombe dans la période. Sur « toutes périodes », chacune a été nouvelle une fois.", Distinct: true},
	FigReturning:         {Code: "returning_people", Label: "Personnes fidèles", Definition: "Personnes distinctes déjà venues avant la période. Avec les nouvelles, elles font les personnes distinctes.", Distinct: true},
	FigKept:              {Code: "registered_kept", Label: "Inscrits maintenus", Definition: "Inscrits présents, absents ou excusés à un événement clôturé : ceux qui n’ont ni annulé ni cédé leur place. Un événement dont la clôture attend encore un téléphone de l’accueil n’y est pas, un stage croisé non plus."},
	FigPresentRegistered: {Code: "present_registered", Label: "Présents inscrits avant l’entrée", Definition: "Présents qui s’étaient inscrits, sans les stages croisés. Rapportés aux inscrits maintenus, ils font le taux de présence."},
	FigSeats:             {Code: "seats", Label: "Places offertes", Definition: "Somme des capacités des événements clôturés qui en ont une. Un événement dont la clôture attend encore un téléphone de l’accueil n’y est pas, un stage croisé non plus."},
	FigTaken:             {Code: "seats_taken", Label: "Places prises", Definition: "Inscrits maintenus des événements clôturés qui ont une capacité, sans les arrivées sur place ni les accompagnants sans nom. Rapportés aux places offertes, ils font le taux de remplissage."},
	FigCorrections:       {Code: "corrections", Label: "Corrections après clôture", Definition: "Gestes faits à la main après la clôture de l’événement (la dernière, s’il a été rouvert) : présence ajoutée, corrigée ou retirée, feuille ressaisie. Un téléphone de l’accueil qui transmet en retard n’est pas une correction. Chacune garde son auteur, sa date et son motif."},
	FigPlacements:        {Code: "placements_done", Label: "Stages croisés réalisés", Definition: "Stages croisés terminés dont au moins une demi-journée a été suivie, à la date de la première demi-journée, et participations aux événements clôturés d’un programme de stages. Les stages de l’historique sont déclarés, à part."},
	FigHalfDays:          {Code: "placement_half_days", Label: "Demi-journées de stage croisé", Definition: "Demi-journées suivies pendant les stages croisés réalisés."},
	FigInstitutions:      {Code: "placement_institutions", Label: "Établissements des stages croisés", Definition: "Structures et sites différents qui ont envoyé une personne en stage croisé réalisé, ou qui l’ont accueillie. Chaque niveau compte les siens : les lignes d’un tableau ne s’additionnent pas.", Distinct: true},
	FigPlacedPairs:       {Code: "placement_pairs", Label: "Paires d’établissements de secteurs différents", Definition: "Paires d’un établissement d’origine et d’un établissement d’accueil de stages croisés réalisés, dont le répertoire donne deux secteurs d’activité différents. L’aller et le retour font une seule paire ; un secteur non renseigné n’en fait aucune. Chaque niveau compte les siennes.", Distinct: true},
	FigReports:           {Code: "placement_reports", Label: "Rapports d’étonnement reçus", Definition: "Rapports remis par les personnes dont le stage croisé est réalisé. Le retour du tuteur n’y est pas compté."},
	FigSecondary:         {Code: "secondary_events", Label: "Événements rattachés en second", Definition: "Événements réalisés qui relèvent de cette ligne à titre secondaire : leurs chiffres sont comptés une seule fois, sous leur rattachement principal. On les liste, on ne les additionne pas ; le total compte une fois chaque événement qui a un rattachement secondaire, quel qu’il soit.", Distinct: true},
}

// FigureOf finds a figure by its code.
func FigureOf(code string) (Figure, bool) {
	for f, i := range Indicators {
		if i.Code == code {
			return Figure(f), true
		}
	}
	return 0, false
}

// Counts holds one number a figure.
type Counts [figureCount]int

// outcomeFigure is the figure that counts each outcome.
var outcomeFigure = [outcomeCount]Figure{
	Expected: FigExpected, Present: FigPresent, Absent: FigAbsent, Excused: FigExcused, Withdrawn: FigWithdrawn,
	CancelledByOrganiser: FigCancelled, OutcomeRefused: FigRefused, Unserved: FigUnserved, OutcomeReplaced: FigReplaced,
}

// Period is the half-open interval [From, To) between midnights of Paris; a zero bound is no bound.
type Period struct{ From, To time.Time }

// All tells whether the period is « toutes périodes ».
func (p Period) All() bool { return p.From.IsZero() && p.To.IsZero() }

// Holds tells whether a moment lies in the period. What has no date lies in « toutes périodes » only.
func (p Period) Holds(t time.Time) bool {
	if p.All() {
		return true
	}
	return !t.IsZero() && !t.Before(p.From) && (p.To.IsZero() || t.Before(p.To))
}

// within and overlaps compare a dated interval with the period.
func (p Period) within(from, to time.Time) bool {
	return p.All() || (p.Holds(from) && (p.To.IsZero() || !to.After(p.To)))
}

func (p Period) overlaps(from, to time.Time) bool {
	return (p.To.IsZero() || from.Before(p.To)) && to.After(p.From)
}

// Label is a line that a table may have. Num is the number by which facts name it.
type Label struct {
	Num        int
	Key, Label string
}

// StatEvent is what figures need of an event. Keys are its keys in the tables that cut events; empty: « non
// renseigné ».
type StatEvent struct {
	Num       int
	Held      bool
	HeldBack  bool      // closed, but absences wait for a phone of the door: no rate is told yet
	Starts    time.Time // first half-day: the event belongs to its day
	Last      time.Time // start of the last half-day: a completed course belongs to its day
	LastMonth string
	LastYear  string
	Keys      [EventTables]string
	// Others are the keys of the tables under which the event is listed besides: they are never summed.
	Others      [EventTables][]string
	Campaign    string
	Partners    []string
	Status      string
	Capacity    int // 0: no limit, or a filter on people
	Headcount   int
	Corrections int // by hand, after its closing
	PSSM        bool
	Placement   bool // of a programme of stages croisés, or an entry
	// Entry is the register's entry of one stage croisé: somebody's participation, and no event that was held.
	Entry  bool
	Host   int32  // of an entry: the structure that welcomed, after merges; 0: none
	Stage  string // of an entry: its campaign of stages, by id
	Report bool   // of an entry: the rapport d’étonnement was received
	Slots  int
	Aside  bool // a filter on people leaves nobody present: the event itself is not counted
}

// StatFact is one registration in numbers; see records.Fact. 0: non renseigné.
type StatFact struct {
	Event, Person, Structure, Sector, Territory, Profession, Minutes int32
	Outcome, Proof                                                   int8
	Registered, WalkIn                                               bool
}

// maxOnes is the most figures that one registration adds to.
const maxOnes = 16

// ones appends the figures to which a registration of an event adds one. Minutes are added apart; distinct figures are
// counted elsewhere.
func (f *StatFact) ones(e *StatEvent, list []Figure) []Figure {
	outcome := Outcome(f.Outcome)
	list = append(list, FigRegistrations, outcomeFigure[outcome])
	if f.Registered {
		list = append(list, FigRegistered)
	}
	if f.WalkIn {
		list = append(list, FigWalkIns)
	}
	if e.Placement && e.Held && outcome == Present {
		list = append(list, FigPlacements)
	}
	if !f.Registered || e.Entry || !e.Settled() || (outcome != Present && outcome != Absent && outcome != Excused) {
		return list
	}
	list = append(list, FigKept)
	if outcome == Present {
		list = append(list, FigPresentRegistered)
	}
	if e.Capacity > 0 {
		list = append(list, FigTaken)
	}
	return list
}

// num is the number of the registration's line in a table that cuts people.
func (f *StatFact) num(t Table) int32 {
	switch t {
	case BySector:
		return f.Sector
	case ByWork:
		return f.Territory
	case ByStructure:
		return f.Structure
	case ByProfession:
		return f.Profession
	}
	return int32(f.Proof)
}

// Declares tells whether lines of the table may hold a declared number of this figure.
func (t Table) Declares(f Figure) bool {
	switch f {
	case FigEvents, FigPSSM:
		return int(t) < EventTables
	case FigPresent:
		return int(t) < EventTables || t == ByProof
	}
	return false
}
