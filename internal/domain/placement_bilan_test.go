package domain_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"passerelle/internal/domain"
)

// drawnPlacement is a wish in any state, with a trail that need not be legal: the bilan only counts it.
func drawnPlacement(t *rapid.T, i int, start time.Time) domain.BilanPlacement {
	pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	p := domain.BilanPlacement{ID: fmt.Sprintf("p%d", i), Home: pick("home", "a", "b", "c", ""), HomeSector: pick("home sector", "s", "m", ""),
		Host: pick("host", "a", "b", "d"), HostSector: pick("host sector", "s", "m", ""), Rank: rapid.IntRange(0, 5).Draw(t, "rank"),
		Report: rapid.Bool().Draw(t, "report"), Feedback: rapid.Bool().Draw(t, "feedback")}
	p.P.ReportAsked = rapid.Bool().Draw(t, "asked")
	at, from := start, domain.PlacementState("")
	for range rapid.IntRange(1, 6).Draw(t, "steps") {
		at = at.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "days")) * 24 * time.Hour)
		to := rapid.SampledFrom(domain.PlacementStates).Draw(t, "state")
		p.Steps = append(p.Steps, domain.PlacementStep{Act: domain.PlacementAct{Move: rapid.SampledFrom(domain.Moves).Draw(t, "move")}, By: rapid.SampledFrom(domain.Parties).Draw(t, "by"),
			At: at, Why: pick("why", "", "congé", "grève"), From: from, To: to})
		from = to
	}
	p.P.State, p.P.Since = from, at
	for n := range rapid.IntRange(0, 3).Draw(t, "told") {
		h := domain.HalfDayTold{Slot: fmt.Sprint(n), Present: rapid.Bool().Draw(t, "present")}
		if h.Incident = domain.Incident(pick("incident", "", "moved", "cancelled")); h.Present {
			h.Minutes = rapid.IntRange(1, 240).Draw(t, "minutes")
		}
		p.P.Told = append(p.P.Told, h)
	}
	return p
}

// Every number adds up, every list is of the campaign, and a slow second reading finds the same.
func TestBilanAddsUp(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		var all []domain.BilanPlacement
		for i := range rapid.IntRange(0, 7).Draw(t, "placements") {
			all = append(all, drawnPlacement(t, i, start))
		}
		offers := []domain.BilanOffer{{ID: "o", Host: "a", Places: 2}, {ID: "p", Host: "a", Places: 1}, {ID: "q", Host: "b", Places: 4}}
		b := domain.CampaignBilan(offers, all, start.AddDate(0, 0, 30))
		if b.Offers != 3 || b.Places != 7 || b.Hosts != 2 {
			t.Fatalf("offers: %d, %d, %d", b.Offers, b.Places, b.Hosts)
		}
		wishes, states := b.N(domain.BilanWishes), 0
		for _, s := range domain.PlacementStates {
			states += b.N(b.State(s))
		}
		ranks := b.Ranks[0] + b.Ranks[1] + b.Ranks[2] + b.Ranks[3]
		if wishes != len(all) || states != wishes || ranks != b.N(domain.BilanPlaced) || ranks+b.N(domain.BilanLeft) != wishes || b.N(domain.BilanDone)+b.N(domain.BilanEmptied)+b.N(domain.BilanRunning) != ranks {
			t.Fatalf("%d wishes, %d by state, %d by rank, %d left, %d done, %d running", wishes, states, ranks, b.N(domain.BilanLeft), b.N(domain.BilanDone), b.N(domain.BilanRunning))
		}
		for i, n := range b.Ranks {
			if b.N(domain.RankKey(i+1)) != n {
				t.Fatalf("rank %d: %d, its list %d", i+1, n, b.N(domain.RankKey(i+1)))
			}
		}
		ids := map[string]bool{}
		for _, p := range all {
			ids[p.ID] = true
		}
		for key, list := range b.Lists {
			sorted := slices.Sorted(slices.Values(list))
			if len(slices.Compact(slices.Clone(sorted))) != len(list) || slices.ContainsFunc(list, func(id string) bool { return !ids[id] }) {
				t.Fatalf("%s: %v", key, list)
			}
		}
		slowBilan(t, b, all)
	})
}

