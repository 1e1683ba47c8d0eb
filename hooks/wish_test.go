package hooks_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/mail"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

// wishHouse is a platform with a campaign that asks for the manager's agreement, and three places.
type wishHouse struct {
	app   core.App
	srv   *httptest.Server
	c     *http.Client
	round *records.Campaign
	place *records.Offer
	other *records.Offer // expects others than nurses
}

func newWishHouse(t *testing.T) wishHouse {
	app := testapp.New(t)
	h := wishHouse{app: app, srv: testapp.Serve(t, app), c: testapp.Browser(t)}
	h.round = testapp.Campaign(t, app, func(c *records.Campaign) { c.Slug, c.ManagerAsked = "printemps", true })
	h.place = testapp.Offer(t, app, h.round, nil)
	h.other = testapp.Offer(t, app, h.round, func(o *records.Offer) { o.Service, o.Professions = "Accueil de jour", records.List{"ailleurs0000000"} })
	return h
}

// typed is a good wish, with what changes; values of "-" are left out.
func (h wishHouse) typed(change ...string) []string {
	values := map[string]string{"intention": strings.Repeat("a", 32), "prenom": "Camille", "nom": "Exemple", "email": "camille@exemple.invalid", "structure": "EPSM Val de Lys-Artois", "service": "CMP d’essai",
		"fonction": "infirmier", "souhait-1": h.place.ID, "objectifs": "Découvrir une autre équipe.", "responsable-nom": "Alix Encadrement", "responsable": "encadrement@exemple.invalid", "informe": "1"}
	for i := 0; i < len(change); i += 2 {
		values[change[i]] = change[i+1]
	}
	var pairs []string
	for name, value := range values {
		if value != "-" {
			pairs = append(pairs, name, value)
		}
	}
	return pairs
}

func (h wishHouse) link(t *testing.T, kind, id string) string {
	t.Helper()
	token, err := link.Token(h.app, kind, id)
	must(t, err)
	return h.srv.URL + link.Path(kind, token)
}

