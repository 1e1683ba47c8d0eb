package hooks_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/event"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/report"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
)

// newFullSeason is the season with what makes every figure more than zero: somebody expected, a placement done, an
// event that belongs to an action in second, a presence added after the closing.
func newFullSeason(t *testing.T) season {
	t.Helper()
	s := newSeason(t)
	coming := testapp.Event(t, s.app, 0, func(d *event.Draft) { d.Title = "Journée à venir" })
	testapp.Register(t, s.app, coming, "Essai", "Jade")
	stay := testapp.Event(t, s.app, 0, func(d *event.Draft) {
		d.Title, d.Programme, d.Rule = "Stage d’essai", itemID(t, s.app, records.Programmes, "stage-croise"), domain.EverySlot
	})
	r := testapp.Register(t, s.app, stay, "Essai", "Karim")
	s.arrive(t, stay, r, 0)
	s.arrive(t, stay, r, 1)
	actions, err := records.Items(s.app, records.RoadmapActions)
	must(t, err)
	e, err := records.EventOf(s.app, stay.ID)
	must(t, err)
	e.RoadmapAction, e.OtherActions = actions[0].ID, records.List{actions[1].ID}
	must(t, records.SaveEvent(s.app, e))
	must(t, event.Close(s.app, e.EndsAt.Time(), "x", e.ID))
	s.placement(t)
	place, err := door.Open(s.app, s.day.ID, "", "x")
	must(t, err)
	_, err = door.Correct(s.app, s.day.EndsAt.Time().Add(time.Hour), place, door.Correction{Nonce: "après coup", Registration: s.people["Alba"].ID,
		Slot: place.Slots[1].ID, Present: true, Reason: "oublié à l’entrée"})
	must(t, err)
	return s
}

// placement makes a stage croisé from the EPSM to a structure of another sector, done and told of, coporté.
func (s season) placement(t *testing.T) *placement.Case {
	t.Helper()
	all, err := records.Structures(s.app)
	must(t, err)
	home, err := records.StructureNamed(s.app, "EPSM Val de Lys-Artois")
	must(t, err)
	host := all[slices.IndexFunc(all, func(o records.Structure) bool { return o.Sector != "" && o.Sector != home.Sector })]
	campaign := testapp.Campaign(t, s.app, nil)
	offer := testapp.Offer(t, s.app, campaign, func(o *records.Offer) { o.Structure = host.ID })
	c := testapp.Attended(t, s.app, testapp.Signed(t, s.app, testapp.Matched(t, s.app, campaign, offer, "Stagiaire", "Lou")))
	c = testapp.Moved(t, s.app, c.Row.EndsAt.Time().AddDate(0, 0, 3), c, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveReceive}) // on paper
	_, err = s.app.DB().NewQuery("UPDATE events SET ptsm_role = 'coporte' WHERE placement = {:p}").Bind(map[string]any{"p": c.Row.ID}).Execute()
	must(t, err)
	return c
}

