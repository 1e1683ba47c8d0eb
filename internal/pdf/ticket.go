package pdf

import (
	"io"
	"slices"
	"time"
)

// Ticket is everything a printed ticket shows, as the words that are printed.
type Ticket struct {
	EventTitle      string
	When            []string // one line a slot, as it is read
	Place           string
	Name, Structure string
	ShortCode       string // as it is shown: « ABCD-EFGH »
	QRPayload       string
	Reference       string // of the registration, may be empty
	Organiser       string
	IssuedAt        time.Time // the dates inside the file
}

// The places of a ticket's page, in millimetres: the ticket itself is the upper
// half, folded at the middle of the sheet.
const (
	fold        = pageHeight / 2
	ticketLeft  = 20.0
	ticketRight = pageWidth - ticketLeft
	symbolLeft  = 132.0
	symbolSide  = 58.0
	wordsWidth  = symbolLeft - ticketLeft - 6
	maxWhen     = 8

	ruleAboveName = 104.0
)

// DrawTicket writes the ticket as PDF: the upper half of one A4 page, with what
// to do below the fold. The same content gives the same bytes.
// Error: a QR payload that is empty or too long.
func DrawTicket(w io.Writer, t Ticket) error {
	t, latin := t.cleaned()
	p := newPage(meta{
		title:   joined(" - ", "Billet", t.Name, t.EventTitle),
		author:  t.Organiser,
		subject: joined(" ", "Billet", t.ShortCode),
		at:      t.IssuedAt,
	}, latin, regular, semiBold, bold)
	d := &ticketDrawing{page: p, t: t}
	p.AddPage()
	if err := d.symbol(); err != nil {
		return err
	}
	d.words()
	d.instructions()
	return p.finish(w)
}

// cleaned is a copy whose every text can be drawn, and whether all are Latin.
func (t Ticket) cleaned() (Ticket, bool) {
	t.When = slices.Clone(t.When)
	texts := []*string{&t.EventTitle, &t.Place, &t.Name, &t.Structure, &t.ShortCode, &t.Reference, &t.Organiser}
	for i := range t.When {
		texts = append(texts, &t.When[i])
	}
	latin := cleanAll(texts)
	return t, latin
}

type ticketDrawing struct {
	*page
	t Ticket
}

// symbol is the right side: the code for the camera, and the one for the voice.
func (d *ticketDrawing) symbol() error {
	d.fill(10, 10, pageWidth-20, 3.2, brand)
	d.frame(10, 10, pageWidth-20, fold-20, 0.4, brand)
	if err := d.qr(d.t.QRPayload, symbolLeft, 24, symbolSide); err != nil {
		return err
	}
	centre := symbolLeft + symbolSide/2
	d.font(regular, 9.5, muted)
	d.centre(centre, 90, "Code court, à dire ou à taper")
	d.font(bold, 25, ink)
	d.centre(centre, 101, d.t.ShortCode)
	if d.t.Reference != "" {
		d.font(regular, 9, muted)
		d.centre(centre, 109, "Référence "+d.t.Reference)
	}
	return nil
}

// words is the left side: what, when, where, and who below the rule.
func (d *ticketDrawing) words() {
	d.what()
	d.rule(ticketLeft, ruleAboveName, ticketLeft+wordsWidth, 0.2, line)
	d.font(regular, 9.5, muted)
	d.left(ticketLeft, ruleAboveName+6.5, "Billet personnel de")
	y := d.text(ruleAboveName+8.5, d.t.Name, bold, ink, 2, 17, 15, 13, 11)
	d.text(y+0.5, d.t.Structure, regular, muted, 1, 10.5, 9.5, 8.5)
}

// what draws the event, and gives the place below.
func (d *ticketDrawing) what() float64 {
	y := 26.0
	y = d.text(y, d.t.Organiser, regular, muted, 1, 10, 9, 8, 7)
	y = d.text(y+2.5, d.t.EventTitle, semiBold, brand, d.titleLines(), 19, 17, 15, 13, 11)
	y += 3
	for i, when := range d.t.When {
		if i == maxWhen-1 && len(d.t.When) > maxWhen {
			y = d.text(y, "Les autres dates sont sur la page de votre inscription.", regular, muted, 1, 9)
			break
		}
		y = d.text(y+0.4, when, semiBold, ink, 1, d.whenSizes()...)
	}
	return d.text(y+1.5, d.t.Place, regular, ink, 2, 11, 10, 9)
}

// titleLines leaves room for the dates above the name.
func (d *ticketDrawing) titleLines() int {
	if len(d.t.When) > 4 {
		return 2
	}
	return 3
}

// whenSizes are smaller when a course has many dates.
func (d *ticketDrawing) whenSizes() []float64 {
	if len(d.t.When) > 4 {
		return []float64{9.5, 8.5, 7.5}
	}
	return []float64{12, 11, 10, 9, 8}
}

// text draws lines from the top y and gives the place below.
func (d *ticketDrawing) text(y float64, s string, w weight, c colour, most int, sizes ...float64) float64 {
	lines, points := d.fit(s, w, wordsWidth, most, sizes...)
	d.font(w, points, c)
	leading := points * 0.3528 * 1.24
	for i, part := range lines {
		d.left(ticketLeft, y+leading*(float64(i)+0.8), part)
	}
	return y + leading*float64(len(lines))
}

// instructions is the lower half.
func (d *ticketDrawing) instructions() {
	d.SetDashPattern([]float64{1.2, 1.6}, 0)
	d.rule(10, fold, pageWidth-10, 0.2, line)
	d.SetDashPattern(nil, 0)
	d.font(regular, 8.5, muted)
	d.centre(middle, fold+5, "Pliez ici\u00a0: le billet tient dans une poche.")
	d.font(semiBold, 15, brand)
	d.left(ticketLeft, 168, "Le jour venu")
	y := 178.0
	for _, step := range []struct{ head, body string }{
		{"Présentez ce billet à l’accueil,", "à chaque demi-journée, imprimé ou sur votre téléphone."},
		{"Le code ne se lit pas\u202f?", "Donnez le code court ou votre nom\u00a0: l’accueil vous retrouve."},
		{"Un empêchement\u202f?", "Annulez depuis le lien reçu par courriel\u00a0: votre place servira à quelqu’un d’autre."},
	} {
		d.fill(ticketLeft, y-3.4, 1.2, 10.4, accent)
		d.font(semiBold, 11.5, ink)
		d.left(ticketLeft+5, y, step.head)
		d.font(regular, 11, ink)
		d.left(ticketLeft+5, y+5.6, step.body)
		y += 16.5
	}
	d.font(regular, mentionsSize, muted)
	d.left(ticketLeft, 281, "Ce billet est personnel. Il ne contient aucune donnée de santé.")
}
