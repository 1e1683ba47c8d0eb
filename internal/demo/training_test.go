package demo_test

import (
	"testing"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/imports"
	"passerelle/internal/records"
	"passerelle/internal/training"
)

// trainingsInFull: what a coordinator of trainings sees and decides is there to be seen.
func trainingsInFull(t *testing.T, a core.App) {
	programme, err := records.ItemByCode(a, records.Programmes, "pssm-standard")
	if err != nil {
		t.Fatal(err)
	}
	groups, err := records.Events(a, records.EventFilter{Programme: programme.ID})
	if err != nil {
		t.Fatal(err)
	}
	past, reviewed, toDecide := 0, 0, 0
	for i := range groups {
		e := &groups[i]
		if e.GroupMin != 8 || e.Issuer != "PSSM France" || e.PriceNote == "" || e.EvaluationURL == "" || e.Rule != domain.EverySlot {
			t.Errorf("« %s » does not have what its programme asks: %d %q %q %q %q", e.Title, e.GroupMin, e.Issuer, e.PriceNote, e.EvaluationURL, e.Rule)
		}
		board, err := training.BoardOf(a, morning, e)
		if err != nil {
			t.Fatal(err)
		}
		g, err := training.GroupOf(a, e, board.Seats.Taken)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case e.Status == domain.Held && e.ReviewCertificates:
			reviewed++
			if rows, err := records.EventCertificates(a, e.ID); err != nil || len(rows) > 0 || !e.Awaits() {
				t.Error("the attestations do not wait for the review:", len(rows), err)
			}
		case e.Status == domain.Held:
			past++
			wholeCourse(t, board)
		case training.Due(morning, e, g):
			toDecide++
		}
	}
	if past != 1 || reviewed != 1 || toDecide != 1 {
		t.Errorf("%d past, %d to review, %d to decide", past, reviewed, toDecide)
	}
}

// wholeCourse: signed nearly everywhere, one half-day caught up, most issuer's certificates recorded.
func wholeCourse(t *testing.T, b *training.Board) {
	present, unsigned, signed, caughtUp, recorded := 0, 0, 0, 0, 0
	for _, c := range b.Columns {
		present += c.Present
		unsigned += c.Unsigned
		if c.Countersigned {
			signed++
		}
	}
	for _, r := range b.Rows {
		for _, c := range r.Cells {
			if c.Mark == training.CaughtUp {
				caughtUp++
			}
		}
		if !r.Registration.IssuerOn.IsZero() {
			recorded++
		}
	}
	complete := len(b.Completed())
	if unsigned == 0 || unsigned*10 > present || signed != len(b.Columns)-1 || caughtUp != 1 || recorded == 0 || complete-recorded != 3 {
		t.Errorf("%d of %d without signature, %d half-days countersigned, %d caught up, %d of %d certificates recorded",
			unsigned, present, signed, caughtUp, recorded, complete)
	}
}

// attestedInEveryWay: each kind of certificate, one replaced, one withheld, in the look of the demonstration.
func attestedInEveryWay(t *testing.T, a core.App) {
	events, err := records.Events(a, records.EventFilter{})
	if err != nil {
		t.Fatal(err)
	}
	kinds, replaced, withheld, asked, confirmed, declined := map[string]int{}, 0, 0, 0, 0, 0
	for _, e := range events {
		rows, err := records.EventCertificates(a, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range rows {
			kinds[c.Kind]++
			if c.Supersedes != "" {
				replaced++
			}
		}
		people, err := records.Registrations(a, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range people {
			switch {
			case r.Withheld == imports.Withheld: // a list of the past: nobody signed it
			case r.Withheld != "":
				withheld++
			case r.DatesAskedAt.IsZero():
			case !r.DatesConfirmedAt.IsZero():
				confirmed++
			case domain.State(r.State).Live():
				asked++
			default:
				declined++
			}
		}
	}
	if kinds[certificate.Attendance] < 120 || kinds[certificate.Speaking] < 3 || replaced == 0 || withheld != 1 {
		t.Error(kinds, replaced, "replaced", withheld, "withheld")
	}
	if asked == 0 || confirmed == 0 || declined == 0 {
		t.Error(asked, "silent", confirmed, "who confirm", declined, "who cannot come")
	}
	if undrawn, err := records.UnsealedCertificates(a, certificate.Tries, 10); err != nil || len(undrawn) > 0 {
		t.Error("some certificates are not drawn:", len(undrawn), err)
	}
	if summaries, err := records.SummariesOfYears(a, 2026, 2026); err != nil || len(summaries) != 1 || summaries[0].IssuedAt.IsZero() {
		t.Error("the yearly summary:", len(summaries), err)
	}
	set, err := records.LoadSettings(a)
	if err != nil || len(set.Logos) != 1 || set.Design.Signature == "" || set.Design.Colour == "" {
		t.Error("the look:", set.Logos, set.Design, err)
	}
}