// slowBilan counts again, one question at a time.
func slowBilan(t *rapid.T, b domain.Bilan, all []domain.BilanPlacement) {
	done := func(p domain.BilanPlacement) bool {
		return slices.Contains([]string{"done", "report_received", "certified"}, string(p.P.State)) && slices.ContainsFunc(p.P.Told, func(h domain.HalfDayTold) bool { return h.Present })
	}
	count := func(is func(p domain.BilanPlacement) bool) (n int) {
		for _, p := range all {
			if is(p) {
				n++
			}
		}
		return n
	}
	came, minutes, missed, inside := 0, 0, 0, 0
	seen, pairs, directed := map[string]bool{}, 0, map[string]int{}
	for _, p := range all {
		if !done(p) {
			continue
		}
		for _, h := range p.P.Told {
			if minutes += h.Minutes; h.Present {
				came++
			} else {
				missed++
			}
		}
		seen[p.Home], seen[p.Host] = true, true
		if p.Home == p.Host {
			inside++
		} else {
			pairs++
			directed[p.Home+">"+p.Host]++
		}
	}
	delete(seen, "")
	got, crossed := 0, 0
	for _, p := range b.Structures {
		got += p.N()
		if directed[p.A+">"+p.B] != p.There || directed[p.B+">"+p.A] != p.Back {
			t.Fatalf("%+v, want %v", p, directed)
		}
		if p.A != "" && p.There > 0 && p.Back > 0 {
			crossed += p.N()
		}
	}
	if b.HalfDays != came || b.Minutes != minutes || b.Missed != missed || b.Institutions != len(seen) || b.Inside != inside || got != pairs || crossed != b.N(domain.BilanCrossed) {
		t.Fatalf("%+v: want %d half-days, %d min, %d missed, %d institutions, %d inside, %d pairs, %d crossed", b, came, minutes, missed, len(seen), inside, pairs, crossed)
	}
	for key, want := range map[string]int{
		domain.BilanDone:     count(done),
		domain.BilanFeedback: count(func(p domain.BilanPlacement) bool { return done(p) && p.Feedback }),
		domain.BilanReport: count(func(p domain.BilanPlacement) bool {
			return done(p) && (p.Report || p.P.State == "report_received" || p.P.State == "certified" && p.P.ReportAsked)
		}),
		domain.BilanPostponed: count(func(p domain.BilanPlacement) bool {
			return slices.ContainsFunc(p.Steps, func(s domain.PlacementStep) bool { return s.Act.Move == domain.MovePostpone })
		}),
	} {
		if b.N(key) != want {
			t.Fatalf("%s: %d, want %d", key, b.N(key), want)
		}
	}
	slowed := 0
	for _, s := range b.Slowed {
		if s.By == domain.PartyHome && s.Kind == string(domain.MoveCancel) {
			slowed = s.Times
		}
	}
	want := 0
	for _, p := range all {
		for _, s := range p.Steps {
			if s.Act.Move == domain.MoveCancel && s.By == domain.PartyHome {
				want++
			}
		}
	}
	if slowed != want {
		t.Fatalf("cancelled by the home structure: %d, want %d", slowed, want)
	}
}

// The delays leave aside what the platform passes at once, and what is under way counts until now.
func TestBilanDelays(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }
	path := func(id string, asked, agreed, matched int) domain.BilanPlacement {
		p := domain.BilanPlacement{ID: id, Steps: []domain.PlacementStep{{At: day(asked), To: domain.PlacementRequested}, {At: day(agreed), From: domain.PlacementRequested, To: domain.PlacementApproved}}}
		p.P.State, p.P.Since = domain.PlacementApproved, day(agreed)
		if matched > 0 {
			p.Steps = append(p.Steps, domain.PlacementStep{At: day(matched), From: domain.PlacementApproved, To: domain.PlacementMatched, Act: domain.PlacementAct{Move: domain.MoveMatch}})
			p.P.State, p.P.Since = domain.PlacementMatched, day(matched)
		}
		return p
	}
	b := domain.CampaignBilan(nil, []domain.BilanPlacement{path("a", 1, 1, 3), path("b", 1, 2, 0), path("c", 1, 5, 6), path("d", 1, 9, 0)}, day(20))
	want := []domain.BilanDelay{
		{State: domain.PlacementRequested, Left: 3, Median: 96 * time.Hour, Worst: 192 * time.Hour, Key: "duree-requested", InKey: "etat-requested"},
		{State: domain.PlacementApproved, Left: 2, In: 2, Median: 36 * time.Hour, Worst: 48 * time.Hour, Longest: 18 * 24 * time.Hour, Key: "duree-approved", InKey: "etat-approved"},
		{State: domain.PlacementMatched, In: 2, Longest: 17 * 24 * time.Hour, Key: "duree-matched", InKey: "etat-matched"},
	}
	if !slices.Equal(b.Delays, want) {
		t.Errorf("%+v\nwant %+v", b.Delays, want)
	}
}
