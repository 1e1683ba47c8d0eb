package hooks

import (
	"net/http"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/signature"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// trainerView is the view of signature/trainer: the sheet of a half-day, and its countersignature.
type trainerView struct {
	Event       *records.Event
	Slot, Hours string
	Room, Path  string
	Lines       []trainerLine
	Guests      []catchUpLine // who catches up a half-day of another group here
	Present     int
	Standing    *signature.Countersignature // what is signed and still so
	Earlier     []signature.Countersignature
	Early       bool
	Seen, Nonce string
	Name, Role  string // typed
}

// trainerLine is one person of the sheet, in words.
type trainerLine struct {
	Name, Structure string
	Present         bool
	Clock, Way      string
}

// signWays says how somebody signed.
var signWays = map[string]string{domain.DrawnWay: "signature dessinée", domain.ConfirmedWay: "confirmé au clavier",
	domain.SelfWay: "confirmé avec le code de la salle"}

// trainerLinesOf says the lines of a sheet.
func trainerLinesOf(lines []signature.Line) (out []trainerLine) {
	for _, l := range lines {
		row := trainerLine{Name: l.Name, Structure: l.Structure, Present: l.Present}
		if l.Present {
			row.Clock, row.Way = paris.Clock(l.At), proofWords[l.Proof]
			if way := signWays[l.Way]; way != "" {
				row.Way = way
			}
		}
		out = append(out, row)
	}
	return out
}

// trainerSheet shows a half-day to who teaches it.
func (s *site) trainerSheet(e *core.RequestEvent) error {
	return s.showTrainer(e, http.StatusOK, signature.Word{}, nil)
}

func (s *site) showTrainer(e *core.RequestEvent, status int, typed signature.Word, errs []web.FieldError) error {
	token := e.Request.PathValue("token")
	sheet, err := signature.OpenSheet(e.App, s.now(), token)
	if err != nil {
		return s.refuse(e, err)
	}
	slot := sheet.Slot
	v := trainerView{Event: sheet.Place.Event, Slot: slotWords(slot), Hours: slotSaid(slot), Room: slot.Room, Path: "/intervenants/" + token,
		Lines: trainerLinesOf(sheet.Lines), Present: len(sheet.Present), Standing: sheet.Standing(), Early: s.now().Before(slot.StartsAt.Time()),
		Seen: sheet.Seen(), Nonce: records.NewID() + records.NewID(), Name: slot.Trainer, Role: slot.TrainerRole}
	guests, err := training.Guests(e.App, sheet.Place.Event.ID, slot.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Guests = catchUpLines(s.now().Unix(), v.Path, guests)
	for _, c := range sheet.Signed {
		if v.Standing == nil || c.ID != v.Standing.ID {
			v.Earlier = append(v.Earlier, c)
		}
	}
	if status != http.StatusOK {
		v.Name, v.Role = typed.Name, typed.Role
	}
	return s.renderForm(e, status, "signature/trainer", v, errs)
}

// slotSaid names a half-day inside a sentence: « la demi-journée du jeudi 12 mars 2026, de 9 h à 12 h 30 ».
func slotSaid(s records.Slot) string {
	from, to := s.StartsAt.Time(), s.EndsAt.Time()
	words := "la demi-journée du " + paris.Long(from)
	if s.Label != "" {
		words = "«\u00a0" + s.Label + "\u00a0», " + paris.Long(from)
	}
	return words + ", de " + paris.Clock(from) + " à " + paris.Clock(to)
}

// countersign keeps the trainer's word.
func (s *site) countersign(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	token := e.Request.PathValue("token")
	w := signature.Word{Nonce: f.Get("nonce"), Seen: f.Get("vu"), Name: f.Get("nom"), Role: f.Get("fonction"), Strokes: []byte(f.Get("traits"))}
	err = signature.Countersign(e.App, s.now(), token, w)
	if refusals := domain.Refusals(err); len(refusals) > 0 && sentenceOf(refusals[0].Code).status == http.StatusUnprocessableEntity {
		return s.showTrainer(e, http.StatusUnprocessableEntity, w, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/intervenants/"+token, "ok", "Merci, cette demi-journée est contresignée.")
}
