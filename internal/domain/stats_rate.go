package domain

// Rate is a share, or a number for so many: two whole numbers, never a rounded one.
type Rate struct {
	Part  int `json:"part"`
	Whole int `json:"whole"`
}

// Known tells whether there is anything to divide by: otherwise the rate is « non renseigné », never zero.
func (r Rate) Known() bool { return r.Whole > 0 }

// Percent is the rate in per cent, rounded to the nearest; false where it is not known.
func (r Rate) Percent() (int, bool) { return r.per(100) }

// TenthsPer10000 is the rate for 10 000, in tenths (« 12,3 pour 10 000 » is 123); false where it is not known.
func (r Rate) TenthsPer10000() (int, bool) { return r.per(100_000) }

func (r Rate) per(n int) (int, bool) {
	if !r.Known() {
		return 0, false
	}
	return (2*r.Part*n + r.Whole) / (2 * r.Whole), true
}

// AttendanceRate is the share of those who were registered and did not give up their place who came.
func (r Row) AttendanceRate() Rate {
	return Rate{r.Counts[FigPresentRegistered], r.Counts[FigKept]}
}

// FillRate is the share of the seats that were taken, of the events that limit them.
func (r Row) FillRate() Rate { return Rate{r.Counts[FigTaken], r.Counts[FigSeats]} }

// Derived are the measures made from the figures, with what is said beside them.
var Derived = []Indicator{
	{Code: "attendance_rate", Label: "Taux de présence", Definition: "Présents inscrits avant l’entrée, rapportés aux inscrits maintenus des événements clôturés. Non renseigné quand personne n’était inscrit."},
	{Code: "fill_rate", Label: "Taux de remplissage", Definition: "Places prises rapportées aux places offertes, pour les seuls événements clôturés qui ont une capacité. Non renseigné sans capacité."},
	{Code: "mixity", Label: "Mixité", Definition: "Nombre de secteurs différents parmi les présents, et part du secteur le plus représenté parmi les présents dont le secteur est connu."},
	{Code: "coverage", Label: "Couverture", Definition: "Présents par territoire d’exercice, rapportés à 10 000 habitants là où la population est renseignée."},
	{Code: "pssm_cumulated", Label: "Secouristes formés, en cumul", Definition: "Personnes différentes formées depuis la première formation PSSM jusqu’à la fin de la période. Chacune compte une fois, à sa première formation complète, sous le territoire d’exercice de cette inscription. Le stock déclaré reste à côté.", Distinct: true},
	{Code: "days_to_full", Label: "Délai de remplissage", Definition: "Jours écoulés entre l’ouverture des inscriptions et le moment où toutes les places étaient prises une première fois, selon la capacité actuelle. Non renseigné si l’événement n’a jamais été complet, ou sans date d’ouverture."},
	{Code: "longest_list", Label: "Plus longue liste d’attente", Definition: "Plus grand nombre de personnes en attente au même moment, avant le début de l’événement. Sur candidature, les demandes à décider en font partie."},
	{Code: "bodies", Label: "Instances", Definition: "Réunions tenues dans la période, et présence par organisation membre : places honorées, par le membre ou par son représentant, rapportées aux invitations."},
}

// Line finds a line of a table; false where it has no number.
func (r Report) Line(t Table, key string) (Row, bool) {
	for _, row := range r.Tables[t] {
		if row.Key == key {
			return row, true
		}
	}
	return Row{Key: key}, false
}
