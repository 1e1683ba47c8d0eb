package door

import (
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Candidate is somebody registered who may be who stands at the door.
type Candidate struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	FirstName string `json:"first_name"`
	Structure string `json:"structure"`
}

// namesake is a Candidate with what tells whether there is any doubt.
type namesake struct {
	Candidate
	certain bool // the same name, and the same structure or mailbox
}

// Namesakes lists who of an event's live registrations looks like a walk-in, the likeliest first; except is left
// out.
func Namesakes(app core.App, event string, in WalkIn, except string) (out []Candidate, err error) {
	found, err := namesakes(app, event, in, except)
	for _, n := range found {
		out = append(out, n.Candidate)
	}
	return out, err
}

func namesakes(app core.App, event string, in WalkIn, except string) (out []namesake, err error) {
	if domain.Fold(in.LastName) == "" || domain.Fold(in.FirstName) == "" {
		return nil, nil
	}
	rows, err := records.LiveNames(app, event)
	if err != nil {
		return nil, err
	}
	roots, err := records.Roots(app, records.OfStructures)
	if err != nil {
		return nil, err
	}
	root := func(id string) string {
		if end, merged := roots[id]; merged {
			return end
		}
		return id
	}
	typed := domain.Identity{LastName: in.LastName, FirstName: in.FirstName, Email: domain.CleanEmail(in.Email)}
	if s, err := records.StructureNamed(app, in.Structure); err == nil {
		typed.Structure = s.ID
	} else if !domain.Is(err, domain.ErrNotFound) {
		return nil, err
	}
	people, byID := []domain.Identity{}, map[string]*records.Registration{}
	for i := range rows {
		r := &rows[i]
		if r.ID != except && !r.Incomplete {
			byID[r.ID] = r
			people = append(people, domain.Identity{ID: r.ID, LastName: r.LastName, FirstName: r.FirstName, Email: r.Email, Structure: root(r.Structure)})
		}
	}
	ids := domain.LikelyAt(typed, people)
	if len(ids) == 0 {
		return nil, nil
	}
	names, err := StructureNames(app)
	for _, id := range ids {
		r := byID[id]
		sameName := domain.NameKey(r.LastName, r.FirstName) == domain.NameKey(in.LastName, in.FirstName)
		sure := typed.Structure != "" && root(r.Structure) == typed.Structure || typed.Email != "" && r.Email == typed.Email
		out = append(out, namesake{Candidate{id, r.LastName, r.FirstName, names[r.Structure]}, sameName && sure})
	}
	return out, err
}

// certainly gives the one registration that a walk-in is without any doubt; empty: none, or several.
func certainly(found []namesake) (id string) {
	for _, n := range found {
		if n.certain && id != "" {
			return ""
		}
		if n.certain {
			id = n.ID
		}
	}
	return id
}
