package hooks

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"

	"passerelle/internal/declaration"
	"passerelle/internal/domain"
	"passerelle/internal/link"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// declareView is declarations/declare (a partner's) and declarations/edit (the coordinator's): what was typed.
type declareView struct {
	Action, Back, Title string // where the form goes, where one comes back to
	New                 bool
	Form                declaration.Form
	Starts, Ends        string // as typed
	People              string
	Territories         []web.Option
	Organiser           string
	Trapped             bool
}

// slow down who declares without end.
const (
	declareBurst = 20
	declareEvery = 3 * time.Second
)

func declareTyped(f url.Values) declareView {
	v := declareView{Starts: strings.TrimSpace(f.Get("debut")), Ends: strings.TrimSpace(f.Get("fin")), People: strings.TrimSpace(f.Get("personnes")),
		Form: declaration.Form{Title: f.Get("titre"), Detail: f.Get("detail"), Place: f.Get("lieu"), Territory: f.Get("territoire"), Organisation: f.Get("organisation"),
			Partners: f.Get("partenaires"), Audience: f.Get("public"), ContactName: f.Get("contact"), ContactEmail: f.Get("email"), URL: f.Get("site"),
			Shown: f.Get("afficher") != "", Intent: f.Get("intention"), People: declaration.Unknown}}
	if !intentPattern.MatchString(v.Form.Intent) {
		v.Form.Intent = security.RandomString(32)
	}
	v.Trapped = f.Get("site_web") != ""
	v.Form.Starts, v.Form.Ends = momentTyped(v.Starts), momentTyped(v.Ends)
	if v.People != "" {
		n, err := strconv.Atoi(v.People)
		if v.Form.People = n; err != nil || n < 0 {
			v.Form.People = declaration.Unknown - 1 // refused as such
		}
	}
	return v
}

// momentTyped reads a datetime-local field; zero where it cannot be read.
func momentTyped(value string) time.Time {
	t, err := paris.Parse(value)
	if err != nil {
		return time.Time{}
	}
	return t
}

// declareOf shows a declaration in the form.
func declareOf(d *records.Declaration) declareView {
	v := declareView{Form: declaration.Of(d), Starts: paris.Input(d.StartsAt.Time()), Ends: paris.Input(d.EndsAt.Time())}
	if d.People >= 0 {
		v.People = strconv.Itoa(d.People)
	}
	return v
}

// declareForm is the form that the coordinator sends to partners.
func (s *site) declareForm(e *core.RequestEvent) error {
	if _, err := link.Open(e.App, s.now(), link.Declare, e.Request.PathValue("token")); err != nil {
		return s.refuse(e, err)
	}
	v := declareView{Form: declaration.Form{Intent: security.RandomString(32), Shown: true}}
	return s.showDeclare(e, http.StatusOK, v, nil)
}

