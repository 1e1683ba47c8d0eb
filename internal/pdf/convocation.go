package pdf

import (
	"io"
	"slices"
	"time"
)

// Convocation is everything a nominative convocation shows, as the words that are printed.
type Convocation struct {
	Logos                            [][]byte
	Organiser, OrganiserDetail       string
	Name, Function, Structure        string
	EventTitle                       string
	When                             []string // one line a slot, as it is read
	Place, Access, Contact           string
	ShortCode                        string
	SignatoryName, SignatoryFunction string
	IssuedOn                         string    // « 12 mars 2026 »
	IssuedAt                         time.Time // the dates inside the file
}

// mostSlots is how many half-days are listed one by one.
const mostSlots = 10

// DrawConvocations writes a page for each: the paper that the planning of a ward asks for. The same content gives
// the same bytes. Error: ErrLogo.
func DrawConvocations(w io.Writer, list []Convocation) error {
	list = slices.Clone(list)
	latin, m := true, meta{title: "Convocation"}
	for i := range list {
		one, ok := list[i].cleaned()
		list[i], latin = one, latin && ok
		m.author, m.at = one.Organiser, list[0].IssuedAt
	}
	if len(list) == 1 {
		m.title = joined(" - ", "Convocation", list[0].Name, list[0].EventTitle)
	}
	p := newPage(m, latin, regular, semiBold, bold)
	for _, c := range list {
		p.AddPage()
		d := &convocationDrawing{page: p, c: c}
		if err := d.draw(); err != nil {
			return err
		}
	}
	return p.finish(w)
}

func (c Convocation) cleaned() (Convocation, bool) {
	c.When = slices.Clone(c.When)
	texts := []*string{&c.Organiser, &c.OrganiserDetail, &c.Name, &c.Function, &c.Structure, &c.EventTitle, &c.Place, &c.Access, &c.Contact, &c.ShortCode,
		&c.SignatoryName, &c.SignatoryFunction, &c.IssuedOn}
	for i := range c.When {
		texts = append(texts, &c.When[i])
	}
	latin := cleanAll(texts)
	return c, latin
}

type convocationDrawing struct {
	*page
	c Convocation
	y float64
}

func (d *convocationDrawing) draw() error {
	d.fill(0, 0, pageWidth, 4, brand)
	d.y = 18
	if len(d.c.Logos) > 0 {
		if err := d.logoRow(d.c.Logos, d.y, 18); err != nil {
			return err
		}
		d.y += 24
	}
	d.text(d.c.Organiser, semiBold, ink, 2, 12, 11, 10)
	d.text(d.c.OrganiserDetail, regular, muted, 2, 9, 8)
	d.y += 12
	d.text("Convocation", bold, brand, 1, 26)
	d.y += 5
	d.text(d.c.Name, bold, ink, 2, 17, 15, 13)
	d.text(joined(", ", d.c.Function, d.c.Structure), regular, muted, 2, 11, 10)
	d.y += 6
	d.text("est attendu(e) à\u00a0:", regular, ink, 2, 11, 10)
	d.y += 2
	d.text(d.c.EventTitle, semiBold, brand, 3, 16, 14, 12)
	d.y += 4
	d.part("Dates et heures", d.dates()...)
	d.part("Lieu", d.c.Place)
	d.part("Venir", d.c.Access)
	d.part("Contact", d.c.Contact)
	d.part("Code court du billet", d.c.ShortCode)
	d.signature()
	return nil
}

// dates lists the half-days, and says how many more there are.
func (d *convocationDrawing) dates() []string {
	if len(d.c.When) <= mostSlots {
		return d.c.When
	}
	return append(slices.Clone(d.c.When[:mostSlots]), "et les autres demi-journées du programme")
}

// part is a heading in the margin with its lines; nothing where all are empty.
func (d *convocationDrawing) part(head string, lines ...string) {
	if joined("", lines...) == "" {
		return
	}
	const indent = 44.0
	d.y += 2
	d.font(regular, 10, muted)
	d.left(textLeft, d.y+3.9, head)
	for _, l := range lines {
		parts, points := d.fit(l, semiBold, textWidth-indent, 3, 11, 10, 9)
		d.font(semiBold, points, ink)
		for _, part := range parts {
			d.left(textLeft+indent, d.y+3.9, part)
			d.y += points * 0.46
		}
	}
	d.y++
}

func (d *convocationDrawing) signature() {
	const x = 112.0
	y := max(d.y+8, 222)
	d.font(regular, 11, ink)
	d.left(x, y, "Fait le "+d.c.IssuedOn)
	y += 7
	d.font(semiBold, 11, ink)
	for _, part := range d.wrap(d.c.SignatoryName, textRight-x) {
		d.left(x, y, part)
		y += 5
	}
	d.font(regular, 10, muted)
	for _, part := range d.wrap(d.c.SignatoryFunction, textRight-x) {
		d.left(x, y, part)
		y += 4.6
	}
	d.font(regular, mentionsSize, muted)
	d.left(textLeft, 283, "Ce document ne vaut pas attestation de présence\u00a0: elle est délivrée après l’événement.")
}

func (d *convocationDrawing) text(s string, w weight, c colour, most int, sizes ...float64) {
	lines, points := d.fit(s, w, textWidth, most, sizes...)
	d.font(w, points, c)
	leading := points * 0.3528 * 1.25
	for i, part := range lines {
		d.left(textLeft, d.y+leading*(float64(i)+0.8), part)
	}
	d.y += leading * float64(len(lines))
}
