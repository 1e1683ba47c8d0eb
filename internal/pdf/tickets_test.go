package pdf

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func drawnSheet(t *testing.T, tickets ...Ticket) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := DrawTickets(&out, "Billets", tickets); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestASheetHoldsEightTickets(t *testing.T) {
	for n, pages := range map[int]int{1: 1, 8: 1, 9: 2, 60: 8} {
		tickets := make([]Ticket, n)
		for i := range tickets {
			tickets[i] = ticketFixture()
		}
		first := drawnSheet(t, tickets...)
		if got := pageCount(first); got != pages {
			t.Errorf("%d tickets: %d pages, want %d", n, got, pages)
		}
		if !bytes.Equal(first, drawnSheet(t, tickets...)) {
			t.Errorf("%d tickets: two drawings differ", n)
		}
	}
	bad := ticketFixture()
	bad.QRPayload = strings.Repeat("A", 5000)
	if err := DrawTickets(&bytes.Buffer{}, "", []Ticket{bad}); err == nil {
		t.Error("an endless payload was drawn")
	}
}

// The worst words stay inside their card.
func TestCardWordsStayInside(t *testing.T) {
	long := strings.Repeat("Exemple ", 40)
	c := ticketFixture()
	c.Name, c.Structure, c.EventTitle, c.Place = long, long, long, long
	c.When = strings.Split(strings.Repeat("mercredi 10 septembre 2026, 9\u00a0h - 12\u00a0h\u00a030|", 20), "|")
	c, latin := c.cleaned()
	p := newPage(meta{}, latin, regular, semiBold, bold)
	p.AddPage()
	d := cardColumn{p, 0, 14}
	d.words(c)
	if d.y > cardHeight-3 {
		t.Errorf("the words end at %.1f mm of %.1f", d.y, cardHeight)
	}
}

func convocationFixture() Convocation {
	return Convocation{Organiser: "Projet territorial de santé mentale du Pays fictif", Name: "Noémie Lefœuvre-Éxemple", Function: "Infirmier, infirmière",
		Structure: "Maison de l’enfant de l’Exemple", EventTitle: longTitle, When: ticketFixture().When, Place: "1 rue de l’Exemple", Contact: "contact@exemple.invalid",
		ShortCode: "BCDF-2345", SignatoryName: "Signataire fictive", SignatoryFunction: "Coordination", IssuedOn: "1er mars 2026",
		IssuedAt: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
}

func TestConvocations(t *testing.T) {
	long := strings.Repeat("Exemple ", 60)
	worst := convocationFixture()
	worst.Name, worst.Structure, worst.Place, worst.Access, worst.Contact, worst.Organiser, worst.OrganiserDetail = long, long, long, long, long, long, long
	worst.When = strings.Split(strings.Repeat("mercredi 10 septembre 2026, 9\u00a0h - 12\u00a0h\u00a030|", 30), "|")
	worst.Logos = [][]byte{logo(t, 300, 100)}
	draw := func() []byte {
		var out bytes.Buffer
		if err := DrawConvocations(&out, []Convocation{convocationFixture(), worst, {}}); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	first := draw()
	if got := pageCount(first); got != 3 {
		t.Errorf("%d pages", got)
	}
	if !bytes.Equal(first, draw()) {
		t.Error("two drawings differ")
	}
	c, latin := worst.cleaned()
	d := &convocationDrawing{page: newPage(meta{}, latin, regular, semiBold, bold), c: c}
	d.AddPage()
	if err := d.draw(); err != nil || d.y > 262 {
		t.Errorf("the words end at %.1f mm: no room to sign; %v", d.y, err)
	}
}
