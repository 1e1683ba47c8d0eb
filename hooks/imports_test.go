package hooks_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"passerelle/internal/records"
	"passerelle/internal/testapp"
)

func deposit(t *testing.T, c *http.Client, address, kind, name, text string) answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	must(t, w.WriteField("genre", kind))
	part, err := w.CreateFormFile("fichier", name)
	must(t, err)
	_, err = part.Write([]byte(text))
	must(t, err)
	must(t, w.Close())
	res, err := c.Post(address, w.FormDataContentType(), &b)
	return read(t, res, err)
}

func TestAFileOfThePastIsReadCorrectedAppliedAndUndone(t *testing.T) {
	app := testapp.New(t)
	srv := testapp.Serve(t, app)
	c := testapp.Login(t, srv, testapp.User(t, app, records.Coordinator, "c@exemple.invalid"))
	post := func(path string, status int, f url.Values) string {
		t.Helper()
		res, err := c.PostForm(srv.URL+path, f)
		a := read(t, res, err)
		if a.status != status {
			t.Fatalf("%s: %d, want %d\n%s", path, a.status, status, a.body)
		}
		return a.body
	}
	see := func(path string, wants ...string) {
		t.Helper()
		body := get(t, c, srv.URL+path).body
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q", path, want)
			}
		}
		if strings.Contains(body, "<script>alert") {
			t.Errorf("%s: a name of the file is markup", path)
		}
	}
	if a := deposit(t, c, srv.URL+"/gestion/imports/nouveau", "history", "x.pdf", "%PDF-1.4"); a.status != 422 || !strings.Contains(a.body, `value="history" checked`) {
		t.Errorf("a PDF: %d", a.status)
	}
	text := "Nom;Prénom;Structure;Présence\n<script>alert(1)</script>;Alba;=CMD()|'x'!A1;oui\nSAULE;Inès;Maison des Essais;non\n"
	if a := deposit(t, c, srv.URL+"/gestion/imports/nouveau", "participants", `..\..\liste <script>alert(1)</script>.csv`, text); a.status != 303 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	rows, err := records.Imports(app)
	must(t, err)
	page := "/gestion/imports/" + rows[0].ID
	if strings.Contains(rows[0].FileName, "..") || strings.ContainsAny(rows[0].FileName, `\/`) {
		t.Errorf("path kept: %q", rows[0].FileName)
	}
	see(page, "On ne sait pas à quel événement", "Aucune ligne ne peut être reprise")
	post(page+"/appliquer", 409, nil)
	programme, err := records.ItemByCode(app, records.Programmes, "conference")
	must(t, err)
	f := url.Values{"titres": {"1"}, "colonne-0": {"nom"}, "colonne-1": {"prenom"}, "colonne-2": {"structure"}, "colonne-3": {"presence"},
		"titre": {"Forum des essais"}, "jour": {"31 février"}, "programme": {programme.ID}}
	if body := post(page, 422, f); !strings.Contains(body, `value="31 février"`) || !strings.Contains(body, `value="Forum des essais"`) {
		t.Error("what was chosen is lost")
	}
	f.Set("jour", "12 et 13 mars 2025")
	f.Set("cle-0", "maison des essais")
	f.Set("structure-0", "none")
	post(page, 303, f)
	see(page, "Forum des essais", "à créer", "&lt;script&gt;alert(1)")
	post(page+"/appliquer", 303, nil)
	see(page, "Le fichier est repris", "a repris le fichier")
	see("/gestion/imports", "Repris")
	post(page+"/abandonner", 409, nil)
	post(page+"/annuler", 422, url.Values{"motif": {" "}})
	post(page+"/annuler", 303, url.Values{"motif": {"mauvais fichier"}})
	see(page, "La reprise est annulée", "mauvais fichier")
	deposit(t, c, srv.URL+"/gestion/imports/nouveau", "participants", "encore.csv", text)
	rows, err = records.Imports(app)
	must(t, err)
	for _, i := range rows {
		if i.AppliedAt.IsZero() {
			see("/gestion/imports/"+i.ID, "Le même fichier a déjà été déposé")
			post("/gestion/imports/"+i.ID+"/abandonner", 303, nil)
		}
	}
	if rows, err = records.Imports(app); err != nil || len(rows) != 1 {
		t.Errorf("%d imports, %v", len(rows), err)
	}
}
