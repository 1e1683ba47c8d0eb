package pdf

// The boxes of the signatures, in millimetres.
const (
	boxGap      = 3.0
	boxPadding  = 2.6
	signingRoom = 36.0 // for the hand
)

// signatures are the three boxes, with their heading, on one page.
func (d *agreementDrawing) signatures() {
	d.title("Signatures")
	d.text("Fait en trois exemplaires, un pour chaque partie.", leadSetting)
	wide := (d.wide - 2*boxGap) / 3
	boxes := []signingBox{
		d.signing(wide, "Pour l’établissement d’origine", d.a.Home.Name, d.a.Home.Representative, d.a.Home.RepresentativeFunction),
		d.signing(wide, "Pour l’établissement d’accueil", d.a.Host.Name, d.a.Host.Representative, d.a.Host.RepresentativeFunction),
		d.signing(wide, "La personne en stage", d.a.Trainee.Service, d.a.Trainee.Name, d.a.Trainee.Function),
	}
	words := 0.0
	for _, b := range boxes {
		words = max(words, b.high)
	}
	high := words + signingRoom
	d.add(piece{gap: 2.5, height: high, draw: func(y float64) {
		for i, b := range boxes {
			x := d.from + float64(i)*(wide+boxGap)
			d.frame(x, y, wide, high, 0.3, muted)
			b.draw(x+boxPadding, y+boxPadding)
			d.font(regular, captionSize, muted)
			d.left(x+boxPadding, y+words+3.4, "Date et signature")
		}
	}})
}

// signingBox is the words of a box, measured as they are put in it.
type signingBox struct {
	f          *folio
	room, high float64
	draws      []func(x, y float64)
}

// signing sets who signs, in what quality, for whom; dotted lines stand for what is not known.
func (f *folio) signing(wide float64, title, of, name, function string) signingBox {
	b := signingBox{f: f, room: wide - 2*boxPadding, high: 2 * boxPadding}
	b.put(title, semiBold, brand, 9.6, 9)
	b.put(of, regular, muted, 9, 8.5, 8)
	if name == "" {
		b.blank("Nom")
	}
	b.put(name, semiBold, ink, 10.2, 9.5, 8.5)
	if function == "" {
		b.blank("Fonction")
	}
	b.put(function, regular, ink, 9.2, 8.5, 8)
	return b
}

func (b *signingBox) put(s string, w weight, c colour, sizes ...float64) {
	if s == "" {
		return
	}
	most, fit := 5, b.f.fit
	if b.f.mostLines > 0 {
		most = b.f.mostLines + 1
	}
	if w == semiBold {
		fit = b.f.fitName // it may part a name after its hyphen
	}
	lines, points := fit(s, w, b.room, most, sizes...)
	for _, part := range lines {
		down := b.high - boxPadding + leadingOf(points)*0.3
		b.draws = append(b.draws, func(x, y float64) {
			b.f.font(w, points, c)
			b.f.left(x, y+down, part)
		})
		b.high += leadingOf(points)
	}
	b.high += 1.4
}

// blank is a dotted line under its label.
func (b *signingBox) blank(label string) {
	b.put(label, regular, muted, captionSize)
	down, room := b.high-boxPadding+3.4, b.room
	b.draws = append(b.draws, func(x, y float64) { b.f.dotted(x, x+room, y+down) })
	b.high += 6.4
}

func (b *signingBox) draw(x, y float64) {
	for _, draw := range b.draws {
		draw(x, y)
	}
}
