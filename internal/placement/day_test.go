package placement_test

import (
	"testing"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

// A half-day is proved by the trainee's code, by the signatures of both, or by the tutor's word alone; what is taken back
// leaves no signature, and the clock ends what is told two days after.
func TestAHalfDayIsToldWithItsProof(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	p := testapp.Signed(t, app, testapp.Matched(t, app, c, testapp.Offer(t, app, c, nil), "Exemple", "Camille"))
	days, host := p.P.Days, placement.Doing{By: domain.PartyHost}
	at := days[1].End.Add(time.Hour)
	hand := []byte(`[[10,10,400,200,600,40]]`)
	tell := func(in placement.Telling) (*placement.Case, error) {
		return placement.Tell(app, at, p.Row.ID, host, in)
	}

	_, err := tell(placement.Telling{Slot: days[0].ID, Present: true, Minutes: 20, Way: placement.WayCode, Code: "BCDF-GHJK"})
	if fields := refused(err); !fields["code/"+string(domain.ErrTraineeCode)] || !fields["reason/"+string(domain.ErrReason)] {
		t.Errorf("a strange code and less than planned: %v", err)
	}
	_, err = tell(placement.Telling{Slot: days[0].ID, Present: true, Minutes: 180, Way: placement.WaySigned, Trainee: hand, Tutor: []byte(`[[1,1]]`), Name: "Dominique Tutorat"})
	if fields := refused(err); !fields["tutor-strokes/"+string(domain.ErrDrawing)] || fields["trainee-strokes/"+string(domain.ErrDrawing)] {
		t.Errorf("a dot for a signature: %v", err)
	}

	for range 2 { // signed, taken back, signed again
		if _, err := tell(placement.Telling{Slot: days[0].ID, Present: true, Minutes: 180, Way: placement.WaySigned, Trainee: hand, Tutor: hand, Name: "Dominique Tutorat"}); err != nil {
			t.Fatal(err)
		}
		if drawn, _ := records.PlacementSignatures(app, p.Row.ID, days[0].ID); len(drawn) != 2 {
			t.Fatalf("%d signatures", len(drawn))
		}
		testapp.Moved(t, app, at, p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveUntell, HalfDay: domain.HalfDayTold{Slot: days[0].ID}})
		if drawn, _ := records.PlacementSignatures(app, p.Row.ID, days[0].ID); len(drawn) != 0 {
			t.Fatalf("%d signatures of what was taken back", len(drawn))
		}
	}
	if _, err := tell(placement.Telling{Slot: days[0].ID, Present: true, Minutes: 180, Way: placement.WaySigned, Trainee: hand, Tutor: hand, Name: "Dominique Tutorat"}); err != nil {
		t.Fatal(err)
	}
	if _, err := tell(placement.Telling{Slot: days[1].ID, Present: true, Minutes: 180, Way: placement.WayCode, Code: " " + p.Row.ShortCode}); err != nil {
		t.Fatal(err)
	}

	if n, err := placement.Tick(app, at.Add(47*time.Hour)); n != 0 || err != nil {
		t.Errorf("ended %d too soon, %v", n, err)
	}
	if n, err := placement.Tick(app, at.Add(48*time.Hour)); n != 1 || err != nil {
		t.Fatalf("ended %d, %v", n, err)
	}
	e, r := entryOf(t, app, p)
	came, _ := records.AttendancesOf(app, r.ID)
	proofs := map[domain.Proof]int{}
	for _, a := range came {
		proofs[domain.Proof(a.Proof)]++
	}
	if proofs[domain.Signed] != 1 || proofs[domain.Scanned] != 1 {
		t.Errorf("proofs %v", proofs)
	}
	if signatures, _ := records.Signatures(app, e.ID); len(signatures) != 2 {
		t.Errorf("%d signatures in the register", len(signatures))
	}
	if drawn, _ := records.PlacementSignatures(app, p.Row.ID, days[0].ID); len(drawn) != 0 {
		t.Errorf("%d signatures are kept twice", len(drawn))
	}
	clean(t, app, at.Add(72*time.Hour))
}

// Who gave a place back has no link to what became of it.
func TestAPlaceGivenBackShutsItsLink(t *testing.T) {
	app := testapp.New(t)
	c := testapp.Campaign(t, app, nil)
	p := testapp.Matched(t, app, c, testapp.Offer(t, app, c, nil), "Exemple", "Camille")
	token, err := link.Token(app, link.PlacementHost, p.Row.ID)
	if err != nil {
		t.Fatal(err)
	}
	testapp.Moved(t, app, testapp.Now, p, domain.PartyHost, domain.PlacementAct{Move: domain.MoveUnmatch})
	if _, err := link.Open(app, testapp.Now, link.PlacementHost, token); err == nil {
		t.Error("the link of the former host still opens")
	}
}

// refused gives « field/code » of each refusal.
func refused(err error) map[string]bool {
	fields := map[string]bool{}
	for _, e := range domain.Refusals(err) {
		fields[e.Field+"/"+string(e.Code)] = true
	}
	return fields
}
