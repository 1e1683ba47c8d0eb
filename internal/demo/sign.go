package demo

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/door"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/signature"
)

// forgets tells who does not sign at a half-day: one in five of those who arrive as the season is made, hardly anybody
// of a training that is over.
func (p plan) forgets(rank, slot int) bool {
	if p.fate == running {
		return rank%5 == 1
	}
	return (5*rank+slot)%17 == 3
}

// signed is an arrival where people sign: on the door's device, drawn or by keyboard, or on their own phone.
func signed(s door.Scan, r records.Registration, rank int, forgets bool) door.Scan {
	if forgets {
		return s
	}
	var in door.Ink
	switch rank % 5 {
	case 2:
		s.Code, s.Registration, s.Source = r.ShortCode, "", domain.SelfWay
		return s
	case 4:
		in = door.Ink{Way: domain.ConfirmedWay, Code: r.ShortCode}
	default:
		in = door.Ink{Way: domain.DrawnWay, Strokes: scribble(rank).Stored()}
	}
	var err error
	if s.Signature, err = json.Marshal(in); err != nil { // texts and numbers alone
		panic(err)
	}
	return s
}

// scribble is a hand nobody has: some loops that lean and shrink, and the dash below.
func scribble(seed int) domain.Strokes {
	rng := rand.New(rand.NewPCG(62, uint64(seed)))
	loops, lean, height := 3+rng.IntN(4), 20+60*rng.Float64(), 70+50*rng.Float64()
	var word []domain.Point
	for step := 0.0; step <= float64(loops); step += 0.06 {
		turn, left := 2*math.Pi*step, 1-step/float64(2*loops)
		x := 180 + step*560/float64(loops) + lean*math.Sin(turn)*left
		y := 190 - height*left*math.Cos(turn*(1+0.07*lean/80))
		word = append(word, domain.Point{X: int(x), Y: int(y)})
	}
	return domain.Strokes{word, {{X: 210, Y: 318}, {X: 480, Y: 306 + rng.IntN(20)}, {X: 700 + rng.IntN(120), Y: 296}}}
}

// confirmAlone has people confirm their presence with the code shown in the room; what the phones of the door have
// to send is given back.
func confirmAlone(app core.App, id string, list []gesture) (phones []gesture, err error) {
	for _, g := range list {
		if g.scan.Source != domain.SelfWay {
			phones = append(phones, g)
			continue
		}
		token, err := link.Token(app, link.SelfCheck, id)
		if err != nil {
			return nil, err
		}
		place, err := signature.Enter(app, g.moment, token)
		if err != nil {
			return nil, err
		}
		screen, err := signature.Show(app, g.moment, place, g.scan.Slot)
		if err != nil {
			return nil, err
		}
		done, err := signature.Confirm(app, g.moment, place, signature.Self{Nonce: g.scan.Nonce, Code: screen.Code, Short: g.scan.Code})
		if err != nil {
			return nil, err
		}
		if !done.Signed {
			return nil, fmt.Errorf("own presence: %s", done.Explanation)
		}
	}
	return phones, nil
}

// countersign has the trainer sign every half-day but the last, whose link waits: the first with a drawing.
func countersign(app core.App, id string, p plan) error {
	if p.trainer == "" {
		return nil
	}
	slots, err := records.Slots(app, id)
	if err != nil {
		return err
	}
	for i, slot := range slots[:len(slots)-1] {
		if err := countersignSlot(app, slot, slot.EndsAt.Time().Add(5*time.Minute), p.trainer, p.trainerRole, i == 0); err != nil {
			return err
		}
	}
	return nil
}

// countersignSlot has the trainer sign the list of a half-day as it stands.
func countersignSlot(app core.App, slot records.Slot, now time.Time, name, role string, drawn bool) error {
	token, err := link.Token(app, link.Trainer, slot.ID)
	if err != nil {
		return err
	}
	sheet, err := signature.OpenSheet(app, now, token)
	if err != nil {
		return err
	}
	w := signature.Word{Nonce: "demo-" + slot.ID, Seen: sheet.Seen(), Name: name, Role: role}
	if drawn {
		w.Strokes = scribble(1000).Stored()
	}
	return signature.Countersign(app, now, token, w)
}
