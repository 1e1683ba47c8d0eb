package pdf

import (
	"slices"
	"strconv"
)

// PlacementSide is an institution of a stage croisé. What is empty is a dotted line on the paper.
type PlacementSide struct {
	Name, Address string // Address on one line or several
	SIRET, FINESS string // as they are printed: one is enough
	// Representative is who signs for it (« Camille Exemple »), RepresentativeFunction in what quality.
	Representative, RepresentativeFunction string
}

// PlacementPerson is somebody of a stage croisé.
type PlacementPerson struct {
	Name, Function, Service string
	Contact                 string // telephone, address of e-mail: left out where empty
}

// PlacementDay is one half-day of a stage croisé, as the words that are printed.
type PlacementDay struct {
	Day      string // « Jeudi 12 mars 2026, matin »
	Hours    string // « 9 h - 12 h 30 »
	Duration string // « 3 h 30 »
	Note     string // stands small below: another place, perhaps
}

// PlacementCondition is a practical condition: « Badge », « Tenue », « Vaccination », « Repas », « Accès », and its words.
type PlacementCondition struct{ Label, Text string }

func (s *PlacementSide) texts() []*string {
	return []*string{&s.Name, &s.Address, &s.SIRET, &s.FINESS, &s.Representative, &s.RepresentativeFunction}
}

func (p *PlacementPerson) texts() []*string {
	return []*string{&p.Name, &p.Function, &p.Service, &p.Contact}
}

func dayTexts(days []PlacementDay) (texts []*string) {
	for i := range days {
		texts = append(texts, &days[i].Day, &days[i].Hours, &days[i].Duration, &days[i].Note)
	}
	return texts
}

func conditionTexts(list []PlacementCondition) (texts []*string) {
	for i := range list {
		texts = append(texts, &list[i].Label, &list[i].Text)
	}
	return texts
}

// cleanedFrench cleans texts, with the spaces of French, and tells whether all are Latin.
func cleanedFrench(texts []*string) (latin bool) {
	latin = cleanAll(texts)
	for _, text := range texts {
		*text = frenchSpaces.Replace(*text)
	}
	return latin
}

// side is what a paper says of an institution.
func (f *folio) side(s PlacementSide) {
	from := len(f.pieces)
	f.field("Nom", s.Name)
	f.field("Adresse", s.Address)
	if s.SIRET == "" && s.FINESS == "" {
		f.field("SIRET ou FINESS", "")
	}
	f.known("SIRET", s.SIRET)
	f.known("FINESS", s.FINESS)
	f.field("Représenté par", s.Representative)
	f.field("En qualité de", s.RepresentativeFunction)
	f.whole(from)
}

// person is what a paper says of somebody who is met at the stage.
func (f *folio) person(p PlacementPerson) {
	from := len(f.pieces)
	f.field("Nom", p.Name)
	f.field("Fonction", p.Function)
	f.known("Service", p.Service)
	f.known("Contact", p.Contact)
	f.whole(from)
}

// conditions are fields that may part, but none stands alone.
func (f *folio) conditions(list []PlacementCondition) {
	for _, c := range list {
		f.known(c.Label, c.Text)
	}
	if n := len(f.pieces); n > 1 {
		f.pieces[n-2].keep = true
	}
}

// halfDays is how many half-days there are, in words.
func halfDays(n int) string {
	if n == 1 {
		return "une demi-journée"
	}
	return strconv.Itoa(n) + "\u00a0demi-journées"
}

// The columns of the table of half-days, from its left.
const (
	hoursAt    = 92.0
	dayWide    = hoursAt - 6
	hoursWide  = 40.0
	dayPadding = 2.0
	shortTable = 6 // half-days that never part
)

// days is the table of half-days, whose head comes again on a further page, and their total; lines to be filled by
// hand where there is none.
func (f *folio) days(days []PlacementDay, total string) {
	if len(days) == 0 {
		f.hand(3)
		return
	}
	points := bodySetting.points * f.scale
	head := piece{gap: 2.4 * f.scale, height: leadingOf(points) * 1.4, keep: true, draw: func(y float64) {
		f.fill(f.from, y, f.wide, leadingOf(points)*1.4, wash)
		f.dayRow(y+leadingOf(points)*1.0, semiBold, brand, points*0.92, "Date", "Horaires", "Durée")
	}}
	f.add(head)
	some, others := f.listed(days)
	if others != "" {
		some = append(slices.Clone(some), PlacementDay{Day: others})
	}
	for i, d := range some {
		one := f.dayPiece(d, points)
		one.again, one.keep = &head, len(days) <= shortTable || i == 0 || i >= len(some)-2
		f.add(one)
	}
	f.add(piece{height: leadingOf(points) * 1.5, draw: func(y float64) {
		f.rule(f.from, y, f.end(), 0.4, brand)
		f.dayRow(y+leadingOf(points)*1.1, semiBold, ink, points, "Total\u00a0: "+halfDays(len(days)), "", total)
	}})
}

func (f *folio) dayRow(base float64, w weight, c colour, points float64, day, hours, duration string) {
	f.font(w, points, c)
	f.some(f.from+dayPadding, base, day)
	f.some(f.from+hoursAt, base, hours)
	f.some(f.end()-dayPadding-f.GetStringWidth(duration), base, duration)
}

// dayPiece is a row of the table, with the note below it.
func (f *folio) dayPiece(d PlacementDay, points float64) piece {
	step, small := leadingOf(points)*1.04, points*0.86
	f.font(regular, points, ink)
	lines, hours := f.wrapped(d.Day, dayWide), f.wrapped(d.Hours, hoursWide)
	f.font(regular, small, muted)
	notes := f.wrapped(d.Note, f.wide-2*dayPadding)
	rows := max(len(lines), len(hours), 1)
	high := step*(float64(rows)+0.28) + leadingOf(small)*1.15*float64(len(notes))
	return piece{height: high, draw: func(y float64) {
		for i := range rows {
			duration := ""
			if i == 0 {
				duration = d.Duration
			}
			f.dayRow(y+step*(float64(i)+0.92), regular, ink, points, at(lines, i), at(hours, i), duration)
		}
		f.font(regular, small, muted)
		for i, note := range notes {
			f.left(f.from+dayPadding, y+step*(float64(rows)+0.08)+leadingOf(small)*(1.15*float64(i)+0.95), note)
		}
		f.rule(f.from, y+high, f.end(), 0.12, line)
	}}
}
