package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Person is a statistical identity: what « personnes distinctes » counts. Never a way in.
type Person struct {
	ID         string `db:"id"`
	Num        int    `db:"num"`
	LastName   string `db:"last_name"`
	FirstName  string `db:"first_name"`
	NameKey    string `db:"name_key"`
	Email      string `db:"email"`
	Structure  string `db:"structure"`
	MergedInto string `db:"merged_into"`
	Distinct   bool   `db:"distinct_from_namesake"` // « Je suis une autre personne »
	Created    Time   `db:"created"`
	Import     string `db:"import"`
	ErasedAt   Time   `db:"erased_at"` // when its names were erased: its number stays
}

// TableName is the collection's.
func (*Person) TableName() string { return "people" }

// Namesakes lists the people who bear this name, merged ones too: whoever merges make the same is found by any
// of the names it bore. Those who count by themselves come first, then the first known.
func Namesakes(app core.App, nameKey string) (rows []Person, err error) {
	return all[Person](app, "name_key = ? ORDER BY (merged_into != ''), num", nameKey)
}

// AddPerson writes a new person with a number.
func AddPerson(app core.App, p *Person) (err error) {
	if p.Num, err = nextNum(app, "people"); err != nil {
		return err
	}
	p.ID = NewID()
	return insert(app, p)
}

// TouchPerson keeps the last known address and structure of a person.
func TouchPerson(app core.App, id, email, structure string) error {
	return set(app, "people", id, dbx.Params{"email": email, "structure": structure})
}

// RenamePerson corrects how a person's name is written.
func RenamePerson(app core.App, id, last, first, nameKey string) error {
	return set(app, "people", id, dbx.Params{"last_name": last, "first_name": first, "name_key": nameKey})
}

// PeopleMerges gives, for each merged person's number, the number it counts as.
func PeopleMerges(app core.App) (map[int]int, error) {
	var rows []struct {
		From int `db:"a"`
		To   int `db:"b"`
	}
	err := app.DB().NewQuery(`WITH RECURSIVE chain(num, target, hops) AS (
		SELECT p.num, p.merged_into, 0 FROM people p WHERE p.merged_into != ''
		UNION ALL SELECT c.num, q.merged_into, c.hops + 1 FROM chain c JOIN people q ON q.id = c.target WHERE q.merged_into != '' AND c.hops < 20)
		SELECT c.num AS a, q.num AS b FROM chain c JOIN people q ON q.id = c.target WHERE q.merged_into = ''`).All(&rows)
	merges := map[int]int{}
	for _, r := range rows {
		merges[r.From] = r.To
	}
	return merges, err
}
