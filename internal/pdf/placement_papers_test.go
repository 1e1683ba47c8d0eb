package pdf

import (
	"bytes"
	"io"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"passerelle/internal/ticket"
)

func missionFixture() MissionOrder {
	a := agreementFixture()
	return MissionOrder{Employer: a.Home, Agent: a.Trainee, Host: a.Host.Name, Service: a.Service, Place: a.Place, PlaceAddress: a.PlaceAddress,
		Agreement: a.name(), Days: a.Days, Total: a.Total, Preparer: a.Facilitator, IssuedAt: a.IssuedAt}
}

func joiningFixture() JoiningSheet {
	a := agreementFixture()
	return JoiningSheet{Trainee: a.Trainee, Home: a.Home.Name, Agreement: a.name(), Host: a.Host.Name, Service: a.Service, Place: a.Place, PlaceAddress: a.PlaceAddress,
		Days: a.Days, Total: a.Total, Tutor: a.Tutor, Conditions: a.Conditions, Contact: "coordination@exemple.invalid, 03\u00a000\u00a000\u00a000\u00a000",
		ShortCode: "BCDF-2345", QRPayload: "HTTPS://PASSERELLE.EXEMPLE.FR/B/ABCDEF0123456789GHJKMNPQRSTVWXYZ", Organiser: a.Facilitator, IssuedAt: a.IssuedAt}
}

// onePagers are the samples of both papers: short, of twelve half-days with long words, and with nothing known.
func onePagers(t *testing.T) map[string]struct {
	data    []byte
	content any
} {
	long, m, s := longAgreement(), missionFixture(), joiningFixture()
	m.Employer, m.Agent.Name, m.Days, m.Total, m.Purpose = long.Home, long.Host.Representative, long.Days, long.Total, "Découvrir l’accueil des enfants et la place des familles, dans le cadre de la campagne de stages croisés du printemps"
	s.Trainee.Name, s.Home, s.Days, s.Total, s.Conditions = long.Host.Representative, long.Home.Name, long.Days, long.Total, long.Conditions
	out := map[string]struct {
		data    []byte
		content any
	}{}
	for name, one := range map[string]MissionOrder{"short": missionFixture(), "long": m, "bare": {}} {
		out["mission-"+name] = struct {
			data    []byte
			content any
		}{made(t, DrawMissionOrder, one), one}
	}
	for name, one := range map[string]JoiningSheet{"short": joiningFixture(), "long": s, "bare": {}} {
		out["joining-"+name] = struct {
			data    []byte
			content any
		}{made(t, DrawJoiningSheet, one), one}
	}
	for name, one := range out {
		left(t, name, one.data)
	}
	return out
}

func TestTheOrderAndTheSheetSayEverythingOnOnePage(t *testing.T) {
	all, again := onePagers(t), onePagers(t)
	for name, one := range all {
		if got := pageCount(one.data); got != 1 {
			t.Errorf("%s: %d pages", name, got)
		}
		if !bytes.Equal(one.data, again[name].data) {
			t.Errorf("%s: the same content gave other bytes", name)
		}
		text := said(t, one.data)
		for _, want := range wordsIn(reflect.ValueOf(one.content)) {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not said in\n%s", name, want, text)
			}
		}
		for _, never := range []string{ellipsis, "renseigné", "  ", " ,"} {
			if strings.Contains(text, never) {
				t.Errorf("%s: %q is said in\n%s", name, never, text)
			}
		}
	}
	for name, want := range map[string]string{"mission-short": "Modèle à porter sur le papier à en-tête de l’employeur", "joining-short": "Tutrice ou tuteur Nom Sacha Modèle",
		"mission-bare": "Stage croisé : découverte et observation", "joining-bare": "aucun acte de soin", "mission-long": "Total : 12 demi-journées 42 h"} {
		if text := said(t, all[name].data); !strings.Contains(text, want) {
			t.Errorf("%s: %q is not said in\n%s", name, want, text)
		}
	}
	for _, never := range []string{"code", "Prévenez", "À savoir", "convention"} {
		if text := said(t, all["joining-bare"].data); strings.Contains(text, never) {
			t.Errorf("%q is said in\n%s", never, text)
		}
	}
	for name, want := range map[string]int{"mission-bare": 5 + 2 + 3 + 3 + 2 + 2 + 2, "mission-short": 2 + 2, "joining-bare": 1 + 2 + 3 + 2, "joining-short": 0} {
		if n := strings.Count(content(t, all[name].data), "[0.85 3.12] 0.00 d"); n != want {
			t.Errorf("%s: %d dotted lines, want %d", name, n, want)
		}
	}
}

func TestTheSheetBearsTheCodeOfTheTrainee(t *testing.T) {
	s := joiningFixture()
	want, err := ticket.QR(s.QRPayload)
	if err != nil {
		t.Fatal(err)
	}
	if got := symbolOf(t, content(t, made(t, DrawJoiningSheet, s))); !reflect.DeepEqual(got, want) {
		t.Errorf("another symbol of %d modules", len(got))
	}
	s.QRPayload = strings.Repeat("a", 5000)
	if err := DrawJoiningSheet(io.Discard, s); err == nil {
		t.Error("a code that no symbol holds")
	}
}

// Whatever is typed, both papers hold on their page.
func TestAnyOrderAndSheetHoldOnTheirPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.TrimSpace(strings.Repeat(rapid.SampledFrom([]string{"mot composé ", "Éxemple-Fictif ", "Wagon"}).Draw(t, "word"), rapid.IntRange(0, 25).Draw(t, "times")))
		m, s := missionFixture(), joiningFixture()
		for _, v := range []reflect.Value{reflect.ValueOf(&m).Elem(), reflect.ValueOf(&s).Elem()} {
			for _, field := range textsOf(v) {
				if rapid.Bool().Draw(t, "changed") {
					field.SetString(text)
				}
			}
		}
		days := placementDays(rapid.IntRange(0, 30).Draw(t, "half-days"))
		m.Days, s.Days = days, days
		s.Conditions = append(s.Conditions, make([]PlacementCondition, rapid.IntRange(0, 8).Draw(t, "conditions"))...)
		for i := range s.Conditions {
			s.Conditions[i].Text = text
		}
		order, m := newMissionOrder(m)
		if high := stacked(order.squeezed(missionBottom-missionTop, func() { order.mission(m) })); high > missionBottom-missionTop {
			t.Fatalf("the order is %.1f mm tall", high)
		}
		sheet, s := newJoiningSheet(s)
		if high := stacked(sheet.squeezed(joiningBottom-joiningTop, func() { sheet.joining(s) })); high > joiningBottom-joiningTop {
			t.Fatalf("the sheet is %.1f mm tall", high)
		}
	})
}

// textsOf are the texts of a paper and of the persons and institutions in it, in their order.
func textsOf(v reflect.Value) (list []reflect.Value) {
	for i := range v.NumField() {
		switch field := v.Field(i); {
		case v.Type().Field(i).Name == "QRPayload":
		case field.Kind() == reflect.String:
			list = append(list, field)
		case field.Kind() == reflect.Struct && v.Type().Field(i).Name != "IssuedAt":
			list = append(list, textsOf(field)...)
		}
	}
	return list
}
