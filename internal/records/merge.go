package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Kinds of rows that merge, in the trail and in the decisions.
const (
	OfPeople     = "people"
	OfStructures = "structures"
)

// NotDuplicate is a pair that a coordinator looked at and keeps apart. First is the smaller id.
type NotDuplicate struct {
	ID        string `db:"id"`
	Kind      string `db:"kind"` // OfPeople, OfStructures
	First     string `db:"first"`
	Second    string `db:"second"`
	DecidedBy string `db:"decided_by"`
	Created   Time   `db:"created"`
}

// TableName is the collection's.
func (*NotDuplicate) TableName() string { return "not_duplicates" }

// AddNotDuplicate keeps a pair apart; the same pair twice is kept once.
func AddNotDuplicate(app core.App, d NotDuplicate) error {
	d.ID = NewID()
	d.First, d.Second = min(d.First, d.Second), max(d.First, d.Second)
	if err := insert(app, &d); err != nil && !IsUnique(err) {
		return err
	}
	return nil
}

// NotDuplicateOf finds a decision by id.
func NotDuplicateOf(app core.App, id string) (*NotDuplicate, error) {
	return byColumn[NotDuplicate](app, "not_duplicates", "id", id)
}

// RemoveNotDuplicate takes a decision back.
func RemoveNotDuplicate(app core.App, id string) error {
	_, err := app.DB().Delete("not_duplicates", dbx.HashExp{"id": id}).Execute()
	return wrap(err, "not_duplicates", id)
}

// NotDuplicates lists the pairs kept apart, the latest first.
func NotDuplicates(app core.App, kind string) (rows []NotDuplicate, err error) {
	err = app.DB().Select().From("not_duplicates").Where(dbx.HashExp{"kind": kind}).OrderBy("created DESC", "id").All(&rows)
	return rows, err
}

