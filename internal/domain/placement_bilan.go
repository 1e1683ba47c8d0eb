package domain

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// BilanPlacement is what the bilan of a campaign reads of one wish, whatever became of it. Who asks is no business of it.
type BilanPlacement struct {
	ID               string
	P                Placement // once done, Told is what the register says today
	Steps            []PlacementStep
	Home, HomeSector string // ids; empty: not known
	Host, HostSector string // of the place held; empty: none
	Rank             int    // of that place among the wishes, from 1; 0: none of them
	Report, Feedback bool   // sent by the trainee, by the host
}

// BilanOffer is an offer that was published, with its places.
type BilanOffer struct {
	ID, Host string
	Places   int
}

// The lists of a bilan. Those of a rank, a state, a slowdown, a pair have the key that their figure gives. Every number
// of placements is the length of one of them.
const (
	BilanWishes    = "souhaits"
	BilanAgreed    = "accord"
	BilanMatched   = "affectes" // ever
	BilanPlaced    = "places"   // hold a place today, done or not
	BilanLeft      = "sans-place"
	BilanDone      = "realises"
	BilanEmptied   = "sans-presence"   // ended, and every presence was taken back since: done no more than the year's figures say
	BilanRunning   = "en-cours"        // hold a place, not done yet
	BilanUnderWay  = "suivis-en-cours" // not done, a half-day attended
	BilanAttended  = "presences"
	BilanMissed    = "manquees"
	BilanReport    = "rapports"
	BilanAwaited   = "rapports-attendus"
	BilanFeedback  = "retours"
	BilanAmended   = "avenants"
	BilanPostponed = "reports"
	BilanCrossed   = "croises"
)

// Bilan is what a campaign came to. Ranks with Left, States, and Placed with Left each add up to Wishes.
type Bilan struct {
	Offers, Places   int // published
	Hosts            int // structures that offered
	Ranks            [4]int
	HalfDays, Missed int // of the placements done
	Minutes          int
	UnderWay         int // half-days attended at placements that are not done
	Institutions     int // distinct, that sent or received somebody in a placement done
	Homes, Received  int // that sent, that received
	Inside           int // placements done within one institution
	Structures       []BilanPair
	Sectors          []BilanPair
	Delays           []BilanDelay
	Slowed           []BilanSlow
	Amendments       int // versions after the first, of one match
	Lists            map[string][]string
}

// BilanPair is two institutions, or two sectors, and the placements done from the one to the other. A comes before B in
// the order of their ids; A = B for a sector met within itself. An empty id: not known.
type BilanPair struct {
	A, B         string
	There, Back  int // from A to B, from B to A; all are There where A = B
	Key          string
	Across, Both bool // two that are known and differ; both ways
}

// N is how many placements made the pair.
func (p BilanPair) N() int { return p.There + p.Back }

// BilanDelay is how long placements stayed in a state: those that left it, and those that are in it.
type BilanDelay struct {
	State         PlacementState
	Left, In      int           // how many went through, leaving aside what the platform passed at once; how many are in it
	Median, Worst time.Duration // of those that left
	Longest       time.Duration // of those that are in it, until now
	Key, InKey    string
}

// BilanSlow is one thing that slowed placements down, of one party, with the reasons given.
type BilanSlow struct {
	Kind    string // of a move, or of an incident
	By      Party
	Times   int
	Whys    []string // those that were said, and not erased; the same said twice is there twice
	Key     string
	Ongoing bool // an incident of a half-day
}

// N is how many placements a list holds.
func (b Bilan) N(key string) int { return len(b.Lists[key]) }

// State is the key of the placements in a state.
func (b Bilan) State(s PlacementState) string { return "etat-" + string(s) }

// RankKey is the key of the placements that hold their wish of this rank, from 1; 4 is any later one, or none chosen.
func RankKey(rank int) string { return "voeu-" + strconv.Itoa(rank) }

// list adds a placement to a list, once.
func (b *Bilan) list(key, id string) {
	if l := b.Lists[key]; len(l) == 0 || l[len(l)-1] != id {
		b.Lists[key] = append(l, id)
	}
}

