package evaluation_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/evaluation"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/stats"
	"passerelle/internal/testapp"
	"passerelle/internal/ticket"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func year(y int) stats.Query {
	from, to := paris.Year(y)
	return stats.Query{Period: domain.Period{From: from, To: to}}
}

func request(intent string) evaluation.Request {
	before := year(2025)
	return evaluation.Request{Query: year(2026), Compared: &before, Intent: intent}
}

func TestAReportIsKeptAsItWasCounted(t *testing.T) {
	app := testapp.New(t)
	must(t, evaluation.Comment(app, testapp.Now, "boss", "report", "Une année pleine."))
	r, err := evaluation.Make(app, testapp.Now, "boss", request("intent000000001"))
	must(t, err)
	first, err := evaluation.Bytes(app, r.ID)
	must(t, err)
	c, err := evaluation.Load(app, r.ID)
	must(t, err)
	counted, err := stats.Count(app, testapp.Now, year(2026))
	must(t, err)
	if c.Number != "R-2026-001" || c.Comments["report"] != "Une année pleine." || c.Before == nil || len(c.Actions) != 18 || len(c.History) == 0 {
		t.Fatalf("%s, comments %v, %d actions, %d lines of history", c.Number, c.Comments, len(c.Actions), len(c.History))
	}
	if code, err := ticket.ParseCertificateCode(c.VerifyURL); err != nil || code != r.Code {
		t.Errorf("its address %s gives %s, %v", c.VerifyURL, code, err)
	}
	back := c.Report()
	for i := range back.Tables {
		if len(back.Tables[i]) != len(counted.Tables[i]) || back.TotalOf(domain.Table(i)).Counts != counted.TotalOf(domain.Table(i)).Counts {
			t.Errorf("table %s is not the one that was counted", domain.Tables[i].Name)
		}
	}
	again, err := json.Marshal(c)
	must(t, err)
	if bytes.Contains(first, []byte("null,null")) || !bytes.Equal(unescaped(t, first), unescaped(t, again)) {
		t.Error("a content read and written again is another one")
	}
	must(t, evaluation.Comment(app, testapp.Now, "boss", "report", "Autre chose."))
	if _, err = evaluation.Make(app, testapp.Now.Add(time.Hour), "boss", request("intent000000002")); err != nil {
		t.Fatal(err)
	}
	if later, err := evaluation.Bytes(app, r.ID); err != nil || !bytes.Equal(later, first) {
		t.Error("a report changed after it was made")
	}
}

func unescaped(t *testing.T, b []byte) []byte {
	var v any
	must(t, json.Unmarshal(b, &v))
	out, err := json.Marshal(v)
	must(t, err)
	return out
}

func TestTheSameFormTwiceMakesOneReport(t *testing.T) {
	app := testapp.New(t)
	a, err := evaluation.Make(app, testapp.Now, "boss", request("intent000000001"))
	must(t, err)
	b, err := evaluation.Make(app, testapp.Now, "boss", request("intent000000001"))
	must(t, err)
	c, err := evaluation.Make(app, testapp.Now, "boss", request("intent000000002"))
	must(t, err)
	if a.ID != b.ID || b.Number != 1 || c.Number != 2 {
		t.Errorf("numbers %d, %d, %d", a.Number, b.Number, c.Number)
	}
	same := request("intent000000003")
	same.Compared = &same.Query
	if _, err := evaluation.Make(app, testapp.Now, "boss", same); !domain.Is(err, domain.ErrSamePeriod) {
		t.Errorf("a period compared with itself: %v", err)
	}
}

