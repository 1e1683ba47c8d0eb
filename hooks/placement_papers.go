package hooks

import (
	"slices"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/placement"
	"passerelle/internal/records"
)

// paperDoor is how a party comes to its papers: by the link of its kind, or by its account.
type paperDoor struct {
	party      domain.Party
	kind, base string
}

var (
	traineeDoor = paperDoor{domain.PartyTrainee, link.PlacementTrainee, "/mon-stage/"}
	hostDoor    = paperDoor{domain.PartyHost, link.PlacementHost, "/stage-accueil/"}
	homeDoor    = paperDoor{domain.PartyHome, link.PlacementHome, "/stage-etablissement/"}
	deskDoor    = paperDoor{domain.PartyCoordinator, "", "/gestion/placements/"}
)

// open reads the placement whose papers are asked for, and where they are.
func (d paperDoor) open(e *core.RequestEvent, now time.Time) (c *placement.Case, base string, err error) {
	key := e.Request.PathValue("placement")
	id := key
	if d.kind != "" {
		key = e.Request.PathValue("token")
		if id, err = link.Open(e.App, now, d.kind, key); err != nil {
			return nil, "", err
		}
	}
	if c, err = placement.Open(e.App, id); err != nil {
		return nil, "", err
	}
	if d.kind != "" && !c.Row.ErasedAt.IsZero() {
		return nil, "", domain.Error{Code: domain.ErrErased}
	}
	return c, d.base + key, nil
}

// papersView is what the pages of a placement show of its agreement and its papers, to one party.
type papersView struct {
	Base, Number string
	Desk         bool
	Version      int // in force; 0: none was sent
	Sent         time.Time
	Signers      []paperSigner
	Versions     []paperVersion // the latest first
	Papers       []paperRow     // the desk's: all of them, those taken away too
	AmendDue     bool
	Send         bool // the coordinator may send the first version, Amend another
	Amend        bool
	Sign         bool      // this party may sign
	Undo         bool      // this party may take its signature back
	Own          time.Time // the day of its own signature
	Missing      int       // signatures
	Over         bool      // nothing more is signed
	Mission      missionView
	Form         paperForm
}

// paperSigner is a signature that is there, or awaited.
type paperSigner struct {
	Party, Title, Who string
	Intent            string // of the form that records it
	Signed, Scanned   bool
	Day, Since        time.Time
	Late, CanUndo     bool
	Files             []paperFile
}

type paperFile struct{ ID, Name string }

// paperVersion is a version of the agreement: the one in force, or one that was replaced.
type paperVersion struct {
	N             int
	Sent          time.Time
	URL           string
	InForce, Gone bool
	Reason        string
}

// paperRow is a paper as the desk sees it.
type paperRow struct {
	ID, Title, Name, Who, Reason string
	At, Removed                  time.Time
	Size                         int // kilobytes
}

// paperForm is what was typed, and says which form by its Act.
type paperForm struct {
	Act, Intent, Day, Reason, Signer string
	Rows                             []slotRow
}

// signerTitles are the parties of an agreement, as pages name them.
var signerTitles = map[domain.Party]string{domain.PartyTrainee: "La personne en stage", domain.PartyHome: "L’établissement d’origine", domain.PartyHost: "L’établissement d’accueil"}

// papersView reads what a party may see of the papers of a placement, at base.
func (s *site) papersView(app core.App, c *placement.Case, d paperDoor, base string) (papersView, error) {
	v := papersView{Base: base, Desk: d.kind == "", Version: c.P.Version, Sent: c.P.SentAt, AmendDue: c.P.AmendDue, Form: paperForm{Intent: records.NewID()},
		Send: c.P.Allowed(domain.MoveSend, d.party) == nil, Amend: c.P.Allowed(domain.MoveAmend, d.party) == nil, Missing: len(c.P.Unsigned())}
	own, signed := c.P.Signed(d.party)
	v.Own, v.Undo = own.Day, signed && c.P.Allowed(domain.MoveUnsign, d.party) == nil
	v.Sign = c.P.Allowed(domain.MoveSign, d.party) == nil && !signed && v.Missing > 0
	v.Over = c.P.State.Terminal() && c.P.State != domain.PlacementCertified
	versions, err := versionsFor(app, c, d.party)
	if err != nil {
		return v, err
	}
	papers, err := records.Papers(app, c.Row.ID)
	if err != nil {
		return v, err
	}
	if err := v.fillVersions(versions); err != nil {
		return v, err
	}
	v.fillSigners(c, d, versions, papers, s.now())
	v.fillMission(c, d, versions, papers)
	if v.Desk {
		return v, v.fillPapers(app, c, papers)
	}
	return v, nil
}

