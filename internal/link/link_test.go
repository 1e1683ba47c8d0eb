package link_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func token(t *testing.T, app core.App, kind, target string) string {
	t.Helper()
	s, err := link.Token(app, kind, target)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestALinkOpensOneThing(t *testing.T) {
	app := testapp.New(t)
	target := records.NewID()
	s := token(t, app, link.Registration, target)
	got, err := link.Open(app, testapp.Now, link.Registration, s)
	if err != nil || got != target {
		t.Fatalf("opened %q, %v", got, err)
	}
	if _, err := link.Open(app, testapp.Now, link.Certificate, s); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("a link of one kind opened another: %v", err)
	}
	other := records.NewID() + s[15:]
	if _, err := link.Open(app, testapp.Now, link.Registration, other); !domain.Is(err, domain.ErrNotFound) {
		t.Errorf("the proof of one target opened another: %v", err)
	}
}

func TestNoOtherTokenOpens(t *testing.T) {
	app := testapp.New(t)
	s := token(t, app, link.Registration, records.NewID())
	for i := range s {
		for _, c := range "a2" {
			forged := s[:i] + string(c) + s[i+1:]
			if forged == s {
				continue
			}
			if _, err := link.Open(app, testapp.Now, link.Registration, forged); err == nil {
				t.Fatalf("position %d changed to %c still opens", i, c)
			}
		}
	}
	for _, bad := range []string{"", "court", s + "a", s[1:], strings.ToUpper(s), s[:15] + strings.Repeat("a", 26)} {
		if _, err := link.Open(app, testapp.Now, link.Registration, bad); err == nil {
			t.Errorf("%q opens", bad)
		}
	}
}

func TestRenewingRevokesEveryEarlierLink(t *testing.T) {
	app := testapp.New(t)
	target := records.NewID()
	first := token(t, app, link.Registration, target)
	for range 2 {
		if err := link.Renew(app, link.Registration, target); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := link.Open(app, testapp.Now, link.Registration, first); !domain.Is(err, domain.ErrLinkRevoked) {
		t.Errorf("the first version: %v, want revoked", err)
	}
	third := token(t, app, link.Registration, target)
	if third == first {
		t.Error("a renewed link has the same address")
	}
	if _, err := link.Open(app, testapp.Now, link.Registration, third); err != nil {
		t.Errorf("the current version: %v", err)
	}
}

func TestAGrantEndsAndHidesItsSubject(t *testing.T) {
	app := testapp.New(t)
	end := testapp.Now.Add(2 * time.Hour)
	s, err := link.Grant(app, link.Space, "service@exemple.invalid", end)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s, "service") {
		t.Error("the address tells its subject")
	}
	if subject, err := link.Subject(app, end.Add(-time.Second), link.Space, s); err != nil || subject != "service@exemple.invalid" {
		t.Errorf("subject %q, %v", subject, err)
	}
	if _, err := link.Subject(app, end, link.Space, s); !domain.Is(err, domain.ErrLinkExpired) {
		t.Errorf("after its end: %v, want expired", err)
	}
}

func TestTheSecretStaysInItsFolder(t *testing.T) {
	app := testapp.New(t)
	target := records.NewID()
	first := token(t, app, link.Door, target)
	info, err := os.Stat(filepath.Join(app.DataDir(), link.SecretFile))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 || info.Size() != 32 {
		t.Errorf("secret: mode %v, %d bytes", info.Mode().Perm(), info.Size())
	}
	if token(t, testapp.New(t), link.Door, target) == first {
		t.Error("two folders make the same link")
	}
}

func TestEveryKindHasAnAddress(t *testing.T) {
	for _, kind := range []string{link.Registration, link.Door, link.Certificate, link.Space, link.FirstRun} {
		if p := link.Path(kind, "TOKEN"); !strings.HasPrefix(p, "/") || !strings.Contains(p, "TOKEN") {
			t.Errorf("%s: %s", kind, p)
		}
	}
}

// The first requests of a fresh folder come together: none may read a secret that is being written.
func TestASecretIsNeverReadHalfWritten(t *testing.T) {
	app := testapp.New(t)
	target, got := records.NewID(), make([]string, 32)
	if err := os.Remove(filepath.Join(app.DataDir(), link.SecretFile)); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			var err error
			if got[i], err = link.Token(app, link.Registration, target); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, s := range got {
		if s != got[0] {
			t.Fatal("two secrets for one folder")
		}
	}
	files, err := filepath.Glob(filepath.Join(app.DataDir(), link.SecretFile+"*"))
	if err != nil || len(files) != 1 {
		t.Error("left behind:", files, err)
	}
}
