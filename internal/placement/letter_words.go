package placement

import (
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/mail"
	"passerelle/internal/records"
	"passerelle/internal/ticket"
)

// words are what a letter about the placement may say.
func (c *Case) words(app core.App) (w mail.Words, err error) {
	row := c.Row
	w = mail.Words{Contact: c.Campaign.Contact, ShortCode: ticket.ShowShort(row.ShortCode), Slots: slotLines(c.P.Untold())}
	w.Stage = mail.PlaceWords{Campaign: c.Campaign.Title, Person: row.Name(), Goals: row.Objectives, Tutor: TutorLine(row)}
	if w.Stage.Home, err = mail.StageHost(app, row.Structure, row.Service); err != nil {
		return w, err
	}
	for _, id := range row.Choices {
		o, err := records.OfferOf(app, id)
		if domain.Is(err, domain.ErrNotFound) {
			continue
		}
		if err != nil {
			return w, err
		}
		line, err := mail.StageHost(app, o.Structure, o.Service)
		if err != nil {
			return w, err
		}
		w.Stage.Wishes = append(w.Stage.Wishes, line)
	}
	if o := c.Offer; o != nil {
		w.Place, w.Address, w.Access, w.Stage.Conditions = o.Place, o.Address, o.Access, ConditionsOf(o)
		w.Stage.Host, err = mail.StageHost(app, o.Structure, o.Service)
	}
	return w, err
}

// ConditionsOf are the practical conditions of a place, one a line.
func ConditionsOf(o *records.Offer) (list []string) {
	for _, p := range []struct{ label, text string }{
		{"Badge", o.Badge}, {"Vaccination", o.Vaccination}, {"Tenue", o.Dress}, {"Repas", o.Meal}, {"Accès", o.Access},
	} {
		if text := strings.Join(strings.Fields(p.text), " "); text != "" {
			list = append(list, p.label+"\u00a0: "+text)
		}
	}
	return list
}

// TutorLine is « Dominique Tutorat, cadre, 03 21…, adresse »; empty without a tutor.
func TutorLine(row *records.Placement) string {
	var parts []string
	for _, p := range []string{row.TutorName, row.TutorFunction, row.TutorPhone, row.TutorEmail} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

func slotLines(days []domain.Slot) (lines []string) {
	for _, d := range days {
		lines = append(lines, mail.SlotLine(d.Start, d.End, ""))
	}
	return lines
}
