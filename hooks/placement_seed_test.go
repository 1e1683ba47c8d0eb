package hooks_test

import (
	"testing"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// seedPlacements makes a campaign with an offer, a wish, and a placement whose agreement is sent.
func (h *house) seedPlacements(t *testing.T) {
	c := testapp.Campaign(t, h.app, func(c *records.Campaign) { c.Slug, c.ManagerAsked = "printemps", true })
	o := testapp.Offer(t, h.app, c, nil)
	asked := testapp.Wish(t, h.app, c, hidden, "Sacha", nil, o.ID)
	sent := testapp.Matched(t, h.app, c, o, hidden, "Camille")
	sent = testapp.Moved(t, h.app, testapp.Now, sent, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSend})
	version, err := records.AgreementOf(h.app, sent.Row.ID, 1)
	must(t, err)
	_, err = agreement.PDF(h.app, testapp.Now, version)
	must(t, err)
	piece := &records.Paper{Placement: sent.Row.ID, Agreement: version.ID, Party: string(domain.PartyTrainee), Kind: "signed", Name: hidden + ".pdf", Type: "application/pdf", At: records.At(testapp.Now)}
	must(t, records.AddPaper(h.app, piece))
	must(t, records.AddFile(h.app, &records.File{ID: records.PaperFile(piece.ID), Name: piece.Name, Type: piece.Type, Bytes: []byte("%PDF-1.4 essai"), Created: records.At(testapp.Now)}))
	for name, value := range map[string]string{"{stage}": c.Slug, "{campaign}": c.ID, "{offer}": o.ID, "{placement}": sent.Row.ID, "{slot}": sent.P.Days[0].ID, "{piece}": piece.ID, "{version}": "1",
		"/accueillir/{token}": h.token(t, link.Hosting, c.ID), "/place-de-stage/{token}": h.token(t, link.Offer, o.ID), "/stage-responsable/{token}": h.token(t, link.PlacementManager, asked.Row.ID)} {
		h.fill[name] = value
	}
	for kind, base := range map[string]string{link.PlacementTrainee: "/mon-stage/{token}", link.PlacementHost: "/stage-accueil/{token}", link.PlacementHome: "/stage-etablissement/{token}"} {
		h.fill[base] = h.token(t, kind, sent.Row.ID)
	}
}