// wrote tells to whom the letters of a kind go.
func (h wishHouse) wrote(t *testing.T, kind string, to ...string) {
	t.Helper()
	rows, _, err := records.Letters(h.app, records.LetterFilter{Limit: 100})
	must(t, err)
	var got []string
	for _, l := range rows {
		if l.Kind == kind {
			got = append(got, l.Recipient)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, to) {
		t.Errorf("%s to %v, want %v", kind, got, to)
	}
}

// A wish from its form to the agreement, its change and its end, by everybody's own link.
func TestAWishIsAskedAgreedChangedAndWithdrawn(t *testing.T) {
	h := newWishHouse(t)
	at := h.srv.URL + "/stages/printemps/souhaits"
	has(t, get(t, h.c, at+"?place="+h.place.ID), 200, `<option value="`+h.place.ID+`" selected>`, "Équipe mobile", "aucune information de santé")
	has(t, post(t, h.c, at, h.typed("email", "camille", "souhait-1", "-", "contraintes", "Plutôt le mardi", "absence-0-debut", "2027-01-04", "absence-1-debut", "bientôt", "responsable", "camille", "correspondant-nom", "Noa")...), 422,
		`id="email-erreur"`, `value="camille"`, `id="souhait-1-erreur"`, "Plutôt le mardi", `value="2027-01-04"`, `value="bientôt"`, `id="absence-1-debut-erreur"`, `id="responsable-erreur"`, `id="correspondant-erreur"`, "CMP d’essai")
	has(t, post(t, h.c, at, h.typed("site_web", "x")...), 422, "champ caché")
	has(t, post(t, h.c, at, h.typed("souhait-2", h.other.ID)...), 422, "Je garde ce souhait", "Souhait 2", "Découvrir une autre équipe.")

	sent := post(t, h.c, at, h.typed("souhait-2", h.other.ID, "malgre", "1", "absence-0-debut", "2027-01-04", "absence-0-moment", "morning")...)
	rows, err := records.Placements(h.app, h.round.ID)
	must(t, err)
	if sent.status != 303 || len(rows) != 1 || h.srv.URL+sent.location != h.link(t, link.PlacementTrainee, rows[0].ID) {
		t.Fatal(sent.status, sent.location, len(rows))
	}
	mine := h.srv.URL + sent.location
	if again := post(t, h.c, at, h.typed("souhait-2", h.other.ID, "malgre", "1")...); again.location != sent.location {
		t.Error("the same form sent twice:", again.status, again.location)
	}
	twice := post(t, h.c, at, h.typed("intention", strings.Repeat("b", 32))...)
	has(t, twice, 409, "déjà une demande")
	lacks(t, twice, "/mon-stage/")
	h.wrote(t, mail.StageAgain, "camille@exemple.invalid")
	has(t, get(t, h.c, mine), 200, "accord de votre responsable est attendu", "Alix Encadrement", "CH Lens", "Accueil de jour", "le matin", "Modifier ma demande", "Retirer ma demande")
	h.managed(t, rows[0].ID, mine)
}

func (h wishHouse) managed(t *testing.T, id, mine string) {
	boss := h.link(t, link.PlacementManager, id)
	for _, wrong := range []string{strings.Replace(mine, "/mon-stage/", "/stage-responsable/", 1), strings.Replace(boss, "/stage-responsable/", "/mon-stage/", 1), boss[:len(boss)-1] + "0"} {
		has(t, get(t, h.c, wrong), 404)
	}
	has(t, get(t, h.c, boss), 200, "Votre réponse est attendue", "Camille Exemple", "CH Lens", "Découvrir une autre équipe.", "De 1 à 6 demi-journées")
	has(t, post(t, h.c, boss, "reponse", "peut-être", "raison", "Je réfléchis"), 422, "Choisissez une réponse", "Je réfléchis")
	has(t, post(t, h.c, boss, "reponse", "non"), 422, `id="raison-erreur"`)
	for range 2 {
		if a := post(t, h.c, boss, "reponse", "oui"); a.status != 303 {
			t.Fatal(a.status)
		}
	}
	has(t, get(t, h.c, boss), 200, "Je reviens sur mon accord", "Vous avez donné votre accord")
	has(t, get(t, h.c, mine), 200, "prise en compte")
	has(t, post(t, h.c, boss, "reponse", "reprendre"), 422, `id="raison-erreur"`)
	post(t, h.c, boss, "reponse", "reprendre", "raison", "Un départ dans l’équipe.")
	has(t, get(t, h.c, mine), 200, "accord de votre responsable est attendu")
	post(t, h.c, boss, "reponse", "oui")

	has(t, get(t, h.c, mine+"/modifier"), 200, `value="2027-01-04"`, `<option value="morning" selected>`, "Accueil de jour")
	has(t, post(t, h.c, mine+"/modifier", h.typed("souhait-1", "-", "objectifs", "Autre chose")...), 422, `id="souhait-1-erreur"`, "Autre chose")
	changed := post(t, h.c, mine+"/modifier", h.typed("responsable", "ailleurs@exemple.invalid", "nom", "Usurpé")...)
	has(t, follow(t, h.c, h.srv, changed), 200, "nouveau responsable", "Camille Exemple")
	has(t, get(t, h.c, boss), 410)
	h.wrote(t, mail.StageAgreement, "ailleurs@exemple.invalid") // what waited for the other would bear the new link
	post(t, h.c, mine+"/modifier", h.typed("responsable", "encore@exemple.invalid")...)
	h.wrote(t, mail.StageAgreement, "encore@exemple.invalid")
	newBoss := h.link(t, link.PlacementManager, id)
	post(t, h.c, newBoss, "reponse", "non", "raison", "Pas ce printemps.")
	has(t, get(t, h.c, newBoss), 200, "Vous n’avez pas donné votre accord")
	has(t, get(t, h.c, mine), 200, "n’a pas donné son accord", "Pas ce printemps.")
	has(t, get(t, h.c, mine+"/modifier"), 303)
	has(t, post(t, h.c, mine+"/modifier", h.typed()...), 409)
	if a := post(t, h.c, mine+"/retirer"); a.status != 409 {
		t.Error("withdrawn after a refusal:", a.status)
	}
}

// Once matched the trainee's page holds place, tutor and ticket; the mailbox lists the stage, behind the short code where
// several people use it; the coordinator types a wish without an address.
func TestAStageHasItsPageAndItsMailbox(t *testing.T) {
	h := newWishHouse(t)
	c := testapp.Matched(t, h.app, h.round, h.place, "Exemple", "Camille")
	mine := h.link(t, link.PlacementTrainee, c.Row.ID)
	page := get(t, h.c, mine)
	has(t, page, 200, "Une place est trouvée", "Pavillon d’essai", "Dominique Tutorat", "<svg", ticket.ShowShort(c.Row.ShortCode), "/consignes.pdf", "/calendrier.ics", "/changement")
	lacks(t, page, "/convention.pdf", "/rapport")
	token, err := link.Grant(h.app, link.Space, c.Row.Email, testapp.Now.Add(time.Hour))
	must(t, err)
	space := h.srv.URL + "/espace/" + token
	has(t, get(t, h.c, space), 200, strings.TrimPrefix(mine, h.srv.URL), "Place trouvée")
	testapp.Wish(t, h.app, h.round, "Autre", "Sacha", func(in *placement.Request) { in.Email = c.Row.Email }, h.place.ID)
	shared := get(t, h.c, space)
	has(t, shared, 200, "Camille – ", "Sacha – ", "Code court")
	lacks(t, shared, "/mon-stage/", ticket.ShowShort(c.Row.ShortCode))
	has(t, post(t, h.c, space, "inscription", c.Row.ID, "code", "BCDF-2345"), 422, "pas le code court")
	if a := post(t, h.c, space, "inscription", c.Row.ID, "code", c.Row.ShortCode); a.status != 303 || h.srv.URL+a.location != mine {
		t.Error(a.status, a.location)
	}
	sent := testapp.Moved(t, h.app, testapp.Now, c, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSend})
	has(t, get(t, h.c, mine), 200, "Signer la convention", "/convention.pdf", "Votre signature sur la convention")
	for _, by := range domain.PlacementSigners {
		sent = testapp.Moved(t, h.app, testapp.Now, sent, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveSign,
			Signature: domain.AgreementSignature{Signer: by, Day: testapp.Now.Truncate(24 * time.Hour), How: domain.SignedOnPaper}})
	}
	has(t, get(t, h.c, mine), 200, "Tout est signé")
	done := testapp.Attended(t, h.app, sent)
	after := get(t, h.c, mine)
	has(t, after, 200, "votre rapport est attendu", "/rapport", "Présence confirmée, 3")
	lacks(t, after, "À montrer au tuteur", "Retirer ma demande")
	if done.P.State != domain.PlacementDone {
		t.Error(done.P.State)
	}

	boss := testapp.Login(t, h.srv, testapp.User(t, h.app, records.Coordinator, "c@exemple.invalid"))
	at := h.srv.URL + "/gestion/stages/" + h.round.ID + "/souhaits/nouveau"
	bare := func(change ...string) []string {
		return h.typed(append([]string{"intention", strings.Repeat("c", 32), "email", "-", "responsable", "-", "responsable-nom", "-", "objectifs", "-", "prenom", "Dominique"}, change...)...)
	}
	has(t, get(t, boss, at), 200, "Saisir une demande")
	has(t, post(t, boss, at, bare()...), 422, `id="email-erreur"`, "Dominique")
	if a := post(t, boss, at, bare("telephone", "03 21 00 00 00")...); a.status != 303 || !strings.HasPrefix(a.location, "/gestion/placements/") {
		t.Error(a.status, a.location)
	}
}
