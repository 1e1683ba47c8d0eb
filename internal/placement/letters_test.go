package placement_test

import (
	"regexp"
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
)

var party = regexp.MustCompile(`\[\[[^|\]]+\|(stage[a-z-]*):([^\]]*)\]\]`)

// post reads what was queued about a placement since the last time: « KIND to PARTY », the party by the link that the
// letter holds, which must be that of its reader.
func post(t *testing.T, app core.App, id string, seen map[string]bool) (list []string) {
	t.Helper()
	links := map[string]string{"camille.exemple@exemple.invalid": link.PlacementTrainee, "encadrement@exemple.invalid": link.PlacementManager,
		"direction@exemple.invalid": link.PlacementHome, "reference@exemple.invalid": link.PlacementHost, "tutorat@exemple.invalid": link.PlacementHost}
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range rows {
		if seen[l.ID] || l.Placement != id {
			continue
		}
		seen[l.ID] = true
		found := party.FindAllStringSubmatch(l.Text, -1)
		if l.Kind == mail.StageReturned && links[l.Recipient] == link.PlacementHost {
			if len(found) > 0 {
				t.Errorf("the host that a place was taken back from reads %v", found)
			}
		} else if len(found) != 1 || found[0][1] != links[l.Recipient] || found[0][2] != id {
			t.Errorf("%s to %s holds %v", l.Kind, l.Recipient, found)
		}
		if strings.ContainsAny(l.Subject+l.Text, "{}") {
			t.Errorf("%s: %s\n%s", l.Kind, l.Subject, l.Text)
		}
		name, _, _ := strings.Cut(l.Recipient, "@")
		list = append(list, l.Kind+" "+name)
	}
	slices.Sort(list)
	return list
}

// Each step writes to whom it concerns, with the reason, each by its own link; nobody else is written to.
func TestEachStepWritesToWhomItConcerns(t *testing.T) {
	app, seen := testapp.New(t), map[string]bool{}
	c := testapp.Campaign(t, app, func(c *records.Campaign) { c.ManagerAsked = true })
	o := testapp.Offer(t, app, c, func(o *records.Offer) { o.Badge, o.Meal = "À l’accueil", "Au self" })
	p := testapp.Wish(t, app, c, "Exemple", "Camille", nil, o.ID)
	days := func(p *placement.Case, later time.Duration) (list []domain.Slot) {
		for _, d := range o.HalfDays.Slots() {
			d.ID, d.Start, d.End = records.NewID(), d.Start.Add(later), d.End.Add(later)
			list = append(list, d)
		}
		return list
	}
	want := func(what string, expected ...string) {
		t.Helper()
		slices.Sort(expected)
		if got := post(t, app, p.Row.ID, seen); !slices.Equal(got, expected) {
			t.Errorf("%s wrote %v, want %v", what, got, expected)
		}
	}
	to := func(kind string, names ...string) (list []string) {
		for _, n := range names {
			list = append(list, kind+" "+n)
		}
		return list
	}
	move := func(by domain.Party, act domain.PlacementAct) { p = testapp.Moved(t, app, testapp.Now, p, by, act) }
	trainee, all := "camille.exemple", []string{"camille.exemple", "reference", "tutorat", "direction", "encadrement"}
	signers := []string{trainee, "direction", "reference"}

	want("ask", mail.StageWish+" "+trainee, mail.StageAgreement+" encadrement")
	move(domain.PartyManager, domain.PlacementAct{Move: domain.MoveAgree})
	want("agree", to(mail.StageAgreed, trainee)...)
	move(domain.PartyManager, domain.PlacementAct{Move: domain.MoveRetract})
	want("retract", to(mail.StageRetracted, trainee)...)
	move(domain.PartyManager, domain.PlacementAct{Move: domain.MoveAgree})
	want("agree again", to(mail.StageAgreed, trainee)...)
	matched := append(to(mail.StageArrival, "reference", "tutorat"), mail.StagePlace+" "+trainee, mail.StageDeparture+" direction")
	p = testapp.Placed(t, app, p, o, days(p, 0))
	want("match", matched...)
	move(domain.PartyHost, domain.PlacementAct{Move: domain.MoveUnmatch})
	if kinds, err := waiting(app, p.Row.ID); err != nil || slices.Contains(kinds, mail.StageArrival) || !slices.Contains(kinds, mail.StagePlace) {
		t.Errorf("left to send: %v, %v", kinds, err)
	}
	want("unmatch", to(mail.StageReturned, all...)...)
	p = testapp.Placed(t, app, p, o, days(p, 0))
	want("match again", matched...)
	p = testapp.Signed(t, app, p)
	want("send and sign", append(to(mail.StageSign, signers...), mail.StageJoining+" "+trainee, mail.StageJoiningTutor+" tutorat")...)
	move(domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveUnsign, Signature: domain.AgreementSignature{Signer: domain.PartyHome}})
	want("unsign", to(mail.StageUnsigned, "direction")...)
	move(domain.PartyHome, domain.PlacementAct{Move: domain.MovePostpone})
	want("postpone", to(mail.StagePostponed, all...)...)
	move(domain.PartyHost, domain.PlacementAct{Move: domain.MoveResume, Days: days(p, 48*time.Hour)})
	want("resume", to(mail.StageDates, all...)...)
	move(domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveAmend})
	want("amend", to(mail.StageSignAgain, signers...)...)
	for _, by := range domain.PlacementSigners {
		move(by, domain.PlacementAct{Move: domain.MoveSign, Signature: domain.AgreementSignature{Signer: by, Day: testapp.Now.Truncate(24 * time.Hour), How: domain.SignedOnPaper}})
	}
	want("sign", mail.StageJoining+" "+trainee, mail.StageJoiningTutor+" tutorat")
	joining := lastLetter(t, app, mail.StageJoining)
	for _, said := range []string{"- Badge\u00a0: À l’accueil", "- Repas\u00a0: Au self", "Dominique Tutorat, Cadre", "Centre hospitalier de Lens, Équipe mobile", "Pavillon d’essai", p.Row.ShortCode[:4]} {
		if !strings.Contains(joining.Text, said) {
			t.Errorf("the instructions lack %q:\n%s", said, joining.Text)
		}
	}
	p = testapp.Attended(t, app, p)
	want("finish", mail.StageReport+" "+trainee, mail.StageFeedback+" tutorat")
	move(domain.PartyTrainee, domain.PlacementAct{Move: domain.MoveReceive})
	want("receive")
}

