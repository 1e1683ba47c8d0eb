package hooks

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/body"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// bodyView is bodies/body: the members, the meetings, who came over the year.
type bodyView struct {
	Body                *records.Body
	Kind, Group         string
	Sitting, Former     []memberLine
	Meetings            []meetingLine
	Year                body.Year
	Years               []web.Option
	NoAddress           int
	Previous, Following int
}

type memberLine struct {
	records.Member
	Structure, Profession string
	From, To              time.Time
}

type meetingLine struct {
	ID, Title, When, State, StateKind string
}

// bodyPage shows a body.
func (s *site) bodyPage(e *core.RequestEvent) error {
	b, err := records.BodyOf(e.App, e.Request.PathValue("body"))
	if err != nil {
		return s.refuse(e, err)
	}
	group, err := listNames(e.App, records.WorkingGroups)
	if err != nil {
		return s.refuse(e, err)
	}
	view := bodyView{Body: b, Kind: optionLabel(bodyKinds, b.Kind), Group: group[b.WorkingGroup]}
	for _, fill := range []func() error{
		func() error { return view.members(e.App, s.now()) },
		func() error { return view.meetings(e, s.now()) },
		func() (err error) { view.Year, err = body.YearOf(e.App, b.ID, yearAsked(e, s.now())); return err },
	} {
		if err := fill(); err != nil {
			return s.refuse(e, err)
		}
	}
	return s.render(e, http.StatusOK, "bodies/body", view)
}

// yearAsked is the year of the query, this one without.
func yearAsked(e *core.RequestEvent, now time.Time) int {
	if y, err := strconv.Atoi(e.Request.URL.Query().Get("annee")); err == nil && y >= 2000 && y < 2200 {
		return y
	}
	return now.In(paris.Location).Year()
}

func (v *bodyView) members(app core.App, now time.Time) error {
	rows, err := records.Members(app, v.Body.ID)
	if err != nil {
		return err
	}
	structures, err := records.AllStructures(app)
	if err != nil {
		return err
	}
	labels := map[string]string{}
	for _, s := range structures {
		labels[s.ID] = s.Label()
	}
	professions, err := listNames(app, records.Professions)
	for _, m := range rows {
		line := memberLine{m, labels[m.Structure], professions[m.Profession], m.FromDay.Time(), m.ToDay.Time()}
		if !m.ToDay.IsZero() && !body.Sits(m, now) && m.ToDay.Time().Before(now) {
			v.Former = append(v.Former, line)
			continue
		}
		if v.Sitting = append(v.Sitting, line); m.Email == "" {
			v.NoAddress++
		}
	}
	return err
}

func (v *bodyView) meetings(e *core.RequestEvent, now time.Time) error {
	rows, err := records.EventsOfBody(e.App, v.Body.ID)
	years := map[int]bool{now.In(paris.Location).Year(): true, yearAsked(e, now): true}
	for _, ev := range rows {
		h := headOf(e, &ev, now)
		v.Meetings = append(v.Meetings, meetingLine{ev.ID, ev.Title, h.When, h.State, h.StateKind})
		years[ev.StartsAt.Time().In(paris.Location).Year()] = true
	}
	for y := 2199; y >= 2000; y-- {
		if years[y] {
			v.Years = append(v.Years, web.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
		}
	}
	return err
}

// memberView is bodies/member.
type memberView struct {
	Body        *records.Body
	ID, Heading string
	Form        body.MemberForm
	Paste       string
	Professions []web.Option
}

func (s *site) newMember(e *core.RequestEvent) error {
	return s.showMember(e, http.StatusOK, memberView{Form: body.MemberForm{Intent: records.NewID(), From: paris.Day(s.now())}}, nil)
}

func (s *site) editMember(e *core.RequestEvent) error {
	m, err := records.MemberOf(e.App, e.Request.PathValue("member"))
	if err == nil && m.Body != e.Request.PathValue("body") {
		err = records.ErrNone
	}
	if err != nil {
		return s.refuse(e, err)
	}
	f, err := body.MemberFormOf(e.App, m)
	if err != nil {
		return s.refuse(e, err)
	}
	return s.showMember(e, http.StatusOK, memberView{ID: m.ID, Form: f}, nil)
}

// saveMember writes a member, new or changed.
func (s *site) saveMember(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	id := e.Request.PathValue("body")
	view := memberView{ID: e.Request.PathValue("member"), Form: body.MemberForm{LastName: f.Get("nom"), FirstName: f.Get("prenom"), Email: f.Get("email"),
		Function: f.Get("titre"), StructureID: f.Get("structure_id"), Structure: f.Get("structure"), Profession: f.Get("fonction"),
		From: f.Get("du"), To: f.Get("au"), Intent: idTyped(f.Get("intention"))}}
	m, err := body.SaveMember(e.App, s.now(), actor(e), id, view.ID, view.Form)
	if domain.Is(err, domain.ErrNotFound) || err != nil && domain.Refusals(err) == nil {
		return s.refuse(e, err)
	}
	if err != nil {
		return s.showMember(e, http.StatusUnprocessableEntity, view, fieldErrors(err))
	}
	return s.tell(e, "/gestion/instances/"+id, "ok", m.Name()+" est enregistré parmi les membres.")
}

// pasteMembers adds the members of a list; the lines that were not understood come back.
func (s *site) pasteMembers(e *core.RequestEvent) error {
	f, err := form(e)
	if err != nil {
		return err
	}
	id := e.Request.PathValue("body")
	view := memberView{Paste: f.Get("liste"), Form: body.MemberForm{Intent: records.NewID(), From: paris.Day(s.now())}}
	p, err := body.Paste(e.App, s.now(), actor(e), id, view.Paste)
	if err != nil && domain.Refusals(err) == nil {
		return s.refuse(e, err)
	}
	if err != nil {
		return s.showMember(e, http.StatusUnprocessableEntity, view, fieldErrors(err))
	}
	said := counted(p.Added, "membre ajouté", "membres ajoutés") + "."
	if p.Known > 0 {
		said += " " + counted(p.Known, "siégeait déjà", "siégeaient déjà") + "."
	}
	if len(p.Rest) > 0 {
		view.Paste = strings.Join(p.Rest, "\n")
		errs := fieldErrors(domain.Error{Code: domain.ErrPasted, Field: "liste"})
		errs[0].Text = said + " " + errs[0].Text
		return s.showMember(e, http.StatusUnprocessableEntity, view, errs)
	}
	return s.tell(e, "/gestion/instances/"+id, "ok", said)
}

func (s *site) showMember(e *core.RequestEvent, status int, view memberView, errs []web.FieldError) (err error) {
	if view.Body, err = records.BodyOf(e.App, e.Request.PathValue("body")); err != nil {
		return s.refuse(e, err)
	}
	professions, err := records.Items(e.App, records.Professions)
	if err != nil {
		return s.refuse(e, err)
	}
	view.Professions = itemOptions(professions)
	view.Heading = "Ajouter des membres"
	if view.ID != "" {
		m, err := records.MemberOf(e.App, view.ID)
		if err != nil {
			return s.refuse(e, err)
		}
		view.Heading = m.Name()
	}
	return s.renderForm(e, status, "bodies/member", view, errs)
}
