package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// AnonymousCount is what is counted and must not be named: families in psycho-education, meetings on complex
// situations. -1: not known, which is never zero.
type AnonymousCount struct {
	ID            string `db:"id"`
	Title         string `db:"title"`
	Kind          string `db:"kind"` // « bref », « profamille », « situations », « autre »
	DateText      string `db:"date_text"`
	Note          string `db:"note"`
	FromDay       Time   `db:"from_day"`
	ToDay         Time   `db:"to_day"` // first moment after the last day
	Sessions      int    `db:"sessions"`
	Families      int    `db:"families"`
	People        int    `db:"people"`
	WorkingGroup  string `db:"working_group"`
	Axis          string `db:"axis"`
	RoadmapAction string `db:"roadmap_action"`
	Priority      string `db:"priority"`
	Territory     string `db:"territory"`
	Created       Time   `db:"created"`
	Updated       Time   `db:"updated"`
}

// TableName is the collection's.
func (*AnonymousCount) TableName() string { return "anonymous_counts" }

// AddAnonymousCount writes one.
func AddAnonymousCount(app core.App, c *AnonymousCount) error {
	if c.ID == "" {
		c.ID = NewID()
	}
	return insert(app, c)
}

// SaveAnonymousCount writes every column of one.
func SaveAnonymousCount(app core.App, c *AnonymousCount) error {
	return wrap(app.DB().Model(c).Update(), "anonymous_counts", c.ID)
}

// DropAnonymousCount removes one.
func DropAnonymousCount(app core.App, id string) error {
	_, err := app.DB().Delete("anonymous_counts", dbx.HashExp{"id": id}).Execute()
	return wrap(err, "anonymous_counts", id)
}

// AnonymousCountOf finds one by id.
func AnonymousCountOf(app core.App, id string) (*AnonymousCount, error) {
	return byColumn[AnonymousCount](app, "anonymous_counts", "id", id)
}

// AnonymousCounts lists them by date; undated ones last.
func AnonymousCounts(app core.App) (rows []AnonymousCount, err error) {
	return all[AnonymousCount](app, "true ORDER BY (from_day = ''), from_day, title, id")
}