func lastLetter(t *testing.T, app core.App, kind string) (found records.Letter) {
	t.Helper()
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range rows {
		if l.Kind == kind && found.Created.Time().Before(l.Created.Time().Add(time.Second)) {
			found = l
		}
	}
	return found
}

// What ends before a place was given is told to the trainee alone; an offer's letters go to who proposed it, once.
func TestAnEndBeforeAPlaceAndTheLettersOfAnOffer(t *testing.T) {
	app, seen := testapp.New(t), map[string]bool{}
	c := testapp.Campaign(t, app, nil)
	o := testapp.Offer(t, app, c, nil)
	p := testapp.Wish(t, app, c, "Exemple", "Camille", nil, o.ID)
	if got := post(t, app, p.Row.ID, seen); !slices.Equal(got, []string{mail.StageWish + " camille.exemple"}) {
		t.Error(got)
	}
	testapp.Moved(t, app, testapp.Now, p, domain.PartyCoordinator, domain.PlacementAct{Move: domain.MoveCancel})
	if got := post(t, app, p.Row.ID, seen); !slices.Equal(got, []string{mail.StageCancelled + " camille.exemple"}) {
		t.Error(got)
	}
	for range 2 {
		if err := mail.ToOffer(app, testapp.Now, mail.StageOfferRefused, "refused:"+o.ID, o, "Aucune place pour l’instant."); err != nil {
			t.Fatal(err)
		}
	}
	if l := lastLetter(t, app, mail.StageOfferRefused); l.Recipient != "reference@exemple.invalid" || !strings.Contains(l.Text, "|place-stage:"+o.ID+"]]") || !strings.Contains(l.Text, "Aucune place") {
		t.Errorf("%+v", l)
	}
}

// waiting lists the kinds of the letters about a placement that are in the outbox.
func waiting(app core.App, id string) (kinds []string, err error) {
	rows, _, err := records.Letters(app, records.LetterFilter{Limit: 1000})
	for _, l := range rows {
		if l.Placement == id {
			kinds = append(kinds, l.Kind)
		}
	}
	return kinds, err
}
