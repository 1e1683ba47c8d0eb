package pdf

// verifySide is the code for cameras with its quiet zone, in millimetres: modules of a whole millimetre.
const verifySide = 37.0

// mentionsEnd is the last line of a page.
const mentionsEnd = 279.5

// foot bears the verification on the left, the signature on the right and the
// mentions below.
func (d *certificateDrawing) foot(y float64) error {
	d.rule(textLeft, y, textRight, 0.2, d.look.line)
	bottom := d.mentions()
	if err := d.qr(d.c.QRPayload, textLeft-3.5, y+2, verifySide); err != nil {
		return err
	}
	d.verification(textLeft+verifySide-1, y+9)
	if err := d.signature(136, y+9, bottom); err != nil {
		return err
	}
	return nil
}

func (d *certificateDrawing) verification(x, y float64) {
	d.font(semiBold, 10, d.look.text)
	d.left(x, y, "Vérifier ce document")
	d.font(regular, captionSize, muted)
	d.left(x, y+5, "Photographiez le code ci-contre,")
	d.left(x, y+9, "ou saisissez\u00a0:")
	d.font(semiBold, 10.5, ink)
	d.left(x, y+14.6, d.c.Code)
	if d.c.Number != "" {
		d.font(regular, captionSize, muted)
		d.left(x, y+20.2, "N°\u00a0"+d.c.Number)
	}
}

// signature is who answers for the certificate; below them a picture of the signature, or room for a hand.
func (d *certificateDrawing) signature(x, y, bottom float64) error {
	width, top := textRight-x, y
	texts := []struct {
		text  string
		w     weight
		c     colour
		most  int
		sizes []float64
	}{
		{d.c.IssuedOn, regular, ink, 1, []float64{10, 9}},
		{d.c.SignatoryName, semiBold, ink, 2, []float64{10.5, 9.5, 8.5}},
		{d.c.SignatoryFunction, regular, muted, 3, []float64{9, 8.5, 8}},
	}
	if d.c.IssuedOn != "" {
		texts[0].text = "Fait le " + d.c.IssuedOn
	}
	var draws []func()
	for _, part := range texts {
		if part.text == "" {
			continue
		}
		lines, points := d.fit(part.text, part.w, width, part.most, part.sizes...)
		for _, text := range lines {
			at := y
			draws = append(draws, func() {
				d.font(part.w, points, part.c)
				d.left(x, at, text)
			})
			y += leadingOf(points)
		}
		y += 0.9
	}
	if len(d.c.Signature) > 0 {
		// Drawn first, and overlapping a little as a hand does: its white hides no word.
		if err := d.signed(x, min(y-3, top+20), bottom); err != nil {
			return err
		}
	}
	for _, draw := range draws {
		draw()
	}
	return nil
}

func (d *certificateDrawing) signed(x, y, bottom float64) error {
	s, err := d.picture(d.c.Signature)
	if err != nil {
		return err
	}
	s.w, s.h = within(s.w, s.h, signatureWide, min(signatureHigh, bottom-y))
	d.show(s, x, y)
	return nil
}

// mentions closes every page with who issues it, and what the paper is and is not; it gives the top of its words.
func (d *certificateDrawing) mentions() float64 {
	text := "Ce document ne comporte aucune appréciation."
	if d.c.VerifyURL != "" {
		text += " Vérifiez-le à l’adresse " + d.c.VerifyURL
	}
	lines, points := d.fit(text, regular, textWidth, 2, mentionsSize, 7.5, 7, 6)
	if d.c.Identifiers != "" {
		above, smaller := d.fit(d.c.Identifiers, regular, textWidth, 2, mentionsSize, 7.5, 7, 6)
		lines, points = append(above, lines...), min(points, smaller)
	}
	const leading = 3.4
	d.font(regular, points, muted)
	top := mentionsEnd - float64(len(lines)-1)*leading
	for i, part := range lines {
		d.put(top+float64(i)*leading, part)
	}
	return top - leading
}
