package pdf

import (
	"io"
	"slices"
	"strconv"
	"time"
)

// Agreement is everything a « convention de stage croisé » shows, as the words that are printed. What is not known is
// a dotted line, to be filled by hand, where the paper needs it, and nothing at all elsewhere.
type Agreement struct {
	Number   string // « CSC-2026-000012 »; empty for a draft, which says that it is one
	Version  int    // from 1
	Replaced string // the day of the version before, « 12 mars 2026 »: from version 2
	Reason   string // why there is a new version
	IssuedOn string // « 12 mars 2026 »

	Home, Host PlacementSide
	Trainee    PlacementPerson
	// Facilitator is the PTSM, which signs nothing; FacilitatorDetail who carries it.
	Facilitator, FacilitatorDetail string
	Campaign                       string // « Campagne de stages croisés 2026 »; may be empty

	Days          []PlacementDay
	Total         string // « 14 h »
	Service       string // that receives
	Place         string // and its site
	PlaceAddress  string
	Tutor         PlacementPerson // at the host
	Correspondent PlacementPerson // at home
	Objectives    string          // of the trainee, on several lines perhaps
	Programme     string          // what the host lets see, on several lines perhaps; may be empty
	Conditions    []PlacementCondition
	Costs         string // who pays what, on several lines perhaps; empty: each keeps its own

	VerifyURL string    // for eyes; may be empty, as Code and QRPayload
	Code      string    // as it is shown, in groups
	QRPayload string    // for cameras
	IssuedAt  time.Time // the dates inside the file
}

// DrawAgreement writes the agreement as PDF, on A4 pages; its signatures stand together on one. The same content gives
// the same bytes. Error: a QR payload that is too long.
func DrawAgreement(w io.Writer, a Agreement) error {
	d, _ := newAgreement(a)
	if err := d.draw(); err != nil {
		return err
	}
	return d.finish(w)
}

// newAgreement begins the document of an agreement; latin tells that all its texts are.
func newAgreement(a Agreement) (d *agreementDrawing, latin bool) {
	a, latin = a.cleaned()
	p := newPage(meta{
		title:   joined(" - ", agreementTitle, a.Trainee.Name, a.name()),
		author:  a.Facilitator,
		subject: joined(" ", agreementTitle, a.name()),
		at:      a.IssuedAt,
	}, latin, regular, semiBold, bold)
	return &agreementDrawing{folio: &folio{page: p, from: agreementLeft, wide: pageWidth - 2*agreementLeft}, a: a}, latin
}

// cleaned is a copy whose every text can be drawn, and whether all are Latin.
func (a Agreement) cleaned() (Agreement, bool) {
	a.Version = max(1, a.Version)
	a.Days, a.Conditions = slices.Clone(a.Days), slices.Clone(a.Conditions)
	texts := []*string{&a.Number, &a.Replaced, &a.Reason, &a.IssuedOn, &a.Facilitator, &a.FacilitatorDetail, &a.Campaign,
		&a.Total, &a.Service, &a.Place, &a.PlaceAddress, &a.VerifyURL, &a.Code}
	texts = append(texts, slices.Concat(a.Home.texts(), a.Host.texts(), a.Trainee.texts(), a.Tutor.texts(), a.Correspondent.texts(),
		dayTexts(a.Days), conditionTexts(a.Conditions))...)
	latin := cleanedFrench(texts)
	for _, long := range []*string{&a.Objectives, &a.Programme, &a.Costs} {
		*long = frenchSpaces.Replace(cleanParagraphs(*long))
		latin = latin && isLatin(*long)
	}
	return a, latin
}

// name is the number and the version of the agreement.
func (a Agreement) name() string {
	if a.Number == "" {
		return ""
	}
	return "n°\u00a0" + a.Number + ", version\u00a0" + strconv.Itoa(a.Version)
}

// agreementDrawing is an agreement being laid out.
type agreementDrawing struct {
	*folio
	a Agreement
}

// The places of a page of an agreement, in millimetres.
const (
	agreementLeft   = 20.0
	agreementTop    = 22.0
	agreementBottom = 263.0
	agreementFoot   = 268.0
)

// agreementScales are the sizes of letters that are tried, to hold on agreementPages.
var agreementScales = []float64{1, 0.97, 0.94, 0.91}

const agreementPages = 3

// laid is the pages at the largest size that holds on few; the ordinary one where none does.
func (d *agreementDrawing) laid() (pages [][]piece) {
	for _, scale := range append(slices.Clone(agreementScales), agreementScales[0]) {
		d.scale, d.pieces = scale, nil
		d.opening()
		d.articles()
		d.signatures()
		pages = paged(d.pieces, agreementBottom-agreementTop)
		if len(pages) <= agreementPages || len(pages) > agreementPages+1 && scale == 1 {
			break
		}
	}
	return pages
}

func (d *agreementDrawing) draw() error {
	pages := d.laid()
	for i, pieces := range pages {
		d.AddPage()
		if i > 0 {
			d.font(regular, captionSize, muted)
			head, _ := d.fit(joined(", ", agreementTitle, d.a.Trainee.Name), regular, d.wide, 1, captionSize, 7.5)
			d.left(d.from, 15, one(head))
		}
		d.stack(pieces, agreementTop)
		if err := d.foot(i+1, len(pages)); err != nil {
			return err
		}
	}
	return nil
}

// foot names the page, and says how to check the paper.
func (d *agreementDrawing) foot(n, all int) error {
	right := d.end()
	d.rule(d.from, agreementFoot, right, 0.2, line)
	if d.a.QRPayload != "" {
		if err := d.qr(d.a.QRPayload, right-reportSymbol+2, agreementFoot+0.5, reportSymbol); err != nil {
			return err
		}
		right -= reportSymbol
	}
	number := joined(" ", "Convention", d.a.name())
	if d.a.Number == "" {
		number = "Projet de convention"
	}
	number += ", page\u00a0" + strconv.Itoa(n) + " sur\u00a0" + strconv.Itoa(all)
	lines, points := d.fit(number, semiBold, right-d.from, 1, 9, 8, 7)
	d.font(semiBold, points, ink)
	d.left(d.from, agreementFoot+6, one(lines))
	check := joined(", ", d.a.VerifyURL, d.a.Code)
	if check == "" {
		return nil
	}
	lines, points = d.fit("À vérifier\u00a0: "+check, regular, right-d.from, 2, mentionsSize, 7, 6)
	d.font(regular, points, muted)
	for i, part := range lines {
		d.left(d.from, agreementFoot+11+float64(i)*3.6, part)
	}
	return nil
}
