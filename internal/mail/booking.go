package mail

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// ofBooking says to somebody whom a referent registered who did, and what becomes of the data (RGPD, article 14);
// or, where that colleague has no mailbox, greets the referent and says for whom the letter is.
func (w *Words) ofBooking(app core.App, r *records.Registration) error {
	own := r.Email != ""
	if !own {
		w.FirstName, w.LastName, w.For = "", "", r.Name()
	}
	b, err := records.BookingOf(app, r.Booking)
	if domain.Is(err, domain.ErrNotFound) {
		return nil
	}
	switch {
	case err != nil:
		return err
	case !own && b.Email == r.Notify:
		w.FirstName, w.LastName = b.FirstName, b.LastName
	case own && b.Email != r.Email:
		return w.informed(app, b)
	}
	return nil
}

// informed is the notice to who did not give the data.
func (w *Words) informed(app core.App, b *records.Booking) error {
	s, err := records.LoadSettings(app)
	if err != nil {
		return err
	}
	controller := s.Controller
	if controller == "" {
		controller = s.Organiser
	}
	w.Referent, w.Rights = b.Name(), "/confidentialite"
	w.Notice = "Vos données\u00a0: " + w.Referent + " a donné votre nom, votre fonction, votre structure et votre adresse. Elles servent à organiser cet événement, à établir votre " +
		"attestation et à compter la participation, sans nom. Responsable\u00a0: " + controller + ", au titre d’une mission d’intérêt public. Elles sont gardées trois ans après la fin " +
		"de l’année de l’événement. Vous pouvez y accéder, les faire corriger, en limiter l’usage ou vous y opposer, et saisir la CNIL."
	return nil
}