// declare keeps what a partner declares, and leads to the declaration's own page.
func (s *site) declare(e *core.RequestEvent) error {
	if _, err := link.Open(e.App, s.now(), link.Declare, e.Request.PathValue("token")); err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	s.slow.wait(e.Request.Context(), time.Now(), "declare "+e.RealIP(), declareBurst, declareEvery, 2*time.Second)
	v := declareTyped(f)
	if v.Trapped {
		return s.showDeclare(e, http.StatusUnprocessableEntity, v, []web.FieldError{{Text: trapped}})
	}
	d, err := declaration.Declare(e.App, s.now(), v.Form)
	if errs := fieldErrors(err); errs != nil {
		return s.showDeclare(e, http.StatusUnprocessableEntity, v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	s.nudge()
	token, err := link.Token(e.App, link.Declaration, d.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	return redirect(e, link.Path(link.Declaration, token))
}

func (s *site) showDeclare(e *core.RequestEvent, status int, v declareView, errs []web.FieldError) error {
	v.Action, v.New = "/declarer/"+e.Request.PathValue("token"), true
	return s.showDeclaring(e, status, "declarations/declare", v, errs)
}

func (s *site) showDeclaring(e *core.RequestEvent, status int, page string, v declareView, errs []web.FieldError) error {
	territories, err := records.Items(e.App, records.Territories)
	if err != nil {
		return s.refuse(e, err)
	}
	set, err := records.LoadSettings(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	v.Territories, v.Organiser = itemOptions(territories), set.Organiser
	return s.renderForm(e, status, page, v, errs)
}

// declarationOpened finds what the secret of the address opens.
func (s *site) declarationOpened(e *core.RequestEvent) (*records.Declaration, error) {
	id, err := link.Open(e.App, s.now(), link.Declaration, e.Request.PathValue("token"))
	if err != nil {
		return nil, err
	}
	return records.DeclarationOf(e.App, id)
}

// myDeclarationView is declarations/mine.
type myDeclarationView struct {
	Declaration     *records.Declaration
	Path, When      string
	Territory       string
	State           banner
	Correct, Counts bool // may be corrected; may say how many came
	People          string
}

// myDeclaration is a partner's own page: where the declaration stands, how many came.
func (s *site) myDeclaration(e *core.RequestEvent) error {
	d, err := s.declarationOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showMyDeclaration(e, http.StatusOK, d, "", nil)
}

var declarationBanners = map[string]banner{
	declaration.Proposed: {"warn", "Reçue, à relire", "La coordination relit votre déclaration et vous répondra par courriel. D’ici là, vous pouvez la corriger."},
	declaration.Accepted: {"ok", "Acceptée", "Votre action compte parmi celles que le projet territorial soutient."},
	declaration.Refused:  {"", "Pas retenue", ""}}

func (s *site) showMyDeclaration(e *core.RequestEvent, status int, d *records.Declaration, people string, errs []web.FieldError) error {
	territory, err := records.ItemOf(e.App, records.Territories, d.Territory)
	if err != nil {
		return s.refuse(e, err)
	}
	v := myDeclarationView{Declaration: d, Path: "/declarations/" + e.Request.PathValue("token"), When: declaration.When(d),
		Territory: territory.Name, State: declarationBanners[d.State], Correct: d.State == declaration.Proposed,
		Counts: d.State != declaration.Refused && !s.now().Before(d.StartsAt.Time()), People: people}
	if people == "" && d.People >= 0 {
		v.People = strconv.Itoa(d.People)
	}
	return s.renderForm(e, status, "declarations/mine", v, errs)
}

// declarePeople says how many came, afterwards.
func (s *site) declarePeople(e *core.RequestEvent) error {
	d, err := s.declarationOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	typed := strings.TrimSpace(e.Request.FormValue("personnes"))
	n, err := strconv.Atoi(typed)
	if err != nil {
		n = declaration.Unknown // refused as such
	}
	err = declaration.SetPeople(e.App, s.now(), "partner", d.ID, n)
	if domain.Is(err, domain.ErrNumber) {
		return s.showMyDeclaration(e, http.StatusUnprocessableEntity, d, typed, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/declarations/"+e.Request.PathValue("token"), "ok", "C’est noté. Merci.")
}

// correctForm shows the declaration in the form, until it is decided.
func (s *site) correctForm(e *core.RequestEvent) error {
	d, err := s.declarationOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	if d.State != declaration.Proposed {
		return redirect(e, "/declarations/"+e.Request.PathValue("token"))
	}
	return s.showCorrect(e, http.StatusOK, declareOf(d), nil)
}

func (s *site) correct(e *core.RequestEvent) error {
	d, err := s.declarationOpened(e)
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := form(e)
	if err != nil {
		return err
	}
	v := declareTyped(f)
	err = declaration.Correct(e.App, s.now(), d.ID, v.Form)
	if errs := fieldErrors(err); errs != nil && !domain.Is(err, domain.ErrState) {
		return s.showCorrect(e, http.StatusUnprocessableEntity, v, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/declarations/"+e.Request.PathValue("token"), "ok", "Votre déclaration est corrigée.")
}

func (s *site) showCorrect(e *core.RequestEvent, status int, v declareView, errs []web.FieldError) error {
	v.Back = "/declarations/" + e.Request.PathValue("token")
	v.Action = v.Back + "/corriger"
	return s.showDeclaring(e, status, "declarations/declare", v, errs)
}