// versionsFor lists the versions that a party may read: a host none of before the place was its own.
func versionsFor(app core.App, c *placement.Case, by domain.Party) ([]records.Agreement, error) {
	rows, err := records.AgreementsOf(app, c.Row.ID)
	if by != domain.PartyHost {
		return rows, err
	}
	sent, before := 0, 0
	for _, t := range c.Steps {
		switch t.Act.Move {
		case domain.MoveSend, domain.MoveAmend:
			sent++
		case domain.MoveMatch:
			before = sent
		}
	}
	return slices.DeleteFunc(rows, func(a records.Agreement) bool { return a.Version <= before }), err
}

func (v *papersView) fillVersions(rows []records.Agreement) error {
	for _, a := range slices.Backward(rows) {
		address := v.Base + "/convention.pdf?version=" + strconv.Itoa(a.Version)
		if v.Desk {
			address = v.Base + "/convention/" + strconv.Itoa(a.Version)
		}
		line := paperVersion{N: a.Version, Sent: a.ReservedAt.Time(), URL: address, InForce: a.Version == v.Version && v.Sent != time.Time{}, Gone: !a.ErasedAt.IsZero()}
		if !line.Gone {
			c, err := agreement.Content(&a)
			if err != nil {
				return err
			}
			line.Reason = c.Reason
		}
		v.Versions, v.Number = append(v.Versions, line), a.Number
	}
	return nil
}

// fillSigners says who has signed the version in force, and who is awaited since when.
func (v *papersView) fillSigners(c *placement.Case, d paperDoor, rows []records.Agreement, papers []records.Paper, now time.Time) {
	if len(rows) == 0 || v.Sent.IsZero() {
		return
	}
	latest := rows[len(rows)-1]
	said, _ := agreement.Content(&latest) // erased: no names
	who := map[domain.Party]string{domain.PartyTrainee: said.Trainee.Name, domain.PartyHome: said.Home.Name, domain.PartyHost: said.Host.Name}
	late := map[domain.Party]bool{}
	for _, a := range c.Awaited(now) {
		late[a.Of] = late[a.Of] || a.Late && a.Move == domain.MoveSign
	}
	for _, by := range domain.PlacementSigners {
		g, signed := c.P.Signed(by)
		line := paperSigner{Party: string(by), Title: signerTitles[by], Who: who[by], Intent: records.NewID(), Signed: signed, Scanned: g.How == domain.SignedByScan, Day: g.Day, Since: c.P.SentAt, Late: late[by],
			CanUndo: signed && v.Desk && c.P.Allowed(domain.MoveUnsign, d.party) == nil}
		for _, p := range papers {
			if p.Agreement == latest.ID && p.Party == string(by) && p.Kind == agreement.SignedPaper && p.RemovedAt.IsZero() {
				line.Files = append(line.Files, paperFile{p.ID, p.Name})
			}
		}
		v.Signers = append(v.Signers, line)
	}
}

// fillPapers lists everything that was handed in, for the desk.
func (v *papersView) fillPapers(app core.App, c *placement.Case, papers []records.Paper) error {
	names, err := importActors(app)
	if err != nil {
		return err
	}
	versions, err := records.AgreementsOf(app, c.Row.ID)
	if err != nil {
		return err
	}
	numbers := map[string]int{}
	for _, a := range versions {
		numbers[a.ID] = a.Version
	}
	for by, title := range signerTitles {
		names[string(by)] = "l" + title[1:]
	}
	for _, p := range papers {
		title := "Ordre de mission"
		if p.Kind == agreement.SignedPaper {
			title = "Convention signée, version\u00a0" + strconv.Itoa(numbers[p.Agreement]) + "\u00a0: " + names[p.Party]
		}
		v.Papers = append(v.Papers, paperRow{ID: p.ID, Title: title, Name: p.Name, Who: names[p.Actor], Reason: p.RemovedReason, At: p.At.Time(), Removed: p.RemovedAt.Time(), Size: (p.Size + 1023) / 1024})
	}
	return nil
}
