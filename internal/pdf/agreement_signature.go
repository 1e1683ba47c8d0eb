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

// signingBox is the words of a box, measured.
type signingBox struct {
	high float64
	draw func(x, y float64)
}

// signing sets who signs, in what quality, for whom; dotted lines stand for what is not known.
func (f *folio) signing(wide float64, title, of, name, function string) signingBox {
	room, most := wide-2*boxPadding, 5
	if f.mostLines > 0 {
		most = f.mostLines + 1
	}
	var draws []func(x, y float64)
	high := 2 * boxPadding
	put := func(s string, w weight, c colour, sizes ...float64) {
		if s == "" {
			return
		}
		fit := f.fit
		if w == semiBold {
			fit = f.fitName // it may part a name after its hyphen
		}
		lines, points := fit(s, w, room, most, sizes...)
		for _, part := range lines {
			at := high - boxPadding
			draws = append(draws, func(x, y float64) {
				f.font(w, points, c)
				f.left(x, y+at+leadingOf(points)*0.3, part)
			})
			high += leadingOf(points)
		}
		high += 1.4
	}
	blank := func(label string) {
		put(label, regular, muted, captionSize)
		at := high - boxPadding + 3.4
		draws = append(draws, func(x, y float64) { f.dotted(x, x+room, y+at) })
		high += 6.4
	}
	put(title, semiBold, brand, 9.6, 9)
	put(of, regular, muted, 9, 8.5, 8)
	if name == "" {
		blank("Nom")
	}
	put(name, semiBold, ink, 10.2, 9.5, 8.5)
	if function == "" {
		blank("Fonction")
	}
	put(function, regular, ink, 9.2, 8.5, 8)
	return signingBox{high, func(x, y float64) {
		for _, draw := range draws {
			draw(x, y)
		}
	}}
}
