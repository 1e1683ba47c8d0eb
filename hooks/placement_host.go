package hooks

import (
	"net/http"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
)

// hostStage is what the pages of who receives a trainee show at their head.
type hostStage struct {
	Path                     string // of the host's page
	Name, First              string
	Campaign                 string
	Home, Service, Job       string // of the trainee
	Contact                  string // address and telephone of the trainee
	Host, HostService, Place string
	Tutor                    string
	Objectives               string
	When                     string
	CanFinish                bool
	CanChange                bool
}

// hostView is the view of placement_day/host.
type hostView struct {
	hostStage
	State    banner
	Tasks    []hostTask
	Others   []string // what is awaited of the others
	Days     []hostDay
	Papers   papersView
	Over     bool // the days are behind
	Feedback bool // the tutor's word is asked for
}

// hostTask is something that the host is asked for.
type hostTask struct {
	Text, URL, Action string
	Late              bool
}

// hostDay is a half-day in words.
type hostDay struct {
	ID, When, State, Kind, Detail string
	URL, Action                   string // to tell of it; empty: not now
	Undo                          bool   // what was said can be taken back
	Ahead                         bool   // it has not begun: only that it will not happen can be said
}

// stageBy opens the placement of a party's link.
func (s *site) stageBy(e *core.RequestEvent, kind string) (*placement.Case, error) {
	id, err := link.Open(e.App, s.now(), kind, e.Request.PathValue("token"))
	if err != nil {
		return nil, err
	}
	c, err := placement.Open(e.App, id)
	if err == nil && !c.Row.ErasedAt.IsZero() {
		err = domain.Error{Code: domain.ErrErased}
	}
	return c, err
}

// hosted opens the placement of a host's link: none before a place is given.
func (s *site) hosted(e *core.RequestEvent) (*placement.Case, error) {
	c, err := s.stageBy(e, link.PlacementHost)
	if err == nil && c.Offer == nil {
		err = domain.Error{Code: domain.ErrLinkExpired}
	}
	return c, err
}

// placementHost is the page of who receives: who comes, when, and what is asked of the host.
func (s *site) placementHost(e *core.RequestEvent) error {
	c, err := s.hosted(e)
	if err != nil {
		return s.refuse(e, err)
	}
	head, err := hostStageOf(e, c)
	if err != nil {
		return s.refuse(e, err)
	}
	now := s.now()
	v := hostView{hostStage: head, State: hostBanner(c), Over: daysBehind(c.P.State), Feedback: daysBehind(c.P.State)}
	for _, d := range c.P.Days {
		v.Days = append(v.Days, hostDayOf(c, head.Path, d, now))
	}
	v.Tasks, v.Others = hostAwaits(c, head.Path, now)
	if v.Papers, err = s.papersView(e.App, c, hostDoor, head.Path); err != nil {
		return s.refuse(e, err)
	}
	s.rememberHost(e)
	return s.render(e, http.StatusOK, "placement_day/host", v)
}

func hostStageOf(e *core.RequestEvent, c *placement.Case) (h hostStage, err error) {
	first, last := domain.Span(c.P.Days)
	row := c.Row
	h = hostStage{Path: "/stage-accueil/" + e.Request.PathValue("token"), Name: row.Name(), First: row.FirstName, Campaign: c.Campaign.Title, Service: row.Service, Job: row.Function,
		Contact: strings.Trim(row.Email+", "+row.Phone, ", "), HostService: c.Offer.Service, Place: strings.Trim(c.Offer.Place+", "+c.Offer.Address, ", "), Tutor: row.TutorName,
		Objectives: row.Objectives}
	if len(c.P.Days) > 0 {
		h.When = paris.Range(first, last)
	}
	h.CanFinish = c.P.State == domain.PlacementInProgress && c.P.Allowed(domain.MoveFinish, domain.PartyHost) == nil
	h.CanChange = len(changesOf(c, domain.PartyHost)) > 0
	for _, s := range []struct {
		id   string
		into *string
	}{{row.Structure, &h.Home}, {c.Offer.Structure, &h.Host}} {
		if s.id == "" {
			continue
		}
		st, err := records.StructureOf(e.App, s.id)
		if err != nil {
			return h, err
		}
		*s.into = st.Name
	}
	if h.Job == "" && row.Profession != "" {
		if p, err := records.ItemOf(e.App, records.Professions, row.Profession); err == nil {
			h.Job = p.Name
		}
	}
	return h, nil
}