func TestAReportIsWithdrawnNeverDeleted(t *testing.T) {
	app := testapp.New(t)
	r, err := evaluation.Make(app, testapp.Now, "boss", request("intent000000001"))
	must(t, err)
	must(t, evaluation.Publish(app, testapp.Now, "boss", r.ID, true))
	if err := evaluation.Withdraw(app, testapp.Now, "boss", r.ID, " "); !domain.Is(err, domain.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	must(t, evaluation.Withdraw(app, testapp.Now, "boss", r.ID, "Une feuille manquait."))
	now, err := records.ReportOf(app, r.ID)
	must(t, err)
	if now.Published || now.WithdrawnReason != "Une feuille manquait." {
		t.Errorf("withdrawn: %+v", now)
	}
	if err := evaluation.Publish(app, testapp.Now, "boss", r.ID, true); !domain.Is(err, domain.ErrState) {
		t.Errorf("published again: %v", err)
	}
	for _, sql := range []string{"DELETE FROM reports", "DELETE FROM files WHERE id LIKE 'report:%'", "UPDATE reports SET sha256 = 'x'", "UPDATE reports SET number = 9"} {
		if _, err := app.DB().NewQuery(sql).Execute(); err == nil {
			t.Errorf("%s went through", sql)
		}
	}
}

func TestAContentThatWasChangedIsRefused(t *testing.T) {
	app := testapp.New(t)
	r, err := evaluation.Make(app, testapp.Now, "boss", request("intent000000001"))
	must(t, err)
	alter(t, app, r)
	if _, err := evaluation.Load(app, r.ID); err != evaluation.ErrAltered {
		t.Errorf("an altered content: %v", err)
	}
}

func alter(t *testing.T, app core.App, r *records.Report) {
	_, err := app.DB().NewQuery("DROP TRIGGER files_fixed; UPDATE files SET bytes = CAST(REPLACE(CAST(bytes AS TEXT), '\"format\":1', '\"format\":2') AS BLOB) WHERE id = {:id}").
		Bind(map[string]any{"id": records.ReportFile(r.ID)}).Execute()
	must(t, err)
}

// What a stranger typed may be an association of users: until it is known not to be, readers do not see its name.
func TestOnlyStructuresKnownToBeNoAssociationOfUsersAreNamed(t *testing.T) {
	app := testapp.New(t)
	sectors, err := records.Items(app, records.Sectors)
	must(t, err)
	sector := func(code string) string {
		for _, it := range sectors {
			if it.Code == code {
				return it.ID
			}
		}
		t.Fatal("no sector " + code)
		return ""
	}
	e := testapp.Event(t, app, 0, nil)
	slots, err := records.Slots(app, e.ID)
	must(t, err)
	users := &records.Structure{Name: "Usagers", Status: "validated", Sector: sector("associatif")}
	must(t, records.AddStructure(app, users))
	for _, s := range []*records.Structure{users, {Name: "Tapée", Status: "proposed"}, {Name: "Proposée", Status: "proposed", Sector: sector("sanitaire")},
		{Name: "Sans secteur", Status: "validated"}, {Name: "Son antenne", Status: "validated", Sector: sector("sanitaire"), Parent: users.ID}, {Name: "Hôpital", Status: "validated", Sector: sector("sanitaire")}} {
		if s != users {
			must(t, records.AddStructure(app, s))
		}
		r := testapp.Register(t, app, e, "Essai", "P"+s.ID)
		r.Structure = s.ID
		must(t, records.SaveRegistration(app, r))
		must(t, records.PutAttendance(app, records.Attendance{Event: e.ID, Registration: r.ID, Slot: slots[0].ID, FirstAt: slots[0].StartsAt, Minutes: 60, Proof: 4, Scans: 1}, true))
	}
	must(t, records.RefreshEventFacts(app, e.ID))
	c, err := evaluation.Preview(app, testapp.Now, evaluation.Request{Query: year(2026)})
	must(t, err)
	named := ""
	for _, row := range c.Table(domain.Tables[domain.ByStructure].Name).Rows {
		if row.Key != "" && !row.Unnamed {
			named += row.Label
		}
	}
	if named != "Hôpital" {
		t.Errorf("named: %s", named)
	}
}
