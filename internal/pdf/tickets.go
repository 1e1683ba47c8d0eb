package pdf

import (
	"io"
	"slices"
)

// The places of a sheet of tickets, in millimetres: two columns of four.
const (
	sheetColumns = 2
	sheetRows    = 4
	cardWidth    = pageWidth / sheetColumns
	cardHeight   = pageHeight / sheetRows
	cardMargin   = 9.0
	cardSymbol   = 38.0
	cardWords    = cardWidth - cardSymbol - 2*cardMargin + 1
	cardWhen     = 3
)

// DrawTickets writes several tickets to cut out, eight a page, in their order. The same content gives the same
// bytes; the dates inside the file are those of the first. Error: a QR payload that is empty or too long.
func DrawTickets(w io.Writer, title string, tickets []Ticket) error {
	tickets = slices.Clone(tickets)
	latin, m := true, meta{title: clean(title)}
	for i := range tickets {
		one, ok := tickets[i].cleaned()
		tickets[i], latin = one, latin && ok
		m.author, m.at = one.Organiser, tickets[0].IssuedAt
	}
	p := newPage(m, latin && isLatin(m.title), regular, semiBold, bold)
	for i, t := range tickets {
		at := i % (sheetColumns * sheetRows)
		if at == 0 {
			p.AddPage()
			p.cutLines(min(len(tickets)-i, sheetColumns*sheetRows))
		}
		if err := p.card(t, float64(at%sheetColumns)*cardWidth, float64(at/sheetColumns)*cardHeight); err != nil {
			return err
		}
	}
	return p.finish(w)
}

// cutLines are dashes between the cards of a page.
func (p *page) cutLines(cards int) {
	rows := (cards + sheetColumns - 1) / sheetColumns
	p.SetDashPattern([]float64{1.2, 1.6}, 0)
	p.SetDrawColor(line.r, line.g, line.b)
	p.SetLineWidth(0.2)
	p.Line(cardWidth, 0, cardWidth, cardHeight*float64(rows))
	for r := 1; r <= min(rows, sheetRows-1); r++ {
		p.rule(0, cardHeight*float64(r), pageWidth, 0.2, line)
	}
	p.SetDashPattern(nil, 0)
}

// card draws one ticket in its cell: who and what on the left, the code for the camera on the right.
func (p *page) card(t Ticket, x, y float64) error {
	left, right := x+cardMargin, x+cardWidth-cardMargin-cardSymbol+4
	p.fill(left, y+7, cardWidth-2*cardMargin, 1.6, brand)
	if err := p.qr(t.QRPayload, right, y+13, cardSymbol); err != nil {
		return err
	}
	p.font(regular, 7.5, muted)
	p.centre(right+cardSymbol/2, y+54, "Code court")
	p.font(bold, 14, ink)
	p.centre(right+cardSymbol/2, y+60, t.ShortCode)
	d := cardColumn{p, left, y + 14}
	d.words(t)
	return nil
}

// cardColumn is the words of a card, drawn from the top.
type cardColumn struct {
	*page
	x, y float64
}

func (d *cardColumn) words(t Ticket) {
	d.text(t.Name, bold, ink, 2, 14, 12.5, 11, 9.5)
	d.text(t.Structure, regular, muted, 2, 8.5, 7.5, 7)
	d.y += 2
	d.text(t.EventTitle, semiBold, brand, 3, 10.5, 9.5, 8.5, 7.5)
	d.y++
	for i, when := range t.When {
		if i == cardWhen-1 && len(t.When) > cardWhen {
			d.text("et les autres dates du programme", regular, muted, 1, 7.5, 7)
			break
		}
		d.text(when, semiBold, ink, 2, 9.5, 8.5, 7.5, 7)
	}
	d.text(t.Place, regular, ink, 3, 8.5, 7.5, 7)
}

func (d *cardColumn) text(s string, w weight, c colour, most int, sizes ...float64) {
	lines, points := d.fit(s, w, cardWords, most, sizes...)
	d.font(w, points, c)
	leading := points * 0.3528 * 1.2
	for i, part := range lines {
		d.left(d.x, d.y+leading*(float64(i)+0.8), part)
	}
	d.y += leading * float64(len(lines))
}
