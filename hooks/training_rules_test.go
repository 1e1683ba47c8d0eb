package hooks_test

import (
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func trainingTyped(changes ...string) []string {
	answers := map[string]string{"group_min": "8", "prerequisites": "Aucun prérequis", "provider": "Organisme fictif", "issuer": "PSSM France",
		"evaluation_url": "https://evaluation.exemple.invalid/p", "trainer_needs": "Vidéoprojecteur, boissons", "price_note": "Gratuit, repas à votre charge"}
	for i := 0; i+1 < len(changes); i += 2 {
		answers[changes[i]] = changes[i+1]
	}
	var fields []string
	for name, v := range answers {
		fields = append(fields, name, v)
	}
	return fields
}

func TestWhatATrainingAsksIsWrittenAtTheDeskAndToldOutside(t *testing.T) {
	app, srv, c, e, at := desk(t, 16, func(d *event.Draft) {
		d.Rule, d.RuleAmount = domain.EnoughSlots, 2
		d.Slots[0].Trainer, d.Slots[0].TrainerRole = "Nom Fictif", "Formatrice"
	})
	page := srv.URL + "/evenements/" + e.Slug
	lacks(t, get(t, c, page), "La formation</h2>", "PSSM France")
	has(t, get(t, c, at+"/formation/reglages"), 200, "Réglages de la formation", "présence à 2\u00a0demi-journées au moins", `name="group_min"`)
	a := post(t, c, at+"/formation/reglages", append(trainingTyped(), "seen", e.Updated.String())...)
	has(t, follow(t, c, srv, a), 200, "Réglages de la formation enregistrés", `value="PSSM France"`, "Vidéoprojecteur")
	public := get(t, testapp.Browser(t), page)
	has(t, public, 200, "La formation</h2>", "Groupe de 8 à 16\u00a0personnes", "Nom Fictif, Formatrice", "Organisme fictif", "Aucun prérequis", "Gratuit, repas à votre charge",
		"présence à 2\u00a0demi-journées au moins", "délivré par PSSM France, après son évaluation")
	lacks(t, public, "Vidéoprojecteur", "evaluation.exemple.invalid")
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	token, err := link.Token(app, link.Trainer, slots[0].ID)
	must(t, err)
	has(t, get(t, testapp.Browser(t), srv.URL+"/intervenants/"+token), 200, "Vidéoprojecteur, boissons")

	stale := post(t, c, at+"/formation/reglages", append(trainingTyped("provider", "Un autre"), "seen", "2026-11-01 08:00:00.000Z")...)
	has(t, stale, 422, "modifié cet événement entre-temps", `value="Un autre"`)
	must(t, event.Cancel(app, testapp.Now, "essai", e.ID, "Essai"))
	has(t, get(t, c, at+"/formation/reglages"), 200, "ses réglages ne changent plus")
	has(t, post(t, c, at+"/formation/reglages", trainingTyped()...), 409)
}

func TestBadSettingsOfATrainingAreSaidAtTheirFieldsAndKept(t *testing.T) {
	app, _, c, e, at := desk(t, 16, nil)
	for _, row := range []struct{ field, typed, said string }{
		{"group_min", "17", "plus de personnes qu’il n’a de places"}, {"group_min", "huit", "nombre entier"}, {"group_min", "-1", "nombre entier"},
		{"evaluation_url", "http://exemple.invalid", "commence par https://"}, {"evaluation_url", "exemple.invalid", "commence par https://"},
		{"provider", strings.Repeat("a", 301), "trop long"}, {"issuer", strings.Repeat("a", 301), "trop long"}, {"price_note", strings.Repeat("a", 10001), "trop long"},
	} {
		a := post(t, c, at+"/formation/reglages", trainingTyped(row.field, row.typed)...)
		has(t, a, 422, `<a href="#`+row.field+`">`, "Une réponse est à corriger", row.said, row.typed, "Aucun prérequis")
	}
	if kept, err := records.EventOf(app, e.ID); err != nil || kept.GroupMin != 0 || kept.Issuer != "" {
		t.Error(kept, err)
	}
}

func programmeTyped(changes ...string) []string {
	return trainingTyped(append([]string{"intent", "programmeessai0", "name", "Gestes d’été", "kind", "formation", "rule", "minutes", "rule_hours", "6 h", "minutes", "7 h",
		"capacity", "12", "minimum_age", "16", "certificate", "1", "valid_from", "2026", "valid_to", ""}, changes...)...)
}

func TestProgrammesAreWrittenAndBeginTheirEvents(t *testing.T) {
	app, srv, c, _, _ := desk(t, 5, nil)
	at := srv.URL + "/gestion/programmes"
	has(t, get(t, c, srv.URL+"/gestion/reglages"), 200, `href="/gestion/programmes"`)
	has(t, get(t, c, at), 200, "module standard", "14\u00a0h", "Groupe de 16\u00a0personnes au plus", "/gestion/programmes/nouveau")
	for _, row := range [][2]string{{"name", ""}, {"name", "Stage croisé"}, {"kind", "cours"}, {"rule", "toujours"}, {"rule_hours", "six"}, {"rule_hours", "8 h"}, {"minutes", "14"},
		{"capacity", "douze"}, {"minimum_age", "-1"}, {"valid_from", "26"}, {"valid_to", "2025"}, {"group_min", "13"}, {"evaluation_url", "http://a.fr"}, {"working_group", "rien"}} {
		a := post(t, c, at+"/nouveau", programmeTyped(row[0], row[1])...)
		has(t, a, 422, `<a href="#`+row[0], "Aucun prérequis")
	}
	has(t, follow(t, c, srv, post(t, c, at+"/nouveau", programmeTyped()...)), 200, "est enregistré", "Gestes d’été", "Présence de 6\u00a0h au moins")
	made, err := records.ItemByCode(app, records.Programmes, "gestes-d-ete")
	must(t, err)
	has(t, get(t, c, at+"/"+made.ID), 200, `value="6`+"\u00a0"+`h"`, `value="7`+"\u00a0"+`h"`, "Organisme fictif")
	has(t, get(t, c, srv.URL+"/gestion/evenements/nouveau?programme="+made.ID), 200, "J’ai 16 ans ou plus", "2\u00a0demi-journées sur 2\u00a0dates", `value="12"`)
	has(t, post(t, c, at+"/"+made.ID, programmeTyped("valid_to", "2025", "valid_from", "2024")...), 303)
	has(t, get(t, c, at), 200, "Plus proposé")
	lacks(t, get(t, c, srv.URL+"/gestion/evenements/nouveau"), "Gestes d’été")
	has(t, get(t, c, at+"/inconnu"), 404)
}

func TestTheHoursOfAProgrammeAreCutWithoutTheirDates(t *testing.T) {
	app, srv, c, _, _ := desk(t, 5, nil)
	at := srv.URL + "/gestion/evenements/nouveau?programme="
	pssm := itemID(t, app, records.Programmes, "pssm-standard")
	has(t, get(t, c, at+pssm), 200, "2\u00a0jours", "4\u00a0demi-journées sur 4\u00a0dates", "7\u00a0séances de 2\u00a0h à distance", "J’ai 18 ans ou plus")
	for code, want := range map[string][]string{"jours": {"09:00 12:30", "13:30 17:00", "09:00 12:30", "13:30 17:00"},
		"demi-journees": {"09:00 12:30", "09:00 12:30", "09:00 12:30", "09:00 12:30"}, "a-distance": {"09:00 11:00", "09:00 11:00", "09:00 11:00", "09:00 11:00", "09:00 11:00", "09:00 11:00", "09:00 11:00"}, "autre": {" "}} {
		values := formValues(t, get(t, c, at+pssm+"&rythme="+code).body)
		var got []string
		for i := range 10 {
			n := string(rune('0' + i))
			if values.Has("slot-" + n + "-start") {
				got = append(got, values.Get("slot-"+n+"-start")+" "+values.Get("slot-"+n+"-end"))
			}
			if values.Get("slot-"+n+"-day") != "" {
				t.Error("a date nobody chose")
			}
		}
		for len(got) > 1 && got[len(got)-1] == " " { // spare rows
			got = got[:len(got)-1]
		}
		if strings.Join(got, ",") != strings.Join(want, ",") {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
		if remote := values.Get("mode") == "remote"; remote != (code == "a-distance") {
			t.Errorf("%s: %s", code, values.Get("mode"))
		}
	}
	lacks(t, get(t, c, at+itemID(t, app, records.Programmes, "action")), "Préremplir les demi-journées")
}
