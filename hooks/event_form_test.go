package hooks_test

import (
	"html"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

var (
	formInert    = regexp.MustCompile(`(?s)<template>.*?</template>`)
	formInput    = regexp.MustCompile(`<input [^>]*>`)
	formTextarea = regexp.MustCompile(`(?s)<textarea id="[^"]*" name="([^"]*)"[^>]*>\n?(.*?)</textarea>`)
	formSelect   = regexp.MustCompile(`(?s)<select id="[^"]*" name="([^"]*)"[^>]*>(.*?)</select>`)
	formChosen   = regexp.MustCompile(`<option value="([^"]*)" selected`)
	formRow      = regexp.MustCompile(`^(slot|item)-\d+-`)
)

func formAttribute(tag, name string) string {
	m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

// formValues reads what a browser without a script would send of the event's form.
func formValues(t *testing.T, page string) url.Values {
	t.Helper()
	_, page, ok := strings.Cut(page, `<form class="sheet" id="evenement"`)
	if !ok {
		t.Fatal("the page has no form of an event")
	}
	page, _, _ = strings.Cut(page, "</form>")
	page = formInert.ReplaceAllString(page, "")
	v := url.Values{}
	for _, tag := range formInput.FindAllString(page, -1) {
		kind := formAttribute(tag, "type")
		if (kind == "checkbox" || kind == "radio") && !strings.Contains(tag, " checked") {
			continue
		}
		v.Add(formAttribute(tag, "name"), formAttribute(tag, "value"))
	}
	for _, m := range formTextarea.FindAllStringSubmatch(page, -1) {
		v.Add(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range formSelect.FindAllStringSubmatch(page, -1) {
		value := ""
		if chosen := formChosen.FindStringSubmatch(m[2]); chosen != nil {
			value = html.UnescapeString(chosen[1])
		}
		v.Add(m[1], value)
	}
	return v
}

// fullEvent makes an event with something in every field.
func fullEvent(t *testing.T, app core.App, organiser string) *records.Event {
	t.Helper()
	ref, err := records.LoadReference(app)
	if err != nil {
		t.Fatal(err)
	}
	return testapp.Event(t, app, 30, func(d *event.Draft) {
		d.Title, d.Summary, d.Description = `Parents « & » <adolescents>`, "En bref", "Un\n\ndeux"
		d.Audience, d.Contact, d.Access, d.RemoteURL, d.FullNote = "Tous", "contact@exemple.invalid", "Bus 3\nParking", "https://visio.exemple.invalid/a?b=c&d=e", "C’est complet"
		d.Mode, d.Visibility, d.PTSMRole, d.Rule, d.Partners, d.CoBuilt = "mixed", domain.ByLink, "soutenu", domain.EnoughMinutes, "La mairie", true
		d.RuleAmount = 330
		d.WorkingGroup, d.Axis, d.Action, d.Priority = ref.Groups[1].ID, ref.Axes[2].ID, ref.Actions[3].ID, ref.Priorities[0].ID
		d.OtherGroups, d.OtherAxes, d.OtherActions, d.OtherPriorities = []string{ref.Groups[0].ID}, []string{ref.Axes[0].ID, ref.Axes[1].ID}, []string{ref.Actions[0].ID}, []string{ref.Priorities[1].ID}
		d.Organisers, d.SignatoryName, d.SignatoryFunction = []string{organiser}, "Nom fictif", "Fonction"
		d.Opens, d.Closes = testapp.Now.Add(-time.Hour), testapp.Now.Add(4*time.Hour)
		d.Slots[1].Room, d.Slots[1].BreakMinutes = "Salle B", 15
		d.Slots[1].Trainer, d.Slots[1].TrainerRole = "Nom Fictif", "Formatrice PSSM"
		at := d.Slots[0].Start
		d.Agenda = []records.AgendaItem{{StartsAt: records.At(at), EndsAt: records.At(at.Add(time.Hour)), Title: "Accueil", Speaker: "PTSM", Detail: "Café"},
			{StartsAt: records.At(at.AddDate(0, 0, 1)), EndsAt: records.At(at.AddDate(0, 0, 1).Add(time.Hour)), Title: "Le lendemain"}}
	})
}

func TestSavingTheFormAsItIsChangesNothing(t *testing.T) {
	app := testapp.New(t)
	coordinator, own := testapp.User(t, app, "coordinator", "c@exemple.invalid"), testapp.User(t, app, "organiser", "a@exemple.invalid")
	e := fullEvent(t, app, own.Id)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, coordinator)
	before := everything(t, app, e.ID)
	address := srv.URL + "/gestion/evenements/" + e.ID + "/modifier"
	status, page, _ := deskAsk(t, c, "GET", address, nil)
	if status != 200 {
		t.Fatal(status)
	}
	values := formValues(t, page)
	if status, page, _ := deskAsk(t, c, "POST", address, values); status != http.StatusSeeOther {
		t.Fatal(status, errorsOf(page))
	}
	if after := everything(t, app, e.ID); !reflect.DeepEqual(before, after) {
		t.Errorf("before %+v\nafter  %+v", before, after)
	}

	values.Set("title", "") // refused: everything comes back as typed
	values.Set("capacity", "beaucoup")
	values.Set("slot-7-day", "2026-11-23")
	values.Set("slot-7-start", "14:00")
	values.Set("slot-7-end", "9 heures")
	values.Set("item-0-title", "")
	status, page, _ = deskAsk(t, c, "POST", address, values)
	if status != 422 {
		t.Fatal(status)
	}
	for _, link := range []string{"#title", "#capacity", "#slot-2-end", "#item-0-title"} {
		if !strings.Contains(page, `<a href="`+link+`">`) {
			t.Errorf("%s is not among the errors: %q", link, errorsOf(page))
		}
	}
	if again := formValues(t, page); !reflect.DeepEqual(typedOf(values), typedOf(again)) {
		t.Errorf("typed %v\nshown %v", typedOf(values), typedOf(again))
	}
	if after := everything(t, app, e.ID); !reflect.DeepEqual(before, after) {
		t.Error("a refused form changed the event")
	}
}

// typedOf leaves out empty fields and numbers rows anew.
func typedOf(v url.Values) map[string][]string {
	out := map[string][]string{}
	for name, values := range v {
		name = formRow.ReplaceAllString(name, "$1-N-")
		values = slices.DeleteFunc(slices.Clone(values), func(s string) bool { return s == "" })
		if len(values) > 0 {
			out[name] = append(out[name], values...)
			slices.Sort(out[name])
		}
	}
	return out
}

func errorsOf(page string) string {
	_, rest, _ := strings.Cut(page, `id="erreurs"`)
	summary, _, _ := strings.Cut(rest, "</div>")
	return summary
}

// everything is what the form writes of an event.
func everything(t *testing.T, app core.App, id string) event.Draft {
	t.Helper()
	e, err := records.EventOf(app, id)
	if err != nil {
		t.Fatal(err)
	}
	slots, err := records.Slots(app, id)
	if err != nil {
		t.Fatal(err)
	}
	agenda, err := records.Agenda(app, id)
	if err != nil {
		t.Fatal(err)
	}
	for i := range agenda {
		agenda[i].ID = "" // written anew each time
	}
	return event.DraftOf(e, slots, agenda)
}

func TestNewEventFromTheForm(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, "coordinator", "c@exemple.invalid"))
	programme, err := records.ItemByCode(app, records.Programmes, "pssm-standard")
	if err != nil {
		t.Fatal(err)
	}
	address := srv.URL + "/gestion/evenements/nouveau"
	_, page, _ := deskAsk(t, c, "GET", address+"?programme="+programme.ID, nil)
	values := formValues(t, page)
	if values.Get("capacity") != "16" || values.Get("rule") != domain.EverySlot || values.Get("programme") != programme.ID {
		t.Fatal("the programme prefills nothing:", values)
	}
	maps.Copy(values, url.Values{"title": {"Session d’essai"}, "slot-0-day": {"2026-12-01"}, "slot-0-start": {"09:00"}, "slot-0-end": {"17 h 00"}, "place": {"Salle"}})
	var made string
	for range 2 { // a double click
		status, page, to := deskAsk(t, c, "POST", address, values)
		if status != http.StatusSeeOther {
			t.Fatal(status, errorsOf(page))
		}
		made, _, _ = strings.Cut(strings.TrimPrefix(to, "/gestion/evenements/"), "?")
	}
	all, err := records.Events(app, records.EventFilter{})
	if err != nil || len(all) != 1 || all[0].ID != made || all[0].Status != domain.Draft || all[0].Capacity != 16 {
		t.Fatal(all, err)
	}
	if got := all[0].EndsAt.Time(); !got.Equal(time.Date(2026, 12, 1, 16, 0, 0, 0, time.UTC)) {
		t.Error("17 h in Paris:", got)
	}
	status, page, _ := deskAsk(t, c, "GET", address+"?programme=inconnu", nil)
	if status != 404 {
		t.Error(status, page)
	}
}

func TestBadRowsOfTheForm(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, "coordinator", "c@exemple.invalid"))
	programme, err := records.ItemByCode(app, records.Programmes, "copil")
	if err != nil {
		t.Fatal(err)
	}
	for _, c2 := range []struct {
		name   string
		values url.Values
		fields []string // every error, in order
		text   string
	}{
		{"nothing typed", url.Values{"title": {""}, "programme": {""}, "slot-0-day": {""}, "slot-0-start": {""}, "slot-0-end": {""}}, []string{"title", "programme", "slot-0-day"}, "au moins une demi-journée"},
		{"ends before it starts", url.Values{"slot-0-end": {"08:00"}}, []string{"slot-0-end"}, "La fin doit venir"},
		{"the hour that spring skips", url.Values{"slot-0-day": {"2027-03-28"}, "slot-0-start": {"02:30"}}, []string{"slot-0-start"}, "l’heure d’été"},
		{"half-days that overlap", url.Values{"slot-3-day": {"2026-12-01"}, "slot-3-start": {"10:00"}, "slot-3-end": {"11:00"}}, []string{"slot-1-start"}, "avant la fin de la précédente"},
		{"no hour", url.Values{"slot-0-start": {""}}, []string{"slot-0-start"}, ""},
		{"a day that is none", url.Values{"slot-0-day": {"31/02/2026"}, "item-0-start": {"09:00"}, "item-0-end": {"09:30"}, "item-0-title": {"Accueil"}}, []string{"slot-0-day"}, ""},
		{"a break that is no number", url.Values{"slot-0-break": {"un peu"}}, []string{"slot-0-break"}, ""},
		{"a running order backwards", url.Values{"item-0-start": {"09:30"}, "item-0-end": {"09:00"}, "item-0-title": {"Accueil"}}, []string{"item-0-end"}, ""},
		{"a window that skips spring", url.Values{"opens": {"2027-03-28T02:30"}, "closes": {"demain"}}, []string{"opens", "closes"}, ""},
		{"hours without a unit", url.Values{"rule": {domain.EnoughMinutes}, "rule_hours": {"3"}}, []string{"rule_hours"}, "avec son unité"},
		{"hours that are none", url.Values{"rule": {domain.EnoughMinutes}, "rule_hours": {""}}, []string{"rule_hours"}, "avec son unité"},
		{"more hours than the half-days", url.Values{"rule": {domain.EnoughMinutes}, "rule_hours": {"3 h 01"}}, []string{"rule_hours"}, "durent 3\u00a0h en tout"},
		{"hours of which a break is taken off", url.Values{"rule": {domain.EnoughMinutes}, "rule_hours": {"3 h"}, "slot-0-break": {"15"}}, []string{"rule_hours"}, "durent 2\u00a0h\u00a045 en tout"},
		{"more half-days than there are", url.Values{"rule": {domain.EnoughSlots}, "rule_slots": {"2"}, "rule_hours": {"n’importe quoi"}}, []string{"rule_slots"}, "(1 en tout)"},
		{"half-days in words", url.Values{"rule": {domain.EnoughSlots}, "rule_slots": {"deux"}}, []string{"rule_slots"}, `value="deux"`},
		{"a rule of nowhere", url.Values{"rule": {"toujours"}}, []string{"rule"}, ""},
		{"nothing to read", url.Values{"read": {"1"}}, []string{"paste"}, ""},
		{"lines that cannot be read", url.Values{"paste": {"10:00 - 10:30 Accueil\nPause"}}, []string{"paste"}, "n’ont pas été comprises"},
	} {
		values := url.Values{"title": {"Réunion"}, "programme": {programme.ID}, "mode": {"remote"}, "visibility": {"public"}, "ptsm_role": {"porte"},
			"rule": {domain.EverySlot}, "slot-0-day": {"2026-12-01"}, "slot-0-start": {"09:00"}, "slot-0-end": {"12:00"}}
		maps.Copy(values, c2.values)
		status, page, _ := deskAsk(t, c, "POST", srv.URL+"/gestion/evenements/nouveau", values)
		var fields []string
		for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(errorsOf(page), -1) {
			fields = append(fields, m[1])
		}
		if status != 422 || !slices.Equal(fields, c2.fields) || !strings.Contains(page, c2.text) {
			t.Errorf("%s: %d %v, want %v\n%s", c2.name, status, fields, c2.fields, errorsOf(page))
		}
		for _, f := range fields {
			if !strings.Contains(page, ` id="`+f+`"`) {
				t.Errorf("%s: no field %s to go to", c2.name, f)
			}
		}
	}
	if all, err := records.Events(app, records.EventFilter{}); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}

func TestAPastedRunningOrderIsShownBeforeItIsSaved(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, "coordinator", "c@exemple.invalid"))
	status, page, _ := deskAsk(t, c, "POST", srv.URL+"/gestion/evenements/nouveau", url.Values{"title": {"Réunion"}, "item-0-start": {"09:00"}, "item-0-title": {"Déjà là"}, "paste": {"10h - 10h30 Accueil | PTSM"}})
	values := formValues(t, page)
	if status != 200 || values.Get("item-0-title") != "Déjà là" || values.Get("item-1-title") != "Accueil" || values.Get("item-1-end") != "10:30" || values.Get("item-1-speaker") != "PTSM" || values.Get("title") != "Réunion" {
		t.Error(status, values)
	}
	if all, err := records.Events(app, records.EventFilter{}); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}
