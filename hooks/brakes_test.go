package hooks

import (
	"context"
	"testing"
	"time"
)

func TestABrakeSlowsAndNeverRefuses(t *testing.T) {
	b, now := newBrakes(), time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)
	for i := range 10 {
		if d := b.delay(now, "a", 10, time.Second, 5*time.Second); d != 0 {
			t.Fatalf("request %d of the burst waits %v", i, d)
		}
	}
	if d := b.delay(now, "a", 10, time.Second, 5*time.Second); d != time.Second {
		t.Errorf("the one after the burst waits %v, want 1 s", d)
	}
	for range 100 {
		if d := b.delay(now, "a", 10, time.Second, 5*time.Second); d > 5*time.Second {
			t.Fatalf("waits %v, over the longest", d)
		}
	}
	if d := b.delay(now, "b", 10, time.Second, 5*time.Second); d != 0 {
		t.Errorf("another address waits %v", d)
	}
	for range 10000 {
		b.delay(now, "a", 10, time.Second, 5*time.Second)
	}
	if d := b.delay(now.Add(10*time.Second), "a", 10, time.Second, 5*time.Second); d != 0 {
		t.Errorf("ten seconds after the flood it still waits %v", d)
	}
}

func TestWhoLeavesDoesNotWait(t *testing.T) {
	b := newBrakes()
	ctx, leave := context.WithCancel(context.Background())
	leave()
	begin := time.Now()
	for range 3 {
		b.wait(ctx, begin, "a", 1, time.Minute, time.Minute)
	}
	if spent := time.Since(begin); spent > 10*time.Second {
		t.Errorf("waited %v for somebody who left", spent)
	}
}
