package hooks

import (
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// banner says where the registration stands.
func (v myRegistrationView) banner(app core.App, now time.Time) (banner, error) {
	r, ev := v.Registration, v.Event
	switch {
	case r.State == string(domain.RegistrationStopped) && r.ByOrganiser():
		return banner{"err", "Votre inscription a été annulée par l’organisateur", r.CancelReason}, nil
	case r.State == string(domain.RegistrationStopped):
		return banner{"warn", "Vous avez annulé votre inscription", "Merci de l’avoir dit\u00a0: votre place sert à quelqu’un d’autre."}, nil
	case r.State == string(domain.Replaced):
		return replacedBanner(app, r)
	case ev.Status == domain.Cancelled:
		return banner{"err", "Cet événement est annulé", ev.CancelReason}, nil
	case over(ev, now):
		return banner{"", "Cet événement est terminé", ""}, nil
	case r.State == string(domain.Confirmed):
		return banner{"ok", "Inscription confirmée", "Votre place est réservée. Gardez cette page\u00a0: elle est aussi dans le courriel que vous recevez."}, nil
	case r.State == string(domain.Waitlisted):
		return v.waiting(app)
	}
	return v.deciding(now), nil
}

// deciding are the states in which somebody must answer, or has.
func (v myRegistrationView) deciding(now time.Time) banner {
	r := v.Registration
	switch domain.State(r.State) {
	case domain.Offered:
		if !now.Before(r.OfferUntil.Time()) {
			return banner{"err", "Le délai pour prendre cette place est passé", "Elle est proposée à la personne suivante."}
		}
		return banner{"warn", "Une place vous est proposée", "Elle vous est réservée jusqu’au " + paris.Moment(r.OfferUntil.Time()) + ". Prenez-la ou laissez-la\u00a0: sans réponse, elle ira à la personne suivante."}
	case domain.Requested:
		return banner{"warn", "Votre demande est transmise", "Les organisateurs choisissent parmi les demandes. Vous recevrez la réponse par courriel\u00a0: vous n’avez rien à faire."}
	case domain.PendingManager:
		return banner{"warn", "L’accord de votre responsable est attendu", managerWords(r)}
	case domain.Refused:
		return refusedBanner(r)
	case domain.Expired:
		return banner{"err", "La place proposée n’a pas été prise à temps", "Elle est allée à la personne suivante. Vous pouvez vous inscrire de nouveau, tant que les inscriptions sont ouvertes."}
	}
	return banner{"err", "Cette inscription n’est plus valable", ""}
}

func managerWords(r *records.Registration) string {
	text := "Demandé"
	if !r.ManagerAskedAt.IsZero() {
		text += " le " + paris.Moment(r.ManagerAskedAt.Time())
	}
	if r.ManagerEmail != "" {
		text += " à " + masked(r.ManagerEmail)
	}
	switch r.ManagerReminders {
	case 0:
		return text + ". Un rappel part après trois jours sans réponse."
	case 1:
		return text + ", et rappelé une fois. Vous pouvez aussi en parler de vive voix."
	}
	return text + fmt.Sprintf(", et rappelé %d\u00a0fois. Parlez-en de vive voix, ou écrivez à l’organisateur.", r.ManagerReminders)
}

// masked shows enough of an address to recognise it: « m…@ch.fr ».
func masked(email string) string {
	local, host, ok := strings.Cut(email, "@")
	if !ok || local == "" {
		return "une adresse"
	}
	return string([]rune(local)[:1]) + "…@" + host
}

func refusedBanner(r *records.Registration) banner {
	if r.DecidedAt.IsZero() && !r.ManagerAnsweredAt.IsZero() {
		text := "Votre demande ne va pas plus loin."
		if r.ManagerWord != "" {
			text = "Son mot\u00a0: «\u00a0" + r.ManagerWord + "\u00a0»"
		}
		return banner{"err", "Votre responsable n’a pas donné son accord", text}
	}
	text := r.DecisionWord
	if text == "" {
		text = "Toutes les demandes n’ont pas pu être retenues."
	}
	return banner{"err", "Votre demande n’a pas été retenue", text}
}

func replacedBanner(app core.App, r *records.Registration) (banner, error) {
	next, err := records.SuccessorOf(app, r.ID)
	if domain.Is(err, domain.ErrNotFound) {
		return banner{"err", "Cette inscription n’est plus valable", ""}, nil
	}
	if err != nil {
		return banner{}, err
	}
	return banner{"warn", "Votre place est à " + next.FirstName, "Votre billet n’est plus valable\u00a0: à l’accueil, c’est celui de " + next.FirstName + " qui compte."}, nil
}

// waiting says the rank on the list, and what will happen.
func (v myRegistrationView) waiting(app core.App) (banner, error) {
	rank, err := records.Rank(app, v.Registration)
	if err != nil {
		return banner{}, err
	}
	seats, err := records.SeatsOf(app, v.Event)
	why := "Toutes les places sont prises."
	if len(v.Event.Quotas) > 0 {
		why = "Les places sont prises, ou réservées par les règles de cet événement."
	}
	what := " Dès qu’une place se libère, la première personne de la liste est inscrite et prévenue par courriel\u00a0: vous n’avez rien à faire."
	if v.Event.Promotion == domain.PromoteByOffer {
		what = " Dès qu’une place se libère, elle est proposée par courriel à la première personne de la liste, qui la prend ou la laisse."
	}
	return banner{"warn", rankTitle(rank, seats.Waiting), why + what}, err
}

func rankTitle(rank, of int) string {
	if rank == 1 && of == 1 {
		return "Vous êtes en tête de la liste d’attente"
	}
	return fmt.Sprintf("Liste d’attente\u00a0: vous êtes %s sur %d", paris.Ordinal(rank), of)
}
