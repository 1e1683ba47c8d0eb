package door

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// settle lets the figures of a registration, and its certificate, follow its presences in the same transaction.
// After closing too: a late synchronisation counts.
func settle(app core.App, now time.Time, place Place, registration, reason string) error {
	if err := records.RefreshPresence(app, registration); err != nil || place.Event.Status != domain.Held {
		return err
	}
	reg, err := records.RegistrationOf(app, registration)
	if err != nil {
		return err
	}
	return certificate.Follow(app, now, place.Event, reg, reason)
}

// Fold writes the presence that the facts of a registration at a slot prove. It can be done again at will.
func Fold(app core.App, event, registration string, slot records.Slot) error {
	facts, err := records.Facts(app, registration, slot.ID)
	if err != nil {
		return err
	}
	return put(app, "", event, registration, slot, facts)
}

// put writes a presence; id is the presence's where it is new (empty: one at random).
func put(app core.App, id, event, registration string, slot records.Slot, facts []domain.Fact) error {
	if err := unfollow(app, facts); err != nil {
		return err
	}
	p, present := domain.FoldPresence(facts)
	return records.PutAttendance(app, records.Attendance{ID: id, Event: event, Registration: registration, Slot: slot.ID,
		FirstAt: records.At(p.First), LeftAt: records.At(p.Left), Minutes: p.Attended(slot.Domain()), Proof: int(p.Proof), Scans: p.Scans}, present)
}

// explain says in French what the outcome means and what to do.
func explain(v domain.Verdict, s Scan, r Result) string {
	if r.Signed {
		return "Signature enregistrée."
	}
	switch v {
	case domain.Accepted:
		if s.Kind == domain.ScanOut {
			return "Départ enregistré."
		}
		return "Arrivée enregistrée."
	case domain.Forced:
		return "Entrée admise à l’accueil : la raison est gardée."
	case domain.Already:
		if at, err := time.Parse(time.RFC3339, r.FirstAt); err == nil {
			return "Déjà là depuis " + paris.Clock(at) + ". Laissez passer : rien n’est compté deux fois."
		}
		return "Déjà là. Laissez passer : rien n’est compté deux fois."
	case domain.OtherEvent:
		return "Billet d’un autre événement. Cherchez la personne par son nom, ou enregistrez une arrivée sans inscription."
	case domain.OtherSlot:
		return "Cette personne a choisi une autre demi-journée. Vous pouvez la laisser entrer en donnant une raison."
	case domain.WasStopped:
		return "Cette inscription est annulée. Vous pouvez laisser entrer en donnant une raison."
	case domain.OnWaitlist:
		return "Cette personne est en liste d’attente. S’il reste de la place dans la salle, laissez entrer en donnant une raison."
	case domain.WasReplace:
		return "Ce billet a été remplacé par un autre. Demandez le nouveau billet, ou cherchez par le nom."
	case domain.Unknown:
		return "Aucune inscription ne correspond. Cherchez par le nom, ou enregistrez une arrivée sans inscription."
	case domain.DoorClosed:
		return "L’accueil de cet événement est fermé. Appelez la coordination : rien n’est perdu sur ce téléphone."
	case domain.Undone:
		return "Arrivée annulée : la personne n’est plus comptée présente à cette demi-journée."
	}
	return "Ce code n’est pas un billet de cet événement, ou la lecture est incomplète. Présentez-le de nouveau, ou cherchez par le nom."
}
