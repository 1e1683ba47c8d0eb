package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/signature"
	"passerelle/internal/web"
)

// A code that is wrong is answered at once, and then less and less fast. A good one never waits: a whole room has one
// address. Past triesBurst wrong ones, and until as many seconds have gone by, no code of that address is looked at:
// six letters are few for who tries them a thousand at a time, by the form or by the address that brings a code along.
const (
	triesBurst = 60
	triesEvery = time.Second

	wrongCodeBurst   = 8
	wrongCodeEvery   = time.Second
	wrongCodeLongest = 5 * time.Second
)

// selfCheckView is the view of signature/self: the form by which people confirm their presence.
type selfCheckView struct {
	Event       *records.Event
	When, Place string
	Path        string
	Slot        string // the half-day whose code was recognised, in words
	Shut        string // nobody can confirm now: why, and when
	Done        bool
	Mine, Name  string // the own link's secret, and who it is; empty: the ticket's code says it
	Code, Short string // typed
	Pass, Nonce string
}

// selfCheck shows the form; the room's QR brings the code along.
func (s *site) selfCheck(e *core.RequestEvent) error {
	place, err := signature.Enter(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	v := selfCheckView{Code: domain.TidyRoomCode(q.Get("code")), Mine: q.Get("moi")}
	if note := s.noteOf(e); note != nil && note.Kind == "ok" {
		v.Done = true
	}
	var errs []web.FieldError
	if v.Code == "" {
		return s.showSelfCheck(e, http.StatusOK, place, v, nil)
	}
	tries := triesOf(e)
	if !s.slow.take(time.Now(), tries, triesBurst, triesEvery) {
		return s.showSelfCheck(e, http.StatusTooManyRequests, place, v, tooManyTries)
	}
	if slot, pass, err := signature.Recognise(e.App, s.now(), place, v.Code, ""); err == nil {
		s.slow.giveBack(tries, triesEvery)
		v.Pass, v.Slot = pass, slotWords(*slot)
	} else if domain.Is(err, domain.ErrRoomCode) {
		errs = fieldErrors(err)
	}
	return s.showSelfCheck(e, http.StatusOK, place, v, errs)
}

func triesOf(e *core.RequestEvent) string { return "essais " + e.RealIP() }

var tooManyTries = []web.FieldError{{Field: "code", Text: "Beaucoup de codes faux viennent d’être tapés ici. Attendez une minute, puis recommencez, ou faites-vous noter à l’accueil."}}

func (s *site) showSelfCheck(e *core.RequestEvent, status int, place door.Place, v selfCheckView, errs []web.FieldError) error {
	v.Event, v.When, v.Place, v.Path = place.Event, spanOf(place.Event), placeOf(place.Event), "/emarger/"+e.Request.PathValue("token")
	v.Nonce = "soi:" + records.NewID() + records.NewID()
	if len(signature.OpenSlots(s.now(), place)) == 0 {
		v.Shut = nextSelfCheck(place.Slots, s.now())
	}
	if r, err := s.selfOf(e, place, v.Mine); err == nil && r != nil {
		v.Name = r.Name()
	} else {
		v.Mine = ""
	}
	return s.renderForm(e, status, "signature/self", v, errs)
}

// selfOf opens the own link that came along; nil without one, or with one of another event.
func (s *site) selfOf(e *core.RequestEvent, place door.Place, token string) (*records.Registration, error) {
	if token == "" {
		return nil, nil
	}
	id, err := link.Open(e.App, s.now(), link.Registration, token)
	if err != nil {
		return nil, err
	}
	r, err := records.RegistrationOf(e.App, id)
	if err == nil && r.Event != place.Event.ID {
		return nil, records.ErrNone
	}
	return r, err
}

// nextSelfCheck says when people can confirm themselves.
func nextSelfCheck(slots []records.Slot, now time.Time) string {
	for _, sl := range slots {
		if sl.StartsAt.Time().After(now) {
			return "La confirmation ouvrira " + paris.Long(sl.StartsAt.Time()) + ", 15 minutes avant le début (" + paris.Clock(sl.StartsAt.Time()) + ")."
		}
	}
	return "Les demi-journées de cet événement sont passées. Si votre présence manque, écrivez à l’organisateur."
}

// slotWords names a half-day: « Matin, jeudi 12 mars 2026, 9 h - 12 h 30 ».
func slotWords(s records.Slot) string {
	words := paris.Slot(s.StartsAt.Time(), s.EndsAt.Time())
	if s.Label != "" {
		words = s.Label + ", " + words
	}
	return words
}

// confirmSelf records the presence of who holds a ticket and sees the room's code.
func (s *site) confirmSelf(e *core.RequestEvent) error {
	place, err := signature.Enter(e.App, s.now(), e.Request.PathValue("token"))
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	v := selfCheckView{Code: f.Get("code"), Short: f.Get("billet"), Mine: f.Get("moi"), Pass: f.Get("passe")}
	in := signature.Self{Nonce: ofDevice(f.Get("nonce")), Code: v.Code, Pass: v.Pass, Short: v.Short}
	if r, err := s.selfOf(e, place, v.Mine); err == nil && r != nil {
		in.Registration = r.ID
	}
	tries := triesOf(e)
	if !s.slow.take(time.Now(), tries, triesBurst, triesEvery) {
		return s.showSelfCheck(e, http.StatusTooManyRequests, place, v, tooManyTries)
	}
	c, err := signature.Confirm(e.App, s.now(), place, in)
	if err == nil {
		s.slow.giveBack(tries, triesEvery)
	}
	if domain.Is(err, domain.ErrRoomCode) || domain.Is(err, domain.ErrNotYourCode) {
		s.slow.wait(e.Request.Context(), time.Now(), "emarger "+e.RealIP(), wrongCodeBurst, wrongCodeEvery, wrongCodeLongest)
		v.Pass = c.Pass
		return s.showSelfCheck(e, http.StatusUnprocessableEntity, place, v, fieldErrors(err))
	}
	if domain.Is(err, domain.ErrSelfClosed) {
		return s.showSelfCheck(e, http.StatusConflict, place, v, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	path := "/emarger/" + e.Request.PathValue("token")
	if !c.Signed {
		return s.tell(e, path, "warn", c.Explanation)
	}
	words := c.Person + ", votre présence est confirmée : " + slotWords(c.Slot) + "."
	if in.Registration != "" {
		return s.tell(e, "/inscriptions/"+v.Mine, "ok", words)
	}
	return s.tell(e, path, "ok", words)
}
