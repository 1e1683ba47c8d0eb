package domain

import (
	"fmt"
	"math/rand"
	"testing"
)

// large is a territory far larger than any: what a count costs is measured on it.
func large(people, facts int) (in StatInput) {
	r := rand.New(rand.NewSource(1))
	for i := range 6000 {
		e := StatEvent{Num: i + 1, Held: i%10 > 0, Starts: day0.AddDate(0, 0, r.Intn(1825)), Capacity: 100 * r.Intn(2), Slots: 1}
		for k := range e.Keys {
			e.Keys[k] = fmt.Sprint(r.Intn(40))
		}
		e.Keys[ByEvent] = fmt.Sprint(i + 1)
		in.Events = append(in.Events, e)
	}
	for i := range in.Labels {
		for n := range 50 {
			in.Labels[i] = append(in.Labels[i], Label{Num: n + 1, Key: fmt.Sprint(n), Label: fmt.Sprint(n)})
		}
	}
	for i := range facts {
		f := StatFact{Event: int32(r.Intn(6000) + 1), Person: int32(int64(i)*int64(people)/int64(facts)) + 1, Structure: int32(r.Intn(900)), Sector: int32(r.Intn(9)),
			Territory: int32(r.Intn(8)), Profession: int32(r.Intn(30)), Registered: i%10 > 0, WalkIn: i%10 == 0}
		if i%5 > 0 {
			f.Outcome, f.Minutes, f.Proof = int8(Present), 180, int8(r.Intn(5))
		} else {
			f.Outcome = int8(Absent)
		}
		in.Facts = append(in.Facts, f)
	}
	in.First = FirstsOf(in.Events, in.Facts)
	return in
}

func BenchmarkCount(b *testing.B) {
	in := large(300_000, 1_250_000)
	b.ResetTimer()
	for range b.N {
		Count(in)
	}
}

// However many hands count, and in whatever order the registrations come, the figures are the same.
func TestHandsAndOrderChangeNothing(t *testing.T) {
	in := large(2000, 3*share)
	want := Count(in)
	shuffled := in
	shuffled.Facts = append([]StatFact(nil), in.Facts...)
	rand.Shuffle(len(in.Facts), func(i, j int) { shuffled.Facts[i], shuffled.Facts[j] = shuffled.Facts[j], shuffled.Facts[i] })
	if got := Count(shuffled); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error("another order, other figures")
	}
}