// PairKey names a pair, whichever comes first.
func PairKey(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// KeptApart tells which pairs were decided to be two, under what each counts as now.
func KeptApart(app core.App, kind string) (map[[2]string]bool, error) {
	decided, err := NotDuplicates(app, kind)
	if err != nil || len(decided) == 0 {
		return nil, err
	}
	roots, err := Roots(app, kind)
	apart := map[[2]string]bool{}
	for _, d := range decided {
		apart[PairKey(orRoot(roots, d.First), orRoot(roots, d.Second))] = true
	}
	return apart, err
}

func orRoot(roots map[string]string, id string) string {
	if end, merged := roots[id]; merged {
		return end
	}
	return id
}

// PersonOf finds a person by id, merged or not.
func PersonOf(app core.App, id string) (*Person, error) {
	return byColumn[Person](app, "people", "id", id)
}

// People lists every person, merged ones included, by number.
func People(app core.App) (rows []Person, err error) {
	err = app.DB().Select().From("people").OrderBy("num").All(&rows)
	return rows, err
}

// MergePerson makes a person count as another; into empty: as itself again.
func MergePerson(app core.App, id, into string) error {
	return set(app, "people", id, dbx.Params{"merged_into": into})
}

// samePerson gives the ids of {:p}, of what it was merged into, and of all that was merged into any of these.
const samePerson = `WITH RECURSIVE up(id) AS (SELECT {:p} UNION
	SELECT p.merged_into FROM up JOIN people p ON p.id = up.id WHERE p.merged_into != ''),
	same(id) AS (SELECT id FROM up UNION SELECT p.id FROM same JOIN people p ON p.merged_into = same.id AND p.merged_into != '')
	SELECT id FROM same`

// LiveRegistrations lists the live registrations of a person, and of all whom merges make the same.
func LiveRegistrations(app core.App, person string) (rows []Registration, err error) {
	err = app.DB().Select().From("registrations").
		Where(dbx.NewExp("person IN ("+samePerson+") AND ("+liveStates+")", dbx.Params{"p": person})).OrderBy("registered_at", "id").All(&rows)
	return rows, err
}

// SetAsideOf lists what was set aside at an event as a double of a registration of this person, merges followed.
func SetAsideOf(app core.App, event, person string) (rows []Registration, err error) {
	err = app.DB().Select().From("registrations").Where(dbx.NewExp("event = {:e} AND state = 'cancelled' AND person IN ("+samePerson+`)
		AND (SELECT a.action FROM audit a WHERE a.kind = 'registration' AND a.target = registrations.id ORDER BY a.rowid DESC LIMIT 1) = 'set_aside'`,
		dbx.Params{"e": event, "p": person})).OrderBy("id").All(&rows)
	return rows, err
}

// Roots gives, for each row of people or structures that was merged, the id of what it counts as.
func Roots(app core.App, kind string) (map[string]string, error) {
	var rows []struct {
		ID   string `db:"id"`
		Into string `db:"merged_into"`
	}
	err := app.DB().Select("id", "merged_into").From(kind).Where(dbx.NewExp("merged_into != ''")).All(&rows)
	into, roots := map[string]string{}, map[string]string{}
	for _, r := range rows {
		into[r.ID] = r.Into
	}
	for id := range into {
		end := into[id]
		for hops := 0; into[end] != "" && hops < len(into); hops++ {
			end = into[end]
		}
		roots[id] = end
	}
	return roots, err
}

// PersonEvent is an event that a person registered to.
type PersonEvent struct {
	Person       string `db:"person"`
	Registration string `db:"id"`
	Event        string `db:"event"`
	Title        string `db:"title"`
	StartsAt     Time   `db:"starts_at"`
	State        string `db:"state"`
	Present      bool   `db:"present"`
}

// PersonEvents lists the registrations of people with these ids, the latest event first.
func PersonEvents(app core.App, people []string) (rows []PersonEvent, err error) {
	for len(people) > 0 {
		in := make([]any, 0, 500)
		for _, id := range people[:min(len(people), cap(in))] {
			in = append(in, id)
		}
		people = people[len(in):]
		var part []PersonEvent
		err = app.DB().Select("r.person AS person", "r.id AS id", "r.event AS event", "e.title AS title", "e.starts_at AS starts_at", "r.state AS state",
			"EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id) AS present").From("registrations r").
			InnerJoin("events e", dbx.NewExp("e.id = r.event")).Where(dbx.In("r.person", in...)).OrderBy("e.starts_at DESC", "r.id").All(&part)
		if err != nil {
			return nil, err
		}
		rows = append(rows, part...)
	}
	return rows, nil
}

// MergedStructures lists the structures merged into others.
func MergedStructures(app core.App) (rows []Structure, err error) {
	err = app.DB().Select().From("structures").Where(dbx.NewExp("merged_into != ''")).OrderBy("num").All(&rows)
	return rows, err
}

// MergeStructure makes a structure lead to another; into empty: to itself again. The names of a merged one are
// searched with those of what it leads to.
func MergeStructure(app core.App, id, into string) error {
	s, err := byColumn[Structure](app, "structures", "id", id)
	if err != nil {
		return err
	}
	was := s.MergedInto
	if err := set(app, "structures", id, dbx.Params{"merged_into": into, "search": searchKey(*s)}); err != nil {
		return err
	}
	for _, end := range []string{was, into, id} {
		if end == "" {
			continue
		}
		kept, err := StructureOf(app, end)
		if err != nil {
			return err
		}
		if err := refreshSearch(app, kept); err != nil {
			return err
		}
	}
	return nil
}

// refreshSearch writes the search key of a structure anew: its names, and those of all merged into it.
func refreshSearch(app core.App, s *Structure) (err error) {
	if s.Search, err = wholeSearchKey(app, *s); err != nil {
		return err
	}
	return set(app, "structures", s.ID, dbx.Params{"search": s.Search})
}

func wholeSearchKey(app core.App, s Structure) (string, error) {
	var merged []Structure
	err := app.DB().NewQuery(`WITH RECURSIVE same(id) AS (SELECT {:s} UNION
		SELECT m.id FROM same JOIN structures m ON m.merged_into = same.id AND m.merged_into != '')
		SELECT * FROM structures WHERE id IN (SELECT id FROM same) AND id != {:s} ORDER BY num`).Bind(dbx.Params{"s": s.ID}).All(&merged)
	key := searchKey(s)
	for _, m := range merged {
		key += searchKey(m)[1:]
	}
	return key, err
}

// StructureLoads counts the registrations that bear each structure, before merges; the empty id: those without.
func StructureLoads(app core.App) (map[string]int, error) {
	return sums(app, "SELECT structure AS name, COUNT(*) AS n FROM registrations GROUP BY structure", nil)
}

// LastAudit is the latest line of the trail of one thing with this action.
func LastAudit(app core.App, kind, target, action string) (*AuditLine, error) {
	var l AuditLine
	q := app.DB().Select().From("audit").Where(dbx.HashExp{"kind": kind, "target": target, "action": action}).OrderBy("at DESC", "rowid DESC").Limit(1)
	if err := find(q, &l); err != nil {
		return nil, err
	}
	return &l, nil
}

// Merged is a row of people or structures that counts as another: which, since when, by whom.
type Merged struct {
	ID    string `db:"id"`
	Into  string `db:"merged_into"`
	At    Time   `db:"at"`
	Actor string `db:"actor"`
}

// Merges lists the merges that hold, the latest first. trail is the kind that the trail calls them by.
func Merges(app core.App, kind, trail string, limit int) (rows []Merged, err error) {
	err = app.DB().NewQuery("SELECT p.id, p.merged_into, MAX(a.at) AS at, a.actor FROM " + kind + ` p
		JOIN audit a ON a.kind = {:k} AND a.target = p.id AND a.action = 'merge'
		WHERE p.merged_into != '' GROUP BY p.id ORDER BY at DESC, p.id LIMIT {:n}`).
		Bind(dbx.Params{"k": trail, "n": limit}).All(&rows)
	return rows, err
}

// PeopleOf reads the people with these ids, by id.
func PeopleOf(app core.App, ids []string) (map[string]Person, error) {
	people := make(map[string]Person, len(ids))
	for len(ids) > 0 {
		in := make([]any, 0, 500)
		for _, id := range ids[:min(len(ids), cap(in))] {
			in = append(in, id)
		}
		ids = ids[len(in):]
		var rows []Person
		if err := app.DB().Select().From("people").Where(dbx.In("id", in...)).All(&rows); err != nil {
			return nil, err
		}
		for _, p := range rows {
			people[p.ID] = p
		}
	}
	return people, nil
}
