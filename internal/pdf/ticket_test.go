package pdf

import (
	"bytes"
	"strings"
	"testing"
)

func TestSameTicketSameBytes(t *testing.T) {
	first := drawnTicket(t, ticketFixture())
	for range 19 {
		if !bytes.Equal(drawnTicket(t, ticketFixture()), first) {
			t.Fatal("two drawings of one ticket differ")
		}
	}
}

func TestTicketIsOnePage(t *testing.T) {
	long := strings.Repeat("Exemple ", 40)
	for name, change := range map[string]func(t *Ticket){
		"plain":      func(*Ticket) {},
		"emoji":      func(t *Ticket) { t.Name = "\U0001F600" },
		"right-left": func(t *Ticket) { t.Name = "\u202eمثال" },
		"long": func(t *Ticket) {
			t.Name, t.EventTitle, t.Place, t.Organiser, t.Structure = long, long, long, long, long
		},
		"many dates": func(t *Ticket) { t.When = append(t.When, strings.Split(strings.Repeat("lundi,", 20), ",")...) },
		"empty":      func(t *Ticket) { *t = Ticket{QRPayload: "X"} },
	} {
		ticket := ticketFixture()
		change(&ticket)
		if got := pageCount(drawnTicket(t, ticket)); got != 1 {
			t.Errorf("%s: %d pages", name, got)
		}
	}
	empty := ticketFixture()
	empty.QRPayload = strings.Repeat("A", 5000)
	if err := DrawTicket(&bytes.Buffer{}, empty); err == nil {
		t.Error("an endless payload was drawn")
	}
}

// The worst content must stay above the name: the title, the dates and the place
// share what is left of the upper half.
func TestWordsLeaveRoomForTheName(t *testing.T) {
	long := strings.Repeat("Exemple ", 40)
	for _, dates := range []int{1, 4, 5, 30} {
		ticket := ticketFixture()
		ticket.EventTitle, ticket.Place, ticket.Organiser = long, long, long
		ticket.When = strings.Split(strings.Repeat("mercredi 10 septembre 2026, 9\u00a0h - 12\u00a0h,", dates-1)+"lundi", ",")
		ticket, latin := ticket.cleaned()
		d := &ticketDrawing{page: newPage(meta{}, latin, regular, semiBold, bold), t: ticket}
		d.AddPage()
		if end := d.what(); end > ruleAboveName {
			t.Errorf("%d dates: the words end at %.1f mm, the name begins at %.1f", dates, end, ruleAboveName)
		}
	}
}
