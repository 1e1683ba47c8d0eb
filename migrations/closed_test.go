package migrations_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// nil lets the system administrator alone in; the empty text would let everyone in.
func TestEveryRuleIsClosed(t *testing.T) {
	collections := ours(t, newApp(t))
	if len(collections) < 25 {
		t.Fatalf("only %d collections", len(collections))
	}
	for _, c := range collections {
		for _, r := range rules(c) {
			if r.value != nil {
				t.Errorf("%s: the %s rule is %s", c.Name, r.name, r)
			}
		}
		if c.IsAuth() && (c.PasswordAuth.Enabled || c.OAuth2.Enabled || c.OTP.Enabled) {
			t.Errorf("%s: one can log in through the API", c.Name)
		}
	}
}

func TestTheRecordAPIRefusesEveryone(t *testing.T) {
	app := newApp(t)
	coordinator := account(t, app)
	router, err := apis.NewRouter(app)
	if err != nil {
		t.Fatal(err)
	}
	mux, err := router.BuildMux()
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, path, token, body string) int {
		request := httptest.NewRequest(method, path, strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", token)
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, request)
		return answer.Code
	}
	newcomer := `{"email":"intrus@exemple.test","password":"motdepasse-long","passwordConfirm":"motdepasse-long","role":"coordinator"}`
	for _, c := range ours(t, app) {
		records := "/api/collections/" + c.Name + "/records"
		one := records + "/" + coordinator.Id
		for who, token := range map[string]string{"anonymous": "", "coordinator": token(t, coordinator)} {
			for _, r := range []struct{ method, path, body string }{
				{"GET", records, ""}, {"POST", records, newcomer}, {"GET", one, ""}, {"PATCH", one, `{"name":"autre"}`}, {"DELETE", one, ""},
			} {
				if code := ask(r.method, r.path, token, r.body); code != http.StatusForbidden {
					t.Errorf("%s: %s %s answers %d", who, r.method, r.path, code)
				}
			}
		}
	}
	login := `{"identity":"coordination@exemple.test","password":"` + password + `"}`
	if code := ask("POST", "/api/collections/users/auth-with-password", "", login); code != http.StatusForbidden {
		t.Errorf("login through the API answers %d", code)
	}
	if code := ask("POST", "/api/batch", "", `{"requests":[]}`); code != http.StatusForbidden {
		t.Errorf("batch answers %d", code)
	}
	if n, err := app.CountRecords("users"); err != nil || n != 1 {
		t.Errorf("%d accounts, %v", n, err)
	}
}

const password = "mot de passe fictif"

func account(t *testing.T, app core.App) *core.Record {
	t.Helper()
	users, err := app.FindCollectionByNameOrId("users")
	if err != nil {
		t.Fatal(err)
	}
	u := core.NewRecord(users)
	u.Set("role", "coordinator")
	u.SetEmail("coordination@exemple.test")
	u.SetVerified(true)
	u.SetPassword(password)
	if err := app.Save(u); err != nil {
		t.Fatal(err)
	}
	return u
}

func token(t *testing.T, u *core.Record) string {
	t.Helper()
	s, err := u.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	return s
}
