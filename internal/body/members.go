package body

import (
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
	"passerelle/internal/registration"
)

// MemberForm is what the coordinator types of a member.
type MemberForm struct {
	LastName, FirstName, Email, Function string
	StructureID, Structure               string // the id chosen in the list, the name typed
	Profession                           string // id
	From, To                             string // days as typed; To is the last day; empty: no bound
	Intent                               string // id that a new member will have
}

// MemberFormOf reads the form of a member.
func MemberFormOf(app core.App, m *records.Member) (f MemberForm, err error) {
	f = MemberForm{LastName: m.LastName, FirstName: m.FirstName, Email: m.Email, Function: m.Function, StructureID: m.Structure,
		Profession: m.Profession, From: dayOf(m.FromDay), To: dayOf(m.ToDay)}
	if m.Structure != "" {
		s, err := records.StructureOf(app, m.Structure)
		if err != nil {
			return f, err
		}
		f.StructureID, f.Structure = s.ID, s.Label()
	}
	return f, nil
}

func dayOf(t records.Time) string {
	if t.IsZero() {
		return ""
	}
	return paris.Day(t.Time())
}

// Sits tells whether a member sits in the body at a moment. The last day is one of them.
func Sits(m records.Member, at time.Time) bool {
	until := m.ToDay.Time()
	if !m.ToDay.IsZero() {
		until = paris.NextDay(until)
	}
	return domain.Sits(m.FromDay.Time(), until, at)
}

// SaveMember writes a member, new where id is empty. Refusals name the fields nom, prenom, email, titre,
// structure, fonction, du, au; ErrNameTaken bears the name of a member who sits already.
func SaveMember(app core.App, now time.Time, actor, body, id string, f MemberForm) (m *records.Member, err error) {
	from, to, err := f.clean()
	if err != nil {
		return nil, err
	}
	err = app.RunInTransaction(func(app core.App) error {
		m = &records.Member{ID: f.Intent, Body: body}
		action := "edit"
		if id == "" {
			id = f.Intent // the same form again changes the member it made
		}
		known, err := records.MemberOf(app, id)
		switch {
		case domain.Is(err, domain.ErrNotFound) && id == f.Intent:
			action = "create"
		case err != nil:
			return err
		case known.Body != body:
			return records.ErrNone
		default:
			m = known
		}
		if err := f.alone(app, body, m.ID, from); err != nil {
			return err
		}
		if f.Profession != "" {
			if _, err := records.ItemOf(app, records.Professions, f.Profession); domain.Is(err, domain.ErrNotFound) {
				return domain.Error{Code: domain.ErrChoice, Field: "fonction"}
			} else if err != nil {
				return err
			}
		}
		s, err := registration.StructureOf(app, f.StructureID, f.Structure, "", "")
		if err != nil {
			return err
		}
		m.Structure = ""
		if s != nil {
			m.Structure = s.ID
		}
		m.LastName, m.FirstName, m.Email, m.Function, m.Profession = f.LastName, f.FirstName, f.Email, f.Function, f.Profession
		m.FromDay, m.ToDay = records.At(from), records.At(to)
		write := records.SaveMember
		if action == "create" {
			write = records.AddMember
		}
		if err := write(app, m); err != nil {
			return err
		}
		return trace(app, now, actor, action, "body_member", m.ID, "", "")
	})
	return m, err
}

// clean brings what was typed to what is kept, and reads the days.
func (f *MemberForm) clean() (from, to time.Time, err error) {
	var errs domain.Errors
	f.LastName, f.FirstName, f.Email = domain.CleanLine(f.LastName), domain.CleanLine(f.FirstName), domain.CleanEmail(f.Email)
	f.Function, f.Structure = domain.CleanLine(f.Function), domain.CleanLine(f.Structure)
	for _, e := range []*domain.Error{
		domain.CheckLine("prenom", f.FirstName, domain.MaxName, true, true),
		domain.CheckLine("nom", f.LastName, domain.MaxName, true, true),
		domain.CheckLine("titre", f.Function, domain.MaxName, false, false),
		domain.CheckLine("structure", f.Structure, domain.MaxName, false, true),
	} {
		if e != nil {
			errs = append(errs, *e)
		}
	}
	if f.Email != "" && !domain.ValidEmail(f.Email) {
		errs = append(errs, domain.Error{Code: domain.ErrEmail, Field: "email"})
	}
	for _, d := range []struct {
		field, typed string
		into         *time.Time
	}{{"du", f.From, &from}, {"au", f.To, &to}} {
		if strings.TrimSpace(d.typed) == "" {
			continue
		}
		t, err := paris.ParseDay(d.typed)
		if err != nil {
			errs = append(errs, domain.Error{Code: domain.ErrTimeFormat, Field: d.field})
		}
		*d.into = t
	}
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		errs = append(errs, domain.Error{Code: domain.ErrSlotOrder, Field: "au"})
	}
	return from, to, errs.OrNil()
}

// alone refuses a second seat to somebody who sits already on the first day.
func (f *MemberForm) alone(app core.App, body, id string, from time.Time) error {
	rows, err := records.Members(app, body)
	if err != nil {
		return err
	}
	for _, m := range rows {
		overlaps := m.ToDay.IsZero() || Sits(m, from)
		if m.ID != id && overlaps && domain.NameKey(m.LastName, m.FirstName) == domain.NameKey(f.LastName, f.FirstName) {
			return domain.Error{Code: domain.ErrMemberTwice, Field: "nom", Arg: m.Name()}
		}
	}
	return nil
}

// Pasted is what a pasted list of members made.
type Pasted struct {
	Added, Known int      // members written, and those who sat already
	Rest         []string // lines that were not understood, as typed
}

// Paste adds the members of a list pasted from a spreadsheet, one a line: nom, prénom, adresse, fonction,
// structure, parted by tabs or semicolons. A line of titles is passed over; who sits already is left as is.
func Paste(app core.App, now time.Time, actor, body, text string) (p Pasted, err error) {
	if strings.TrimSpace(text) == "" {
		return p, domain.Error{Code: domain.ErrRequired, Field: "liste"}
	}
	if n := strings.Count(text, "\n"); n > maxQuorum {
		return p, domain.Error{Code: domain.ErrTooLong, Field: "liste", Arg: strconv.Itoa(n)}
	}
	err = app.RunInTransaction(func(app core.App) error {
		p = Pasted{}
		for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
			cells := strings.Split(strings.ReplaceAll(line, ";", "\t"), "\t")
			if strings.TrimSpace(line) == "" || domain.Fold(cells[0]) == "nom" {
				continue
			}
			f := MemberForm{Intent: records.NewID(), From: paris.Day(now)}
			for i, into := range []*string{&f.LastName, &f.FirstName, &f.Email, &f.Function, &f.Structure} {
				if i < len(cells) {
					*into = strings.TrimSpace(cells[i])
				}
			}
			_, err := SaveMember(app, now, actor, body, "", f)
			switch {
			case err == nil:
				p.Added++
			case domain.Is(err, domain.ErrMemberTwice):
				p.Known++
			case domain.Refusals(err) != nil:
				p.Rest = append(p.Rest, strings.TrimRight(line, "\r"))
			default:
				return err
			}
		}
		return nil
	})
	return p, err
}
