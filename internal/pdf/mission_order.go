package pdf

import (
	"io"
	"slices"
	"time"
)

// MissionOrder is everything the model of an « ordre de mission » shows, as the words that are printed. What is not
// known is a dotted line, to be filled by hand.
type MissionOrder struct {
	Employer                           PlacementSide
	Agent                              PlacementPerson // its Contact is not printed
	Host, Service, Place, PlaceAddress string          // where it goes
	Agreement                          string          // « n° CSC-2026-000012, version 1 »; may be empty
	Purpose                            string          // empty: discovery and observation, no act of care
	Days                               []PlacementDay
	Total                              string    // « 14 h »
	Preparer                           string    // who made the model: the PTSM
	IssuedAt                           time.Time // the dates inside the file
}

// The places of the page of a mission order, in millimetres: above stands the head of the employer's paper.
const (
	missionTop    = 38.0
	missionBottom = 281.0
	missionSigned = 78.0 // the width of the box to sign
)

const missionTitle = "Ordre de mission"

// DrawMissionOrder writes the model of a mission order as PDF, on one A4 page to be printed on the paper of the
// employer. The same content gives the same bytes. Error: a drawing that fails.
func DrawMissionOrder(w io.Writer, m MissionOrder) error {
	f, m := newMissionOrder(m)
	f.AddPage()
	f.stack(f.squeezed(missionBottom-missionTop, func() { f.mission(m) }), missionTop)
	if m.Preparer != "" {
		lines, points := f.fit("Préparation du modèle\u00a0: "+m.Preparer+", qui n’est pas l’employeur.", regular, f.wide, 2, mentionsSize, 7, 6)
		f.font(regular, points, muted)
		for i, part := range lines {
			f.left(f.from, 286+float64(i)*3.4, part)
		}
	}
	return f.finish(w)
}

func newMissionOrder(m MissionOrder) (*folio, MissionOrder) {
	m, latin := m.cleaned()
	return &folio{from: agreementLeft, wide: pageWidth - 2*agreementLeft, page: newPage(meta{
		title: joined(" - ", missionTitle, m.Agent.Name, m.Host), author: m.Preparer, subject: missionTitle, at: m.IssuedAt,
	}, latin, regular, semiBold, bold)}, m
}

// cleaned is a copy whose every text can be drawn, and whether all are Latin.
func (m MissionOrder) cleaned() (MissionOrder, bool) {
	m.Days = slices.Clone(m.Days)
	if m.Purpose == "" {
		m.Purpose = "Stage croisé\u00a0: découverte et observation, sans acte de soin"
	}
	texts := []*string{&m.Host, &m.Service, &m.Place, &m.PlaceAddress, &m.Agreement, &m.Purpose, &m.Total, &m.Preparer}
	latin := cleanedFrench(append(texts, slices.Concat(m.Employer.texts(), m.Agent.texts(), dayTexts(m.Days))...))
	return m, latin
}

// mission sets the order.
func (f *folio) mission(m MissionOrder) {
	f.text("Modèle à porter sur le papier à en-tête de l’employeur. Il vaut ordre de mission une fois signé par lui.", setting{w: regular, c: accent, points: 9.2})
	f.text(missionTitle, setting{w: bold, c: brand, points: 22, gap: 3})
	f.text("L’employeur", partySetting)
	f.side(m.Employer)
	f.text("envoie en mission", partySetting)
	f.field("Nom", m.Agent.Name)
	f.field("Fonction", m.Agent.Function)
	f.known("Service", m.Agent.Service)
	f.text("auprès de", partySetting)
	f.field("Établissement", m.Host)
	f.field("Service", m.Service)
	f.field("Lieu", joined(", ", m.Place, m.PlaceAddress))
	f.text("pour", partySetting)
	f.field("Objet", m.Purpose)
	f.known("Convention", m.Agreement)
	f.text("aux dates et heures suivantes", partySetting)
	f.days(m.Days, m.Total)
	f.text("La personne en mission reste employée et rémunérée par l’employeur, sous son autorité.", setting{w: regular, c: ink, points: 10.2, gap: 3})
	f.field("Moyen de transport", "")
	f.field("Frais pris en charge", "")
	f.employer(m.Employer)
}

// employer is the box that the employer signs.
func (f *folio) employer(s PlacementSide) {
	box := f.signing(missionSigned, "Pour l’employeur", "", s.Representative, s.RepresentativeFunction)
	high := box.high + 27*f.scale
	f.add(piece{gap: 5 * f.scale, height: high, draw: func(y float64) {
		f.font(regular, bodySetting.points*f.scale, ink)
		f.left(f.from, y+5, "Fait à")
		f.dotted(f.from+12, f.from+80, y+5.6)
		f.left(f.from, y+14, "le")
		f.dotted(f.from+12, f.from+80, y+14.6)
		x := f.end() - missionSigned
		f.frame(x, y, missionSigned, high, 0.3, muted)
		box.draw(x+boxPadding, y+boxPadding)
		f.font(regular, captionSize, muted)
		f.left(x+boxPadding, y+box.high+3.4, "Signature et cachet")
	}})
}
