package hooks

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/backup"
	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
)

// task is a line of « À faire »: what, why, and the one button that does it. Kind is warn, err or nothing.
type task struct {
	Text, Why, URL, Action, Kind string
}

// tasksShown is how many events « À faire » names one by one.
const tasksShown = 4

// tasks lists what waits for this person, the most pressing first.
func (s *site) tasks(e *core.RequestEvent, events []records.Event) (list []task, err error) {
	u := user(e)
	list = s.eventTasks(events, event.ToClose)
	asked, err := s.applicationTasks(e.App, events)
	if err != nil {
		return nil, err
	}
	list = append(list, asked...)
	incomplete, err := incompleteTasks(e.App, events)
	if err != nil {
		return nil, err
	}
	list = append(list, incomplete...)
	stuck, err := certificateTasks(e.App, events, u.IsCoordinator())
	if err != nil {
		return nil, err
	}
	list = append(list, stuck...)
	if !u.IsCoordinator() {
		return list, nil
	}
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return nil, err
	}
	for _, add := range []func() ([]task, error){
		func() ([]task, error) { return s.groupTasks(e.App, events) },
		func() ([]task, error) { return s.mailTasks(e, set) },
		func() ([]task, error) { return s.placementTasks(e.App) },
		func() ([]task, error) { return structureTasks(e.App) },
		func() ([]task, error) { return declarationTasks(e.App) },
		func() ([]task, error) { return s.eventTasks(events, event.Drafts), nil },
		func() ([]task, error) { return s.safetyTasks(e, set) },
	} {
		more, err := add()
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// eventTasks are the events to close, or the drafts, the first ones by name.
func (s *site) eventTasks(events []records.Event, phase event.Phase) (list []task) {
	n := 0
	for i := range events {
		ev := &events[i]
		if event.PhaseOf(ev, s.now()) != phase {
			continue
		}
		if n++; n > tasksShown {
			continue
		}
		name := "« " + ev.Title + " »"
		if phase == event.Drafts {
			list = append(list, task{name + " est un brouillon", "Personne ne le voit avant sa publication.", "/gestion/evenements/" + ev.ID, "Ouvrir", ""})
			continue
		}
		list = append(list, task{name + " est à clôturer", "La clôture compte les absents et prépare les attestations.", "/gestion/evenements/" + ev.ID + "/cloturer", "Clôturer", "warn"})
	}
	if n > tasksShown {
		what := " autres événements sont à clôturer"
		if phase == event.Drafts {
			what = " autres brouillons attendent"
		}
		list = append(list, task{strconv.Itoa(n-tasksShown) + what, "", "/gestion/evenements?onglet=" + string(phase), "Les voir", ""})
	}
	return list
}

// certificateTasks are the events whose certificates wait for a review, and those with documents that failed.
func certificateTasks(app core.App, events []records.Event, coordinator bool) (list []task, err error) {
	stuck, err := records.StuckCertificates(app, certificate.Tries)
	if err != nil {
		return nil, err
	}
	for i := range events {
		ev := &events[i]
		path := "/gestion/evenements/" + ev.ID + "/attestations"
		if n := stuck[ev.ID]; n > 0 {
			list = append(list, task{counted(n, "attestation", "attestations") + " de « " + ev.Title + " » ne peuvent pas être établies", "La page dit pourquoi, et permet de réessayer.", path + "#echecs", "Voir", "err"})
		}
		if coordinator && ev.Certificate && ev.Status == domain.Held && !ev.HeldBack && ev.Awaits() {
			list = append(list, task{"Les attestations de « " + ev.Title + " » attendent votre relecture", "Rien n’est envoyé avant.", path, "Relire", "warn"})
		}
	}
	return list, nil
}

func (s *site) mailTasks(e *core.RequestEvent, set *records.Settings) (list []task, err error) {
	counts, err := records.LetterCounts(e.App)
	if err != nil {
		return nil, err
	}
	_, on, err := SMTP(e.App)
	if err != nil {
		return nil, err
	}
	if n := counts["failed"]; n > 0 {
		list = append(list, task{counted(n, "message n’est pas parti", "messages ne sont pas partis"), "Le serveur les a refusés : vérifiez les adresses.", "/gestion/messages?etat=failed", "Voir", "err"})
	}
	if n := counts["held"]; n > 0 {
		list = append(list, task{counted(n, "message est retenu", "messages sont retenus"), "À relire avant de les envoyer.", "/gestion/messages?etat=held", "Relire", "warn"})
	}
	switch n := counts["queued"]; {
	case !on && n > 0:
		list = append(list, task{counted(n, "message attend", "messages attendent"), "L’envoi n’est pas réglé : ils restent lisibles, et le publipostage les remplace.", "/gestion/reglages#messages", "Régler l’envoi", "warn"})
	case !on:
		list = append(list, task{"L’envoi des messages n’est pas réglé", "Les confirmations attendront dans « Messages ».", "/gestion/reglages#messages", "Régler l’envoi", ""})
	case set.MailTestedAt.IsZero() && !set.Demo:
		list = append(list, task{"L’envoi des messages n’a pas été essayé", "Un message d’essai vers votre adresse suffit.", "/gestion/reglages#messages", "Essayer", "warn"})
	}
	return list, nil
}

func structureTasks(app core.App) ([]task, error) {
	n, err := records.ProposedStructures(app)
	if n == 0 || err != nil {
		return nil, err
	}
	return []task{{counted(n, "structure proposée est à valider", "structures proposées sont à valider"),
		"Elles n’apparaissent pas au public avant.", "/gestion/structures?etat=proposed", "Valider", ""}}, nil
}

// safetyTasks are about the platform itself: its copies, its address, the codes on paper.
func (s *site) safetyTasks(e *core.RequestEvent, set *records.Settings) (list []task, err error) {
	if set.Demo {
		return nil, nil
	}
	copies, err := backup.List(e.App.DataDir())
	if err != nil {
		return nil, err
	}
	settled := !set.FirstRunAt.IsZero() && s.now().Sub(set.FirstRunAt.Time()) > staleAfter
	if stale(copies, s.now()) && (len(copies) > 0 || settled) {
		list = append(list, task{"Aucune sauvegarde depuis deux jours", "La plateforme était peut-être arrêtée la nuit.", "/gestion/sauvegardes", "Sauvegarder", "warn"})
	}
	if u, err := url.Parse(e.App.Settings().Meta.AppURL); err != nil || u.Hostname() == "localhost" || strings.HasPrefix(u.Hostname(), "127.") {
		list = append(list, task{"L’adresse publique n’est pas réglée", "Les liens et les billets ne s’ouvrent que sur cette machine.", "/gestion/reglages#plateforme", "Régler", "warn"})
	}
	left, err := records.RecoveryCodesLeft(e.App, user(e).Id)
	if err != nil {
		return nil, err
	}
	if left < 3 {
		list = append(list, task{"Il vous reste " + counted(left, "code de secours", "codes de secours"), "Imprimez-en de nouveaux : sans eux, un mot de passe perdu l’est pour de bon.", "/gestion/compte", "Mon compte", ""})
	}
	pending, err := records.UnsealedCertificates(e.App, certificate.Tries, 1000)
	if n := len(pending); n > 0 && err == nil {
		list = append(list, task{counted(n, "attestation se prépare", "attestations se préparent"), "Rien à faire : elles partent toutes seules.", "/gestion/evenements?onglet=" + string(event.Past), "Voir", ""})
	}
	return list, err
}

// counted is a number with its word; zero and one are singular in French.
func counted(n int, one, many string) string {
	word := many
	if n < 2 {
		word = one
	}
	return strconv.Itoa(n) + "\u00a0" + word
}
