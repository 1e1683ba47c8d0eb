package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Achievement is something done without an event: a convention signed, a guide published.
type Achievement struct {
	ID             string `db:"id"`
	Code           string `db:"code"`
	Title          string `db:"title"`
	DateText       string `db:"date_text"` // as written: a day, a year, nothing
	WorkingGroup   string `db:"working_group"`
	RoadmapActions List   `db:"roadmap_actions"`
	Structures     string `db:"structures"` // names, separated by commas
	FromDay        Time   `db:"from_day"`   // zero: without a date
	ToDay          Time   `db:"to_day"`     // first moment after the last day
	Axis           string `db:"axis"`
	Priority       string `db:"priority"`
	Status         string `db:"status"` // done, ongoing, planned; empty: done
	Link           string `db:"link"`
	Detail         string `db:"detail"`
	Import         string `db:"import"`
}

// TableName is the collection's.
func (*Achievement) TableName() string { return "achievements" }

// AddAchievement writes an achievement.
func AddAchievement(app core.App, a *Achievement) error {
	if a.ID == "" {
		a.ID = NewID()
	}
	if a.RoadmapActions == nil {
		a.RoadmapActions = List{}
	}
	return insert(app, a)
}

// AchievementOf finds an achievement by id.
func AchievementOf(app core.App, id string) (*Achievement, error) {
	return byColumn[Achievement](app, "achievements", "id", id)
}

// SaveAchievement writes every column of an achievement.
func SaveAchievement(app core.App, a *Achievement) error {
	return wrap(app.DB().Model(a).Update(), "achievements", a.ID)
}

// DropAchievement removes an achievement.
func DropAchievement(app core.App, id string) error {
	_, err := app.DB().Delete("achievements", dbx.HashExp{"id": id}).Execute()
	return wrap(err, "achievements", id)
}

// Achievements lists what was done without an event, by title.
func Achievements(app core.App) (rows []Achievement, err error) {
	err = app.DB().Select().From("achievements").OrderBy("title").All(&rows)
	return rows, err
}
