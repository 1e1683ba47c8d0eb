package hooks

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// boardView is the view of placement/board: the placements of a campaign by state, what is late on top.
type boardView struct {
	Head       campaignHead
	Late       []boardLine
	Groups     []boardGroup
	Total      int
	Filtered   bool
	Structures []web.Option
	Words      string
	Structure  string
	LateOnly   bool
}

// boardGroup is the placements in one state; Over: nothing moves there any more.
type boardGroup struct {
	State domain.PlacementState
	Label string
	Over  bool
	Lines []boardLine
}

// boardLine is a placement on the board.
type boardLine struct {
	URL, Name, Home, Host string
	When                  string // the days of the stage; empty: none yet
	Since                 time.Time
	Awaited               string // the first thing awaited; empty: nothing
	AwaitedSince          time.Time
	Late                  bool
	Unreached             bool // who is awaited has no address
}

// placementBoard shows the board of a campaign.
func (s *site) placementBoard(e *core.RequestEvent) error {
	c, err := campaignOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	cases, err := placement.OpenAll(e.App, c)
	if err != nil {
		return s.refuse(e, err)
	}
	labels, err := boardStructures(e.App, cases)
	if err != nil {
		return s.refuse(e, err)
	}
	q := e.Request.URL.Query()
	v := boardView{Head: campaignHeadOf(c), Words: strings.TrimSpace(q.Get("mots")), Structure: q.Get("structure"), LateOnly: q.Get("retard") == "1", Structures: boardOptions(labels)}
	v.Filtered = v.Words != "" || v.Structure != "" || v.LateOnly
	groups := map[domain.PlacementState]*boardGroup{}
	for _, c := range cases {
		line := boardLineOf(c, labels, s.now())
		if !v.shows(c, line) {
			continue
		}
		v.Total++
		if line.Late {
			v.Late = append(v.Late, line)
		}
		g := groups[c.P.State]
		if g == nil {
			g = &boardGroup{State: c.P.State, Label: deskStates[c.P.State].Text, Over: c.P.State.Terminal()}
			groups[c.P.State] = g
		}
		g.Lines = append(g.Lines, line)
	}
	slices.SortStableFunc(v.Late, func(a, b boardLine) int { return a.AwaitedSince.Compare(b.AwaitedSince) })
	for _, state := range boardOrder {
		if g := groups[state]; g != nil {
			v.Groups = append(v.Groups, *g)
		}
	}
	return s.render(e, http.StatusOK, "placement/board", v)
}

// boardOrder is the order of the path, with what was put off before what is over.
var boardOrder = func() []domain.PlacementState {
	order := slices.DeleteFunc(slices.Clone(domain.PlacementStates), func(st domain.PlacementState) bool { return st == domain.PlacementPostponed })
	return slices.Insert(order, slices.Index(order, domain.PlacementDone), domain.PlacementPostponed)
}()

