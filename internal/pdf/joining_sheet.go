package pdf

import (
	"io"
	"slices"
	"time"
)

// JoiningSheet is everything the joining instructions of a stage croisé show, for the trainee and the tutor, as the
// words that are printed. An empty field leaves no gap, but where the stage cannot do without: there it is a dotted line.
type JoiningSheet struct {
	Trainee   PlacementPerson // its Contact is printed for the tutor, where given
	Home      string
	Agreement string // « n° CSC-2026-000012, version 1 »; may be empty

	Host, Service, Place, PlaceAddress string
	Days                               []PlacementDay
	Total                              string // « 14 h »
	Tutor                              PlacementPerson
	Conditions                         []PlacementCondition // dress, badge, vaccination rule, meal, access
	Contact                            string               // whom to tell of a hindrance

	ShortCode string // the trainee's, as it is shown: « ABCD-EFGH »; may be empty
	QRPayload string // the same for cameras; may be empty
	Organiser string
	IssuedAt  time.Time // the dates inside the file
}

// The places of the page of a joining sheet, in millimetres.
const (
	joiningTop    = 16.0
	joiningBottom = 280.0
	joiningSymbol = 44.0
	// mostConditions is how many of them the page holds.
	mostConditions = 10
)

const joiningTitle = "Fiche pratique du stage croisé"

// DrawJoiningSheet writes the joining instructions as PDF, on one A4 page. The same content gives the same bytes.
// Error: a QR payload that is too long.
func DrawJoiningSheet(w io.Writer, s JoiningSheet) error {
	f, s := newJoiningSheet(s)
	f.AddPage()
	f.fill(0, 0, pageWidth, 4, brand)
	if s.QRPayload != "" {
		if err := f.qr(s.QRPayload, f.end()-joiningSymbol+3, joiningTop, joiningSymbol); err != nil {
			return err
		}
	}
	f.stack(f.squeezed(joiningBottom-joiningTop, func() { f.joining(s) }), joiningTop)
	lines, points := f.fit(joined(", ", s.Organiser, labelled("convention", s.Agreement)), regular, f.wide, 2, mentionsSize, 7, 6)
	f.font(regular, points, muted)
	for i, part := range lines {
		f.left(f.from, 286+float64(i)*3.4, part)
	}
	return f.finish(w)
}

func newJoiningSheet(s JoiningSheet) (*folio, JoiningSheet) {
	s, latin := s.cleaned()
	return &folio{from: agreementLeft, wide: pageWidth - 2*agreementLeft, page: newPage(meta{
		title: joined(" - ", joiningTitle, s.Trainee.Name, s.Host), author: s.Organiser, subject: joined(" ", joiningTitle, s.Agreement), at: s.IssuedAt,
	}, latin, regular, semiBold, bold)}, s
}

// cleaned is a copy whose every text can be drawn, and whether all are Latin.
func (s JoiningSheet) cleaned() (JoiningSheet, bool) {
	s.Days, s.Conditions = slices.Clone(s.Days), slices.Clone(s.Conditions[:min(len(s.Conditions), mostConditions)])
	texts := []*string{&s.Home, &s.Agreement, &s.Host, &s.Service, &s.Place, &s.PlaceAddress, &s.Total, &s.Contact, &s.ShortCode, &s.Organiser}
	latin := cleanedFrench(append(texts, slices.Concat(s.Trainee.texts(), s.Tutor.texts(), dayTexts(s.Days), conditionTexts(s.Conditions))...))
	return s, latin
}

func labelled(label, s string) string {
	if s == "" {
		return ""
	}
	return label + " " + s
}

// coded tells whether the trainee has a code to show.
func (s JoiningSheet) coded() bool { return s.QRPayload != "" || s.ShortCode != "" }

// joining sets the sheet: who and the code, then where, when, with whom, and how.
func (f *folio) joining(s JoiningSheet) {
	f.add(f.joiningHead(s))
	f.title("Où et quand")
	f.field("Établissement", s.Host)
	f.known("Service", s.Service)
	f.field("Lieu", joined(", ", s.Place, s.PlaceAddress))
	if len(s.Days) == 0 {
		f.text("Dates et heures\u00a0:", leadSetting)
	}
	f.days(s.Days, s.Total)
	f.title("Tutrice ou tuteur")
	f.person(s.Tutor)
	if len(s.Conditions) > 0 {
		f.title("À savoir avant de venir")
		f.conditions(s.Conditions)
	}
	f.title("Pendant le stage")
	if s.coded() {
		f.text("À chaque demi-journée, la personne en stage montre son code à la tutrice ou au tuteur, qui atteste sa présence. Si le code ne se lit pas, le code court suffit.", bodySetting)
	}
	f.text("La personne en stage découvre et observe\u00a0: aucun acte de soin. Ce qu’elle voit et entend est couvert par le secret professionnel\u00a0; aucune donnée d’une personne accompagnée ne sort de l’établissement.", bodySetting)
	if s.Contact != "" {
		f.text("Un empêchement, un retard, un changement\u00a0? Prévenez\u00a0: "+s.Contact, setting{w: semiBold, c: ink, points: 10.2, gap: 2})
	}
}

// joiningHead is the title and the trainee, on the left of the code.
func (f *folio) joiningHead(s JoiningSheet) piece {
	wide, high := f.wide, 0.0
	var draws []func(y float64)
	if s.coded() {
		wide, high = wide-joiningSymbol-4, joiningSymbol+12
		draws = append(draws, func(y float64) { f.traineeCode(y+joiningSymbol, s.ShortCode) })
	}
	down := 0.0
	put := func(s string, w weight, c colour, most int, sizes ...float64) {
		if s == "" {
			return
		}
		lines, points := f.fitName(s, w, wide, most, sizes...)
		for _, part := range lines {
			down += leadingOf(points)
			at := down
			draws = append(draws, func(y float64) {
				f.font(w, points, c)
				f.left(f.from, y+at, part)
			})
		}
		down += 1.6
	}
	put(joiningTitle, bold, brand, 2, 22)
	down += 2
	if s.Trainee.Name == "" {
		at := down + 8
		draws, down = append(draws, func(y float64) { f.dotted(f.from, f.from+wide, y+at) }), at+1
	}
	put(s.Trainee.Name, bold, ink, 2, 16, 14, 12, 10)
	put(joined(", ", s.Trainee.Function, s.Trainee.Service), regular, ink, 2, 10.5, 9.5, 8.5)
	put(s.Home, regular, muted, 2, 10.5, 9.5, 8.5)
	put(s.Trainee.Contact, regular, muted, 1, 9.5, 8.5, 7.5)
	return piece{height: max(high, down), draw: func(y float64) {
		for _, draw := range draws {
			draw(y)
		}
	}}
}

// traineeCode is what stands under the code for cameras: the one for the voice.
func (f *folio) traineeCode(y float64, code string) {
	middle := f.end() - joiningSymbol/2 + 3
	f.font(regular, captionSize, muted)
	f.centre(middle, y+2, "Code de la personne en stage")
	if code == "" {
		return
	}
	lines, points := f.fit(code, bold, joiningSymbol, 1, 17, 14, 11, 8)
	f.font(bold, points, ink)
	f.centre(middle, y+9.5, one(lines))
}
