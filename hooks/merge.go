package hooks

import (
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/merge"
	"passerelle/internal/records"
)

// sameKind is what the two pages of duplicates do not share: people, structures.
type sameKind struct {
	kind, page  string
	merge       func(app core.App, now time.Time, actor, keep, gone string) error
	undo        func(app core.App, now time.Time, actor, gone string) error
	done, apart string // what is said afterwards
	undone      string
}

var (
	samePeople = sameKind{records.OfPeople, "/gestion/personnes", merge.People, merge.UndoPeople,
		"C’est noté\u00a0: une seule personne. Les chiffres en tiennent compte.", "C’est noté\u00a0: deux personnes. Elles ne seront plus proposées.",
		"La fusion est défaite\u00a0: ce sont de nouveau deux personnes."}
	sameStructures = sameKind{records.OfStructures, "/gestion/structures/doublons", merge.Structures, merge.UndoStructure,
		"C’est noté\u00a0: une seule structure. Ses autres noms mènent à elle, et les chiffres en tiennent compte.",
		"C’est noté\u00a0: deux structures. Elles ne seront plus proposées.", "La fusion est défaite\u00a0: ce sont de nouveau deux structures."}
)

// mergesShown and pairsShown are how many lines a page of duplicates holds.
const (
	pairsShown  = 50
	mergesShown = 100
)

// mergeView is merge/people and merge/structures.
type mergeView struct {
	Base    string // head of the addresses of the page's forms
	Pairs   []pairView
	More    int // likely pairs beyond those shown
	Merged  []mergedLine
	Decided []decidedLine
}

// pairView is two rows that may be one.
type pairView struct {
	A, B sideView
	Why  []string
	Kept string // the one that the form proposes to keep
}

type sideView struct {
	ID, Name string
	Facts    []labelled
	Events   []personEvent
	weight   int // by which one of the two is proposed; among equals the first known
	num      int
}

type labelled struct{ Label, Text string }

type personEvent struct {
	Title, URL, State string
	At                time.Time
}

type mergedLine struct {
	ID, Gone, Kept, Who string
	At                  time.Time
}

type decidedLine struct {
	ID, First, Second, Who string
	At                     time.Time
}

// whyWords say why two rows look like one.
var whyWords = map[domain.Reason]string{
	domain.SameName: "même nom", domain.SwappedName: "nom et prénom inversés", domain.OneLetter: "une lettre de différence",
	domain.SameLastName: "même nom de famille", domain.SameMailbox: "même adresse électronique", domain.SameStructure: "même structure",
	domain.SaidOther: "a déclaré être une autre personne", domain.Acronym: "l’un est le sigle de l’autre",
	domain.Contained: "les mots de l’un sont dans l’autre", domain.RareWords: "mêmes mots distinctifs",
}

// pair fills what both pages say of a pair; the weightier is proposed to be kept, the first known among equals.
func pair(p domain.Pair, a, b sideView) pairView {
	v := pairView{A: a, B: b, Kept: a.ID}
	if b.weight > a.weight || b.weight == a.weight && b.num < a.num {
		v.Kept = b.ID
	}
	for _, r := range p.Reasons {
		v.Why = append(v.Why, whyWords[r])
	}
	return v
}

// decisions fills the merges done and the pairs kept apart; name says a row by its id.
func (v *mergeView) decisions(app core.App, of sameKind, merges []records.Merged, apart []records.NotDuplicate, name func(id string) string) error {
	who, err := actorsOf(app, "")
	if err != nil {
		return err
	}
	for _, m := range merges {
		v.Merged = append(v.Merged, mergedLine{m.ID, name(m.ID), name(m.Into), who.name(m.Actor), m.At.Time()})
	}
	for _, d := range apart {
		v.Decided = append(v.Decided, decidedLine{d.ID, name(d.First), name(d.Second), who.name(d.DecidedBy), d.Created.Time()})
	}
	return nil
}

// merge makes one of two: « garder » stays, the other of « a » and « b » goes.
func (s *site) merge(of sameKind) func(e *core.RequestEvent) error {
	return func(e *core.RequestEvent) error {
		value := e.Request.FormValue
		keep, gone := value("garder"), value("a")
		if keep == gone {
			gone = value("b")
		}
		if keep == "" || gone == "" {
			return s.tell(e, of.page, "err", "Choisissez la fiche à garder.")
		}
		return s.decided(e, of, of.merge(e.App, s.now(), actor(e), keep, gone), of.done)
	}
}

// keepApart keeps two rows apart for good.
func (s *site) keepApart(of sameKind) func(e *core.RequestEvent) error {
	return func(e *core.RequestEvent) error {
		return s.decided(e, of, merge.Apart(e.App, s.now(), actor(e), of.kind, e.Request.FormValue("a"), e.Request.FormValue("b")), of.apart)
	}
}

// unmerge undoes a merge.
func (s *site) unmerge(of sameKind) func(e *core.RequestEvent) error {
	return func(e *core.RequestEvent) error {
		return s.decided(e, of, of.undo(e.App, s.now(), actor(e), e.Request.FormValue("fiche")), of.undone)
	}
}

// reconsider takes back that two rows are two.
func (s *site) reconsider(of sameKind) func(e *core.RequestEvent) error {
	return func(e *core.RequestEvent) error {
		return s.decided(e, of, merge.Reconsider(e.App, s.now(), actor(e), of.kind, e.Request.FormValue("decision")), "La décision est retirée\u00a0: cette paire peut être proposée de nouveau.")
	}
}

// decided goes back to the page and says what was done, or why not.
func (s *site) decided(e *core.RequestEvent, of sameKind, err error, text string) error {
	refusals := domain.Refusals(err)
	switch {
	case len(refusals) > 0:
		return s.tell(e, of.page, "err", sentence(refusals[0]))
	case err != nil:
		return s.refuse(e, err)
	}
	return s.tell(e, of.page, "ok", text)
}