// Every figure, under every kind of filter, opens a list of as many lines as it says, on the screen as in its file.
func TestEveryFigureOpensAListOfItsLength(t *testing.T) {
	s := newFullSeason(t)
	srv, c := s.desk(t)
	seen := map[string]bool{}
	for _, filter := range []string{"", "du=2027-01-01&au=2027-12-31", "programme=pssm-standard", "role=porte", "lieu=capso", "secteur=sanitaire", "preuve=scanned", "statut=held", "secteur=-&role=porte",
		"action=1", "fonction=infirmier"} {
		if !strings.HasPrefix(filter, "du=") {
			filter = "du=&au=&" + filter
		}
		typed, err := url.ParseQuery(filter)
		must(t, err)
		query := stats.Query{Period: yearPeriod(t, strings.SplitN(typed.Get("du"), "-", 2)[0]), Filter: stats.FilterOf(typed)}
		r, err := stats.Count(s.app, testapp.Now, query)
		must(t, err)
		for f, i := range domain.Indicators {
			n := r.Total.Counts[f]
			l, err := stats.ListOf(s.app, query, i.Code, "", "")
			must(t, err)
			if l.Total != n {
				t.Errorf("%q: %s is %d, its list %d", filter, i.Code, n, l.Total)
			}
			if n == 0 || seen[i.Code] && f != int(domain.FigPeople) {
				continue
			}
			seen[i.Code] = true
			address := "?code=" + i.Code + "&" + filter
			page := string(getBody(t, c, srv.URL+"/gestion/chiffres/liste"+address, 200))
			if !strings.Contains(page, "\u00a0: "+stats.Amount(domain.Figure(f), n)+"</h1>") {
				t.Errorf("%s: the page does not say %d", address, n)
			}
			if lines := strings.Count(page, `<tr><th scope="row">`); lines != len(l.Rows) || !strings.Contains(page, "Compte pour") && lines != n {
				t.Errorf("%s: %d lines on the screen, %d in the list, for %d", address, lines, len(l.Rows), n)
			}
		}
	}
	for _, i := range domain.Indicators {
		if !seen[i.Code] {
			t.Errorf("%s is nowhere more than zero: nothing is shown of its list", i.Code)
		}
	}
	t.Run("the file of a list has its lines", func(t *testing.T) {
		listFile(t, s, func(path string) []byte { return getBody(t, c, srv.URL+path, 200) })
	})
	t.Run("a picture is sound and says its source", func(t *testing.T) {
		for _, def := range domain.Tables {
			drawing(t, string(getBody(t, c, srv.URL+"/gestion/chiffres/graphique/"+def.Name+".svg?du=2026-01-01&au=2026-12-31&role=porte", 200)), "Présents, p"+def.Title[1:])
		}
		drawing(t, string(getBody(t, c, srv.URL+"/gestion/chiffres/graphique/cumul.svg?du=2026-01-01&au=2026-12-31&role=porte", 200)), "Participations cumulées")
		for _, none := range []string{"rien.svg", "by_sector", "by_sector.png"} {
			getBody(t, c, srv.URL+"/gestion/chiffres/graphique/"+none, 404)
		}
	})
	t.Run("the block of the newsletter", func(t *testing.T) {
		page := html.UnescapeString(string(getBody(t, c, srv.URL+"/gestion/chiffres/bulletin"+inQuery("2026"), 200)))
		for _, want := range []string{"2026 en chiffres", "- 2 événements portés", "- 3 personnes distinctes", "- 1 structure représentée",
			"<li><strong>2</strong> événements portés</li>", "En 2026, 3 personnes distinctes, d’une structure, ont participé"} {
			if !strings.Contains(page, want) {
				t.Errorf("no %q", want)
			}
		}
	})
}

func listFile(t *testing.T, s season, get func(string) []byte) {
	t.Helper()
	for _, code := range []string{"present", "distinct_people", "attendance_minutes", "headcount_public"} {
		l, err := stats.ListOf(s.app, stats.Query{}, code, "", "")
		must(t, err)
		f, err := excelize.OpenReader(bytes.NewReader(get("/gestion/chiffres/lignes.xlsx?du=&au=&code=" + code)))
		must(t, err)
		rows, err := f.GetRows("Liste", excelize.Options{RawCellValue: true})
		must(t, err)
		rows = rows[report.HeaderRow:]
		total := rows[len(rows)-1]
		if len(rows)-1 != len(l.Rows) || total[0] != "Total" {
			t.Fatalf("%s: %d lines and %q, want %d", code, len(rows)-1, total, len(l.Rows))
		}
		if got := total[len(total)-1]; code != "attendance_minutes" && got != strconv.Itoa(l.Total) {
			t.Errorf("%s: total %s, want %d", code, got, l.Total)
		}
		for i, line := range l.Rows {
			if rows[i][0] != line.Name {
				t.Errorf("%s: line %d is %q, want %q", code, i, rows[i][0], line.Name)
			}
		}
	}
}

// drawing checks that a file is XML from end to end, and says what it shows, when and through which filter.
func drawing(t *testing.T, file, title string) {
	t.Helper()
	d, said := xml.NewDecoder(strings.NewReader(file)), ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", title, err, file)
		}
		if text, ok := token.(xml.CharData); ok {
			said += string(text) + "\n"
		}
	}
	for _, want := range []string{title, "année 2026", "Porté par le PTSM", "arrêtées au"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s: no %q in\n%s", title, want, said)
		}
	}
	if strings.Contains(file, "class=\"cut-") || strings.Contains(file, "class=\"bar") {
		t.Errorf("%s: a class that no page explains", title)
	}
}