// daysBehind tells whether the days are behind: the placement is done, or further.
func daysBehind(st domain.PlacementState) bool {
	return st == domain.PlacementDone || st == domain.PlacementReportReceived || st == domain.PlacementCertified
}

// hostDayOf says where a half-day is, and what can be done about it.
func hostDayOf(c *placement.Case, path string, d domain.Slot, now time.Time) hostDay {
	h := hostDay{ID: d.ID, When: paris.Capital(paris.Slot(d.Start, d.End)), State: "À venir", Kind: "plain"}
	told, said := c.P.ToldOf(d.ID)
	switch {
	case said && told.Present:
		h.State, h.Kind, h.Detail = "Présence confirmée", "ok", paris.Minutes(told.Minutes)+", "+howWords[told.How]
	case said:
		h.State, h.Kind, h.Detail = missedWords[told.Incident], "warn", told.Why
	case c.P.State == domain.PlacementPostponed || c.P.State == domain.PlacementCancelled:
		h.State, h.Kind = "N’aura pas lieu", "warn"
	case !now.Before(d.End):
		h.State, h.Kind = "À confirmer", "warn"
	case !now.Before(d.Start):
		h.State = "En cours"
	}
	if said && told.Present && told.Why != "" {
		h.Detail += ". " + told.Why
	}
	if !said && c.P.Allowed(domain.MoveTell, domain.PartyHost) == nil {
		h.URL, h.Action = path+"/demi-journees/"+d.ID, "Confirmer la présence"
		if now.Before(d.Start) {
			h.Action, h.Ahead = "Signaler qu’elle n’aura pas lieu", true
		}
	}
	h.Undo = said && c.P.Allowed(domain.MoveUntell, domain.PartyHost) == nil
	return h
}

// hostAwaits says what is awaited of the host, and of the others.
func hostAwaits(c *placement.Case, path string, now time.Time) (tasks []hostTask, others []string) {
	for _, a := range c.Awaited(now) {
		if a.Of != domain.PartyHost {
			if text := awaitedOfOthers[a.Move]; text != "" {
				others = append(others, strings.ReplaceAll(text, "{qui}", placement.PartyWords[a.Of]))
			}
			continue
		}
		t := hostTask{Late: a.Late}
		switch a.Move {
		case domain.MoveSign:
			t.Text, t.URL, t.Action = "La convention attend la signature de votre établissement.", path+"/convention", "Lire et signer"
		case domain.MoveTell:
			d := c.P.Days[dayIndex(c.P.Days, a.Slot)]
			t.Text, t.URL, t.Action = "Demi-journée du "+paris.Slot(d.Start, d.End)+"\u00a0: dites si elle a eu lieu.", path+"/demi-journees/"+d.ID, "Confirmer la présence"
		case domain.MoveFinish:
			t.Text, t.URL, t.Action = "Toutes les demi-journées sont notées\u00a0: vous pouvez terminer le stage.", "#terminer", "Terminer"
		default:
			continue
		}
		tasks = append(tasks, t)
	}
	return tasks, others
}

func dayIndex(days []domain.Slot, id string) int {
	for i, d := range days {
		if d.ID == id {
			return i
		}
	}
	return 0
}

// finishPlacement ends the placement by the word of the host.
func (s *site) finishPlacement(e *core.RequestEvent) error {
	c, err := s.hosted(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	path := "/stage-accueil/" + e.Request.PathValue("token")
	if daysBehind(c.P.State) { // sent twice, or ended by the clock meanwhile
		return s.tell(e, path, "ok", "Ce stage est déjà terminé.")
	}
	if _, err := placement.Move(e.App, s.now(), c.Row.ID, placement.Doing{By: domain.PartyHost, Intent: f.Get("intent")}, domain.PlacementAct{Move: domain.MoveFinish}, nil); err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	return s.tell(e, path, "ok", "Merci, le stage est terminé.")
}