// CampaignBilan counts a campaign at now, in one pass.
func CampaignBilan(offers []BilanOffer, placements []BilanPlacement, now time.Time) Bilan {
	b := Bilan{Offers: len(offers), Lists: map[string][]string{}}
	hosts := map[string]bool{}
	for _, o := range offers {
		b.Places += o.Places
		hosts[o.Host] = true
	}
	b.Hosts = len(hosts)
	t := bilanTables{structures: map[string]*BilanPair{}, sectors: map[string]*BilanPair{}, stays: map[PlacementState][]time.Duration{}, slow: map[string]*BilanSlow{},
		homes: map[string]bool{}, received: map[string]bool{}, all: map[string]bool{}, longest: map[PlacementState]time.Duration{}}
	for _, p := range placements {
		b.one(p)
		if p.took() {
			b.done(p, &t)
		}
		b.trail(p, &t, now)
	}
	b.Institutions, b.Homes, b.Received = len(t.all), len(t.homes), len(t.received)
	b.Structures, b.Sectors = sortedPairs(t.structures), sortedPairs(t.sectors)
	for _, p := range b.Structures {
		if p.Both {
			b.Lists[BilanCrossed] = append(b.Lists[BilanCrossed], b.Lists[p.Key]...)
		}
	}
	b.Delays, b.Slowed = b.delays(&t), sortedSlow(t.slow)
	return b
}

// Done tells whether a placement took place to its end.
func (p Placement) Done() bool {
	return p.State == PlacementDone || p.State == PlacementReportReceived || p.State == PlacementCertified
}

// placed tells whether a placement holds a place, or had it to the end.
func (p Placement) placed() bool {
	switch p.State {
	case PlacementRequested, PlacementApproved, PlacementRefused, PlacementCancelled:
		return false
	}
	return true
}

// took tells whether a placement took place: to its end, with a half-day attended. It is what the year's figures count.
func (p BilanPlacement) took() bool {
	attended, _ := p.P.Attended()
	return p.P.Done() && attended > 0
}

// one counts what the state of a placement says.
func (b *Bilan) one(p BilanPlacement) {
	b.list(BilanWishes, p.ID)
	b.list(b.State(p.P.State), p.ID)
	if !p.P.placed() {
		b.list(BilanLeft, p.ID)
		return
	}
	b.list(BilanPlaced, p.ID)
	rank := p.Rank
	if rank < 1 || rank > 3 {
		rank = 4
	}
	b.Ranks[rank-1]++
	b.list(RankKey(rank), p.ID)
	switch {
	case p.took():
		b.list(BilanDone, p.ID)
		return
	case p.P.Done():
		b.list(BilanEmptied, p.ID)
		return
	}
	b.list(BilanRunning, p.ID)
	attended, _ := p.P.Attended()
	if b.UnderWay += attended; attended > 0 {
		b.list(BilanUnderWay, p.ID)
	}
}

// bilanTables are what is put together at the end.
type bilanTables struct {
	structures, sectors  map[string]*BilanPair
	stays                map[PlacementState][]time.Duration
	longest              map[PlacementState]time.Duration
	slow                 map[string]*BilanSlow
	homes, received, all map[string]bool
}

// done counts what took place.
func (b *Bilan) done(p BilanPlacement, t *bilanTables) {
	attended, minutes := p.P.Attended()
	b.HalfDays, b.Minutes, b.Missed = b.HalfDays+attended, b.Minutes+minutes, b.Missed+len(p.P.Told)-attended
	b.list(BilanAttended, p.ID)
	if attended < len(p.P.Told) {
		b.list(BilanMissed, p.ID)
	}
	switch {
	case p.P.ReportReceived(p.Report):
		b.list(BilanReport, p.ID)
	case p.P.ReportAsked:
		b.list(BilanAwaited, p.ID)
	}
	if p.Feedback {
		b.list(BilanFeedback, p.ID)
	}
	if p.Home != "" {
		t.homes[p.Home], t.all[p.Home] = true, true
	}
	if p.Host != "" {
		t.received[p.Host], t.all[p.Host] = true, true
	}
	if p.Home == p.Host && p.Home != "" {
		b.Inside++
	} else {
		b.pair(t.structures, "structures", p.Home, p.Host, p.ID)
	}
	b.pair(t.sectors, "secteurs", p.HomeSector, p.HostSector, p.ID)
}

// pair counts one placement from a to b.
func (b *Bilan) pair(table map[string]*BilanPair, kind, from, to, id string) {
	first, second := min(from, to), max(from, to)
	key := kind + "-" + first + "-" + second
	p := table[key]
	if p == nil {
		p = &BilanPair{A: first, B: second, Key: key, Across: first != second && first != ""}
		table[key] = p
	}
	if from == first {
		p.There++
	} else {
		p.Back++
	}
	p.Both = p.Across && p.There > 0 && p.Back > 0
	b.list(key, id)
}

// sortedPairs puts the most frequent first.
func sortedPairs(table map[string]*BilanPair) (list []BilanPair) {
	for _, p := range table {
		list = append(list, *p)
	}
	slices.SortFunc(list, func(x, y BilanPair) int { return cmp.Or(y.N()-x.N(), cmp.Compare(x.Key, y.Key)) })
	return list
}
