package hooks

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/certificate"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/training"
	"passerelle/internal/web"
)

// trainingPage is the view of desk_training/board: a training as a group.
type trainingPage struct {
	Top                             eventTop
	Event                           *records.Event
	Board                           *training.Board
	Columns                         []trainingColumn
	Rows                            []trainingRow
	Missed                          []trainingRow // those who missed something
	Closed                          bool
	Unsigned                        int // signatures missing, over all half-days
	Decision                        trainingDecision
	Dates                           *trainingDates // nil: it was not postponed
	CanDecide, CanPostpone, CanMove bool
	Trainers                        []trainingColumn // half-days whose trainer's word is missing
	CatchUp                         catchUpPart
	Issuer                          issuerPart
	CanStage                        bool   // may open a campaign of stages croisés for its trainees
	Stages                          string // that campaign's page in the desk; empty: none yet
}

// trainingColumn is a half-day in words.
type trainingColumn struct {
	training.Column
	Words, Short string // « jeudi 12 mars 2026, 9 h - 12 h 30 »; « jeu. 12 mars »
}

// Hours is « 9 h - 12 h 30 ».
func (c trainingColumn) Hours() string { return slotHours(c.Slot) }

// trainingRow is somebody of the group in words.
type trainingRow struct {
	training.Row
	ID, Name string
	Marks    []trainingMark
	Lack     string // what is missing for the attestation; empty: nothing
	Missed   int    // half-days
	Came     bool   // at one half-day at least
}

// trainingMark is a half-day of somebody in words.
type trainingMark struct {
	training.Cell
	Column     trainingColumn
	Word, Kind string // class of its tag
	Detail     string
}

// Training tells whether the pages of the event show its tab « Formation ».
func (h eventHead) Training() (bool, error) {
	if h.app == nil || h.Draft() {
		return false, nil
	}
	return records.IsTraining(h.app, h.ID)
}

// trainingBoard shows a training as a group: who came when, what is missing, what is to be decided.
func (s *site) trainingBoard(e *core.RequestEvent) error {
	return s.showTraining(e, http.StatusOK, nil)
}

func (s *site) showTraining(e *core.RequestEvent, status int, errs []web.FieldError) error {
	ev, err := eventOf(e)
	if err != nil {
		return s.refuse(e, err)
	}
	v := trainingPage{Top: s.topOf(e, ev), Event: ev, Closed: ev.Status == domain.Held}
	if v.Board, err = training.BoardOf(e.App, s.now(), ev); err != nil {
		return s.refuse(e, err)
	}
	v.matrix()
	if v.Decision, err = decisionOf(e.App, s.now(), ev, v.Board.Seats.Taken); err != nil {
		return s.refuse(e, err)
	}
	people, err := records.Registrations(e.App, ev.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	if v.Dates, err = datesOf(e.App, s.now(), ev, people); err != nil {
		return s.refuse(e, err)
	}
	v.CanDecide = user(e).IsCoordinator() && v.Decision.Open
	v.CanPostpone = user(e).IsCoordinator() && training.Postponable(e.App, ev) == nil
	v.CanMove = ev.Status == domain.Published
	if v.CatchUp, err = s.catchUpPart(e, ev, v.Board); err != nil {
		return s.refuse(e, err)
	}
	if v.Issuer, err = s.issuerPart(e, ev, v.Board); err != nil {
		return s.refuse(e, err)
	}
	if v.CanStage, v.Stages, err = stageOfTraining(e.App, user(e), ev); err != nil {
		return s.refuse(e, err)
	}
	return s.renderForm(e, status, "desk_training/board", v, errs)
}

// matrix says the board in words.
func (v *trainingPage) matrix() {
	for _, c := range v.Board.Columns {
		weekday, day, month := paris.Block(c.StartsAt.Time())
		v.Columns = append(v.Columns, trainingColumn{c, slotWords(c.Slot), weekday + " " + day + " " + month})
		v.Unsigned += c.Unsigned
		if c.Over && c.Present > 0 && !c.Countersigned {
			v.Trainers = append(v.Trainers, v.Columns[len(v.Columns)-1])
		}
	}
	for _, r := range v.Board.Rows {
		row := trainingRow{Row: r, ID: r.Registration.ID, Name: r.Registration.LastName + " " + r.Registration.FirstName, Lack: trainingLack(v.Event, r)}
		for i, c := range r.Cells {
			row.Marks = append(row.Marks, markOf(v.Columns[i], c))
			if c.Absent() {
				row.Missed++
			}
			row.Came = row.Came || c.Mark == training.Came || c.Mark == training.CaughtUp
		}
		v.Rows = append(v.Rows, row)
		if row.Missed > 0 {
			v.Missed = append(v.Missed, row)
		}
	}
}

var markWords = map[training.Mark]stateWord{training.Came: {"Présent·e", "ok"}, training.CaughtUp: {"Rattrapée", "ok"}, training.Awaited: {"Attendu·e", "plain"},
	training.Missed: {"Manquée", "err"}, training.Excused: {"Excusé·e", "warn"}, training.NotChosen: {"Pas inscrit·e", "plain"}}

func markOf(column trainingColumn, c training.Cell) trainingMark {
	w := markWords[c.Mark]
	m := trainingMark{Cell: c, Column: column, Word: w.Text, Kind: w.Kind}
	switch {
	case c.Mark == training.Came || c.Mark == training.CaughtUp:
		m.Detail = paris.Minutes(c.Minutes)
		if c.Short() {
			m.Detail += " sur " + paris.Minutes(c.Slot.Domain().Minutes())
		}
	case c.Excuse != "":
		m.Detail = c.Excuse
	}
	return m
}

// trainingLack says in a few words what somebody lacks for the attestation.
func trainingLack(e *records.Event, r training.Row) string {
	switch r.Why {
	case "":
		return ""
	case certificate.NoneGiven:
		return "Pas d’attestation pour cet événement"
	case certificate.Withheld:
		return "Retenue à la main : " + r.Registration.Withheld
	case certificate.ToComplete:
		return "Fiche à compléter : arrivée notée sous un nom seul"
	case certificate.Unanswered:
		return "L’évaluation, pas encore remplie"
	case certificate.NotPresent:
		return "Aucune présence pour l’instant"
	}
	switch e.Rule {
	case domain.EnoughMinutes:
		return "Encore " + paris.Minutes(e.RuleAmount-r.Tally.Minutes) + " de présence"
	case domain.EnoughSlots:
		return "Encore " + counted(e.RuleAmount-r.Tally.Present, "demi-journée", "demi-journées")
	case domain.ByHand:
		return "Votre décision : la déclarer complète, à la page des attestations"
	}
	return fmt.Sprintf("%s sur %s", counted(r.Tally.Slots-r.Tally.Present, "demi-journée manque", "demi-journées manquent"), strconv.Itoa(r.Tally.Slots))
}

// Starts is when the group begins.
func (v trainingPage) Starts() time.Time { return v.Event.StartsAt.Time() }
