package hooks_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/tests"

	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/registration"
	"passerelle/internal/structure"
	"passerelle/internal/testapp"
)

// bureau is a coordinator at her desk.
type bureau struct {
	app *tests.TestApp
	srv *httptest.Server
	c   *http.Client
}

func newBureau(t *testing.T) *bureau {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	return &bureau{app, srv, testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))}
}

// twins registers one name under two structures, each at an event of its own.
func twins(t *testing.T, h *bureau) (a, b *records.Registration) {
	t.Helper()
	first := testapp.Event(t, h.app, 0, func(d *event.Draft) { d.Title = "Premier essai" })
	second := testapp.Event(t, h.app, 0, func(d *event.Draft) { d.Title = "Second essai" })
	a = testapp.Register(t, h.app, first, "Mésange", "Inès")
	in := testapp.Request(second, "Mesange", "Inès")
	in.Structure, in.Email = "UFOLEP", "autre@exemple.invalid"
	out, err := registration.Register(h.app, testapp.Now, in)
	must(t, err)
	return a, out.Registration
}

func TestLikelyPeopleAreShownMergedAndUndone(t *testing.T) {
	h := newBureau(t)
	page := h.srv.URL + "/gestion/personnes"
	has(t, get(t, h.c, page), 200, "Aucun doublon probable", "Aucune pour l’instant")
	a, b := twins(t, h)
	has(t, get(t, h.c, page), 200, "même nom", "Inès Mésange", "Inès Mesange", "Premier essai", "Second essai", "CH Lens", "UFOLEP", "autre@exemple.invalid",
		"C’est la même personne", "Ce sont deux personnes", `value="`+a.Person+`" checked`)
	pair := []string{"a", a.Person, "b", b.Person}
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/fusionner", pair...)), 200, "Choisissez la fiche")
	merged := append(pair, "garder", b.Person)
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/fusionner", merged...)), 200, "une seule personne", "Défaire", "Aucun doublon probable")
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/fusionner", merged...)), 200, "la situation a changé") // sent twice
	if p, err := records.PersonOf(h.app, a.Person); err != nil || p.MergedInto != b.Person {
		t.Errorf("%+v %v", p, err)
	}
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/defaire", "fiche", a.Person)), 200, "de nouveau deux personnes", "C’est la même personne")
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/distinguer", pair...)), 200, "deux personnes", "Jamais proposées de nouveau")
	lacks(t, get(t, h.c, page), "C’est la même personne")
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/fusionner", merged...)), 200, "Vous avez décidé")
	decided, err := records.NotDuplicates(h.app, records.OfPeople)
	must(t, err)
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/reproposer", "decision", decided[0].ID)), 200, "peut être proposée", "C’est la même personne")
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/defaire", "fiche", "personne")), 200, "n’ouvre rien")
}

// Two registrations to one event to come: the page says which, and what to do.
func TestAMergeSaysWhatStandsInItsWay(t *testing.T) {
	h := newBureau(t)
	e := testapp.Event(t, h.app, 0, func(d *event.Draft) { d.Title = "Journée double" })
	a := testapp.Register(t, h.app, e, "Mésange", "Inès")
	b := testapp.Register(t, h.app, e, "Inès", "Mésange")
	page := h.srv.URL + "/gestion/personnes"
	has(t, get(t, h.c, page), 200, "nom et prénom inversés", "même structure")
	has(t, follow(t, h.c, h.srv, post(t, h.c, page+"/fusionner", "a", a.Person, "b", b.Person, "garder", a.Person)), 200, "Journée double", "annulez d’abord l’une des deux")
}

func TestLikelyStructuresAndTheirTree(t *testing.T) {
	h := newBureau(t)
	e := testapp.Event(t, h.app, 0, nil)
	in := testapp.Request(e, "Orme", "Éloi")
	in.Structure = "Centre hospitalier LENS urgences"
	out, err := registration.Register(h.app, testapp.Now, in)
	must(t, err)
	lens, err := records.StructureNamed(h.app, "CHL")
	must(t, err)
	list, page := h.srv.URL+"/gestion/structures", h.srv.URL+"/gestion/structures/doublons"
	gone := out.Registration.Structure
	has(t, get(t, h.c, list), 200, "1\u00a0doublon probable", "Département du Pas-de-Calais › </span>Protection maternelle")
	has(t, get(t, h.c, page), 200, "les mots de l’un sont dans l’autre", "C’est la même structure", `value="`+lens.ID+`" checked`)
	has(t, follow(t, h.c, h.srv, post(t, h.c, list+"/fusionner", "a", lens.ID, "b", gone, "garder", lens.ID)), 200, "une seule structure", "Défaire")
	lacks(t, get(t, h.c, list), "doublon probable")
	if a := get(t, h.c, h.srv.URL+"/api/structures?q=lens+urgences"); !strings.Contains(a.body, lens.ID) || strings.Contains(a.body, gone) {
		t.Errorf("offered: %s", a.body)
	}
	form := list + "/" + lens.ID
	has(t, get(t, h.c, form), 200, "Centre hospitalier LENS urgences", "leurs noms mènent ici")
	has(t, follow(t, h.c, h.srv, post(t, h.c, list+"/defaire", "fiche", gone)), 200, "de nouveau deux structures")
	// By hand, from the form of one of them.
	has(t, follow(t, h.c, h.srv, post(t, h.c, list+"/fusionner", "a", gone, "garder", lens.ID)), 200, "une seule structure")
	has(t, follow(t, h.c, h.srv, post(t, h.c, list+"/fusionner", "a", gone, "garder", "")), 200, "Choisissez la fiche")

	f := structure.Of(lens)
	pmi, err := records.StructureNamed(h.app, "PMI")
	must(t, err)
	answers := []string{"nom", f.Name, "sigle", f.ShortName, "autres-noms", "", "rattachement", pmi.ID}
	has(t, post(t, h.c, form, append(answers, "niveau", "étage")...), 422, "Choisissez une des réponses")
	has(t, follow(t, h.c, h.srv, post(t, h.c, form, append(answers, "niveau", "service")...)), 200, "Service</span>",
		"Département du Pas-de-Calais › PMI du Pas-de-Calais › </span>Centre hospitalier de Lens")
	has(t, post(t, h.c, list+"/"+pmi.ID, "nom", "PMI", "rattachement", lens.ID), 422, "ne peut pas dépendre d’elle-même")
}
