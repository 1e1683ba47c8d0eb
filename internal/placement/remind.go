package placement

import (
	"fmt"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// A party that is late is reminded so many times for one wait, and at most every so many days.
const (
	maxReminders  = 3
	betweenThem   = 7 * 24 * time.Hour
	reminderCause = mail.StageReminder + ":"
)

// LiveStates are those in which something may be awaited.
var LiveStates = func() (list []domain.PlacementState) {
	for _, s := range domain.PlacementStates {
		if !s.Terminal() {
			list = append(list, s)
		}
	}
	return list
}()

// Remind queues the reminders of every party that is late, and the short word of the eve; it counts them. Run twice, it
// queues once.
func Remind(app core.App, now time.Time) (n int, err error) {
	campaigns, err := records.CampaignsMoving(app, LiveStates...)
	if err != nil {
		return 0, err
	}
	for i := range campaigns {
		cases, err := OpenAll(app, &campaigns[i])
		if err != nil {
			return n, err
		}
		for _, c := range cases {
			queued, err := c.remind(app, now)
			if err != nil {
				return n, err
			}
			n += queued
		}
	}
	return n, nil
}

// remind queues what is due about one placement.
func (c *Case) remind(app core.App, now time.Time) (n int, err error) {
	if c.P.State.Terminal() || !c.Row.ErasedAt.IsZero() {
		return 0, nil
	}
	if n, err = c.eve(app, now); err != nil {
		return n, err
	}
	late := map[domain.Party]bool{}
	for _, a := range c.Awaited(now) {
		if !a.Late || late[a.Of] || !writtenTo(a.Of) {
			continue
		}
		late[a.Of] = true
		times, last, err := c.reminded(app, a)
		if err != nil {
			return n, err
		}
		if times >= maxReminders || now.Sub(last) < betweenThem {
			continue
		}
		queued, err := c.writeReminder(app, now, a, fmt.Sprintf("%s%d", c.waitCause(a), times+1))
		if err != nil {
			return n, err
		}
		n += queued
	}
	return n, nil
}

// writtenTo tells whether a party is reminded by letter: the coordinator has a board, the platform a clock.
func writtenTo(p domain.Party) bool {
	return p != domain.PartyCoordinator && p != domain.PartyPlatform
}

// waitCause begins the cause of every reminder of one wait.
func (c *Case) waitCause(a domain.AwaitedMove) string {
	return fmt.Sprintf("%s%s:%s:%s:%d:", reminderCause, c.Row.ID, a.Of, a.Move, a.Since.Unix())
}

// reminded is how many times a party was for this wait, and when it last was for any.
func (c *Case) reminded(app core.App, a domain.AwaitedMove) (times int, last time.Time, err error) {
	letters, err := records.PlacementLetters(app, c.Row.ID)
	for _, l := range letters {
		if strings.HasPrefix(l.Cause, c.waitCause(a)) {
			times++
		}
		if strings.HasPrefix(l.Cause, reminderCause+c.Row.ID+":"+string(a.Of)+":") && l.Created.Time().After(last) {
			last = l.Created.Time()
		}
	}
	return times, last, err
}

// writeReminder queues a reminder of what is awaited; 0: nobody can be written to.
func (c *Case) writeReminder(app core.App, now time.Time, a domain.AwaitedMove, cause string) (int, error) {
	role := roleOf(a)
	if c.Reader(role).Address == "" {
		return 0, nil
	}
	w, err := c.words(app)
	if err != nil {
		return 0, err
	}
	w.Stage.Awaited = AwaitedWords(a, c.P)
	return 1, c.write(app, now, mail.StageReminder, cause, []string{role}, w)
}

// roleOf is who is written to about what is awaited: the days are the tutor's business.
func roleOf(a domain.AwaitedMove) string {
	if a.Of == domain.PartyHost && a.Move != domain.MoveSign {
		return roleTutor
	}
	return string(a.Of)
}

// AwaitedWords says what is awaited of a party, as in « le stage attend… ».
func AwaitedWords(a domain.AwaitedMove, p domain.Placement) string {
	switch a.Move {
	case domain.MoveAgree:
		return "votre accord"
	case domain.MoveSign:
		return "votre signature sur la convention"
	case domain.MoveReceive:
		return "votre rapport d’étonnement"
	case domain.MoveFinish:
		return "que vous disiez qu’il est terminé"
	case domain.MoveTell:
		for _, d := range p.Days {
			if d.ID == a.Slot {
				return "que vous disiez si la personne est venue " + paris.Slot(d.Start, d.End)
			}
		}
	}
	return "une réponse de votre part"
}

// eve queues the short word to trainee and tutor, the day before the first half-day.
func (c *Case) eve(app core.App, now time.Time) (int, error) {
	first, _ := domain.Span(c.P.Untold())
	if c.P.State != domain.PlacementAgreementSigned || c.P.AmendDue || first.IsZero() || !paris.NextDay(now).Equal(paris.StartOfDay(first)) {
		return 0, nil
	}
	day := paris.Day(first)
	kinds := map[string]string{mail.StageEve: roleTrainee, mail.StageEveTutor: roleTutor}
	n := 0
	for kind, role := range kinds {
		cause := kind + ":" + c.Row.ID + ":" + day
		known, err := records.LetterCaused(app, cause+":"+role)
		if err != nil || known || c.Reader(role).Address == "" {
			if err != nil {
				return n, err
			}
			continue
		}
		w, err := c.words(app)
		if err != nil {
			return n, err
		}
		if err := c.write(app, now, kind, cause, []string{role}, w); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// RemindNow reminds one party at once, late or not. ErrNotAwaited where nothing is, ErrUnreachable without an address,
// ErrReminded when one left today.
func RemindNow(app core.App, now time.Time, actor, id string, of domain.Party) error {
	return records.Together(app, func(app core.App) error {
		c, err := Open(app, id)
		if err != nil {
			return err
		}
		for _, a := range c.Awaited(now) {
			if a.Of != of || !writtenTo(of) {
				continue
			}
			times, last, err := c.reminded(app, a)
			if err != nil {
				return err
			}
			if paris.Day(last) == paris.Day(now) {
				return domain.Error{Code: domain.ErrReminded}
			}
			n, err := c.writeReminder(app, now, a, fmt.Sprintf("%s%d", c.waitCause(a), times+1))
			if err == nil && n == 0 {
				err = domain.Error{Code: domain.ErrUnreachable}
			}
			if err != nil {
				return err
			}
			return records.AddAudit(app, records.AuditLine{At: records.At(now), Actor: actor, Action: "remind", Kind: "placement", Target: id, Reason: string(of)})
		}
		return domain.Error{Code: domain.ErrNotAwaited}
	})
}

// Reaches tells whether a letter would reach the party of which something is awaited; the coordinator and the platform
// need none.
func (c *Case) Reaches(a domain.AwaitedMove) bool {
	return !writtenTo(a.Of) || c.Reader(roleOf(a)).Address != ""
}