// shows tells whether a placement answers the filters.
func (v *boardView) shows(c *placement.Case, l boardLine) bool {
	host := ""
	if c.Offer != nil {
		host = c.Offer.Structure
	}
	switch {
	case v.LateOnly && !l.Late, v.Structure != "" && v.Structure != c.Row.Structure && v.Structure != host:
		return false
	case v.Words == "":
		return true
	}
	all := domain.Fold(strings.Join([]string{l.Name, l.Home, l.Host, c.Row.Email}, " "))
	for _, word := range strings.Fields(domain.Fold(v.Words)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

// boardLineOf is a placement as the board shows it.
func boardLineOf(c *placement.Case, labels map[string]string, now time.Time) boardLine {
	l := boardLine{URL: "/gestion/placements/" + c.Row.ID, Name: c.Row.Name(), Home: placedAt(labels[c.Row.Structure], c.Row.Service), Since: c.P.Since}
	if c.Offer != nil {
		l.Host = placedAt(labels[c.Offer.Structure], c.Offer.Service)
	}
	if first, last := domain.Span(c.P.Days); !first.IsZero() {
		if l.When = paris.Range(first, last); c.P.State == domain.PlacementPostponed {
			l.When = "Prévu\u00a0: " + l.When
		}
	}
	for i, a := range c.Awaited(now) {
		if i > 0 && (l.Late || !a.Late) {
			continue
		}
		l.Awaited, l.AwaitedSince, l.Late, l.Unreached = deskAwaitedWords(c, a), a.Since, a.Late, !c.Reaches(a)
	}
	return l
}

// placedAt is « Structure, service ».
func placedAt(structure, service string) string {
	return strings.Trim(structure+", "+service, ", ")
}

// boardStructures names every structure that sends or receives.
func boardStructures(app core.App, cases []*placement.Case) (map[string]string, error) {
	var ids []string
	for _, c := range cases {
		if c.Row.Structure != "" {
			ids = append(ids, c.Row.Structure)
		}
		if c.Offer != nil {
			ids = append(ids, c.Offer.Structure)
		}
	}
	slices.Sort(ids)
	return records.StructureLabels(app, slices.Compact(ids))
}

func boardOptions(labels map[string]string) (list []web.Option) {
	for id, label := range labels {
		list = append(list, web.Option{Value: id, Label: label})
	}
	slices.SortFunc(list, func(a, b web.Option) int { return strings.Compare(domain.Fold(a.Label), domain.Fold(b.Label)) })
	return list
}

// placementSummary is what the overview of a campaign says of its placements: those that are late and for how long, those
// that wait for the coordinator, and how many are in each state, in the order of the board.
type placementSummary struct {
	Total, Late, Mine int
	Oldest            boardLine // of the late ones
	States            []stateCount
}

type stateCount struct {
	Label string
	N     int
}

// placementSummaryOf counts the placements of a campaign.
func placementSummaryOf(app core.App, c *records.Campaign, now time.Time) (v placementSummary, err error) {
	cases, err := placement.OpenAll(app, c)
	if err != nil {
		return v, err
	}
	counts := map[domain.PlacementState]int{}
	for _, c := range cases {
		counts[c.P.State]++
		awaited := c.Awaited(now)
		if slices.ContainsFunc(awaited, func(a domain.AwaitedMove) bool { return a.Of == domain.PartyCoordinator }) {
			v.Mine++
		}
		if l := boardLineOf(c, nil, now); l.Late {
			if v.Late++; v.Oldest.Name == "" || l.AwaitedSince.Before(v.Oldest.AwaitedSince) {
				v.Oldest = l
			}
		}
	}
	v.Total = len(cases)
	for _, state := range boardOrder {
		if n := counts[state]; n > 0 {
			v.States = append(v.States, stateCount{deskStates[state].Text, n})
		}
	}
	return v, nil
}

// placementTasks are the campaigns where something is late, or waits for the coordinator.
func (s *site) placementTasks(app core.App) (list []task, err error) {
	rows, err := records.CampaignsMoving(app, placement.LiveStates...)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		c := &rows[i]
		v, err := placementSummaryOf(app, c, s.now())
		if err != nil {
			return nil, err
		}
		path := "/gestion/stages/" + c.ID + "/suivi"
		if v.Late > 0 {
			list = append(list, task{counted(v.Late, "stage croisé est en retard", "stages croisés sont en retard") + "\u00a0: «\u00a0" + c.Title + "\u00a0»",
				v.Oldest.Name + " attend " + v.Oldest.Awaited + " depuis le " + paris.Long(v.Oldest.AwaitedSince) + ".", path + "?retard=1", "Voir", "warn"})
		} else if v.Mine > 0 {
			list = append(list, task{counted(v.Mine, "stage croisé attend un geste de vous", "stages croisés attendent un geste de vous") + "\u00a0: «\u00a0" + c.Title + "\u00a0»", "Une place à donner, une convention à envoyer, de nouvelles dates.", path, "Voir", ""})
		}
	}
	return list, nil
}
