package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/records"
	"passerelle/internal/signature"
	"passerelle/internal/ticket"
	"passerelle/internal/web"
)

// signaturesPage is the view of desk_signature/list: who signed a half-day, and its trainer's word.
type signaturesPage struct {
	Top             eventTop
	Slots           []roomSlot
	Slot            records.Slot
	Words           string
	Rows            []signatureRow
	Signed, Present int
	Unsigned        int
	Standing        *signature.Countersignature
	Earlier         []signature.Countersignature
	URL, QR         string // of the trainer's link, when asked for
	Typed, At       string // a reason that was refused, and of which signature
}

// signatureRow is a signature of a participant.
type signatureRow struct {
	ID, Registration, Name, Drawing, Way string
	At                                   time.Time
	Revoked                              time.Time
	Reason                               string
}

// signatures lists what was signed at a half-day of an event.
func (s *site) signatures(e *core.RequestEvent) error {
	return s.showSignatures(e, http.StatusOK, e.Request.URL.Query().Get("demi-journee"), signaturesPage{}, nil)
}

func (s *site) showSignatures(e *core.RequestEvent, status int, asked string, v signaturesPage, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	place, err := door.Open(e.App, ev.ID, "", actor(e))
	if err != nil {
		return s.refuse(e, err)
	}
	v.Top = s.topOf(e, ev)
	at := domain.CurrentSlot(records.DomainSlots(place.Slots), s.now())
	for i, sl := range place.Slots {
		if sl.ID == asked {
			at = i
		}
	}
	if at < 0 || asked != "" && place.Slots[at].ID != asked {
		return s.refuse(e, records.ErrNone)
	}
	v.Slot = place.Slots[at]
	v.Words = slotWords(v.Slot)
	for _, sl := range place.Slots {
		v.Slots = append(v.Slots, roomSlot{sl.ID, doorTime(place.Slots, sl), sl.ID == v.Slot.ID})
	}
	sheet, err := signature.SheetOf(e.App, place, v.Slot)
	if err != nil {
		return s.refuse(e, err)
	}
	v.count(sheet)
	if v.Rows, err = signatureRows(e.App, v.Slot.ID); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "desk_signature/list", v, errs)
}

// count says how many signed of those present, and what the trainer signed.
func (v *signaturesPage) count(sheet signature.Sheet) {
	v.Present, v.Standing = len(sheet.Present), sheet.Standing()
	for _, l := range sheet.Lines {
		if l.Present && l.Proof == domain.Signed {
			v.Signed++
		}
	}
	v.Unsigned = v.Present - v.Signed
	for _, c := range sheet.Signed {
		if v.Standing == nil || c.ID != v.Standing.ID {
			v.Earlier = append(v.Earlier, c)
		}
	}
}

func signatureRows(app core.App, slot string) (out []signatureRow, err error) {
	rows, err := records.SlotSignatures(app, slot)
	for _, g := range rows {
		if g.Way == domain.TrainerWay {
			continue
		}
		row := signatureRow{ID: g.ID, Registration: g.Registration, Name: g.Name, Way: signWays[g.Way], At: g.SignedAt.Time(),
			Revoked: g.RevokedAt.Time(), Reason: g.RevokedReason}
		if strokes, err := domain.ParseStrokes(g.Strokes); err == nil {
			row.Drawing = strokes.Path()
		}
		out = append(out, row)
	}
	return out, err
}

// revokeSignature revokes a signature with a reason; the arrival stays.
func (s *site) revokeSignature(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	event, slot := e.Request.PathValue("event"), f.Get("demi-journee")
	place, err := door.Open(e.App, event, "", actor(e))
	if err != nil {
		return s.refuse(e, err)
	}
	id := e.Request.PathValue("signature")
	err = door.Unsign(e.App, s.now(), place, id, f.Get("motif"))
	if domain.Is(err, domain.ErrReason) {
		errs := []web.FieldError{{Field: "motif-" + id, Text: sentence(domain.Error{Code: domain.ErrReason})}}
		return s.showSignatures(e, http.StatusUnprocessableEntity, slot, signaturesPage{At: id, Typed: f.Get("motif")}, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, "/gestion/evenements/"+event+"/signatures?demi-journee="+slot, "ok", "La signature est révoquée. L’arrivée reste notée ; la personne peut signer de nouveau.")
}

// showTrainerLink shows the link to give to who teaches a half-day, with its QR; kept in the trail.
func (s *site) showTrainerLink(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	slot := e.Request.PathValue("slot")
	v := signaturesPage{}
	v.URL, err = signature.ShowLink(e.App, s.now(), actor(e), e.Request.PathValue("event"), slot, f.Get("nouveau") != "")
	if err != nil {
		return s.refuse(e, err)
	}
	if v.QR, err = ticket.QRSVG(v.URL, "Code à scanner pour ouvrir la feuille de cette demi-journée"); err != nil {
		return s.refuse(e, err)
	}
	return s.showSignatures(e, http.StatusOK, slot, v, nil)
}
