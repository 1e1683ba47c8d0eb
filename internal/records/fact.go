package records

import (
	"database/sql"
	"errors"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
)

// Fact is the row of integers that figures are counted from, one a registration. The numbers are the
// `num` of the event, person, structure, sector, territory and profession; 0: non renseigné.
type Fact struct {
	ID         string `db:"id"` // the registration's
	Event      int    `db:"event"`
	Person     int    `db:"person"`
	Structure  int    `db:"structure"`
	Sector     int    `db:"sector"`
	Territory  int    `db:"territory"`
	Profession int    `db:"profession"`
	Outcome    int    `db:"outcome"`
	Registered bool   `db:"registered"` // ever confirmed, before the door
	WalkIn     bool   `db:"walk_in"`
	Minutes    int    `db:"minutes"`
	Proof      int    `db:"proof"`
}

// factQuery counts one fact a registration from the rows it depends on. Outcome numbers are those of
// domain.OutcomeOf; TestFactsSayWhatTheRuleSays holds the two together.
const factQuery = `INSERT INTO facts (id, event, person, structure, sector, territory, profession, outcome, registered, walk_in, minutes, proof)
` + factSelect

const factSelect = `SELECT r.id, e.num, p.num, COALESCE(s.num, 0), COALESCE(c.num, 0), COALESCE(t.num, 0), COALESCE(f.num, 0),
 CASE WHEN a.n > 0 THEN 1
  WHEN r.state = 'replaced' THEN 8 WHEN r.state = 'refused' THEN 6
  WHEN r.state = 'cancelled' AND r.cancelled_by = 'organiser' THEN 5
  WHEN r.state = 'cancelled' THEN 4
  WHEN e.status = 'cancelled' THEN 5
  WHEN r.state = 'expired' THEN 7
  WHEN e.status != 'held' THEN 0
  WHEN r.state = 'confirmed' AND r.excused THEN 3
  WHEN r.state = 'confirmed' AND e.held_back THEN 0
  WHEN r.state = 'confirmed' THEN 2
  ELSE 7 END,
 r.confirmed_at != '' AND r.origin != 'door', r.origin = 'door', COALESCE(a.minutes, 0), COALESCE(a.proof, 0)
FROM registrations r JOIN events e ON e.id = r.event JOIN people p ON p.id = r.person
LEFT JOIN structures s ON s.id = r.structure LEFT JOIN sectors c ON c.id = r.sector
LEFT JOIN territories t ON t.id = r.territory LEFT JOIN professions f ON f.id = r.profession
LEFT JOIN (SELECT registration, COUNT(*) AS n, SUM(minutes) AS minutes, MAX(proof) AS proof FROM attendances `

// RefreshFact counts the fact of one registration again, in the transaction that changed it. (Read, then written
// by its key: SQLite changes one row in place for half the work of a REPLACE.)
func RefreshFact(app core.App, registration string) error {
	var n [11]int
	err := values(app, factOfOne, []any{registration, registration}, &registration, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7], &n[8], &n[9], &n[10])
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		_, err = do(app, putFact, registration, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10])
	}
	return wrap(err, "facts", registration)
}

// RefreshPresence counts again what the presence of one registration changes of its fact, in the transaction that
// changed it. Nothing else of the fact depends on it.
func RefreshPresence(app core.App, registration string) error {
	n, err := do(app, presentFact, registration, registration, registration)
	if err == nil && n == 0 { // nobody is present any more, or nothing was counted yet
		err = RefreshFact(app, registration)
	}
	return wrap(err, "facts", registration)
}

const presentFact = `UPDATE OR FAIL facts SET outcome = 1, (minutes, proof) =
	(SELECT SUM(minutes), MAX(proof) FROM attendances WHERE registration = ?) WHERE id = ? AND EXISTS (SELECT 1 FROM attendances WHERE registration = ?)`

const factOfOne = factSelect + `WHERE registration = ? GROUP BY registration) a ON a.registration = r.id WHERE r.id = ?`

const putFact = `INSERT OR FAIL INTO facts (id, event, person, structure, sector, territory, profession, outcome, registered, walk_in, minutes, proof)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)` + overFact

// overFact writes a fact in its place: what is held in memory knows it by its row.
const overFact = ` ON CONFLICT (id) DO UPDATE SET event = excluded.event, person = excluded.person,
structure = excluded.structure, sector = excluded.sector, territory = excluded.territory, profession = excluded.profession, outcome = excluded.outcome,
registered = excluded.registered, walk_in = excluded.walk_in, minutes = excluded.minutes, proof = excluded.proof`

// RefreshEventFacts counts the facts of an event again: it was closed, cancelled or reopened.
func RefreshEventFacts(app core.App, event string) error {
	_, err := app.DB().NewQuery(factQuery + `WHERE event = {:e} GROUP BY registration) a ON a.registration = r.id WHERE r.event = {:e}` + overFact).
		Bind(dbx.Params{"e": event}).Execute()
	return wrap(err, "facts of event", event)
}

// RebuildFacts counts every fact again.
func RebuildFacts(app core.App) error {
	if _, err := app.DB().NewQuery("DELETE FROM facts WHERE id NOT IN (SELECT id FROM registrations)").Execute(); err != nil {
		return err
	}
	_, err := app.DB().NewQuery(factQuery + `GROUP BY registration) a ON a.registration = r.id WHERE true` + overFact).Execute()
	return err
}

// FactsOfEvents reads the facts of the events with these numbers; nil: of all.
func FactsOfEvents(app core.App, nums []int) (rows []Fact, err error) {
	q := app.DB().Select().From("facts")
	if nums != nil {
		in := make([]any, len(nums))
		for i, n := range nums {
			in[i] = n
		}
		q.Where(dbx.In("event", in...))
	}
	err = q.All(&rows)
	return rows, err
}

// Outcome is the fact's outcome as the rules know it.
func (f Fact) DomainOutcome() domain.Outcome { return domain.Outcome(f.Outcome) }

// Headcount is an anonymous count of people who came without a name.
type Headcount struct {
	ID       string `db:"id"`
	Event    string `db:"event"`
	Category string `db:"category"` // public, users, carers
	People   int    `db:"people"`   // may be negative: a correction
	NotedAt  Time   `db:"noted_at"`
	Actor    string `db:"actor"`
	Note     string `db:"note"`
	Nonce    string `db:"nonce"`
	Device   string `db:"device"` // the phone it was counted on; empty: at the desk
}

// TableName is the collection's.
func (*Headcount) TableName() string { return "headcounts" }

// AddHeadcount adds a count; the same nonce counts once.
func AddHeadcount(app core.App, h *Headcount) error {
	h.ID = NewID()
	if err := insert(app, h); err != nil && !IsUnique(err) {
		return err
	}
	return nil
}

// Headcounts lists the anonymous counts of an event, the latest first.
func Headcounts(app core.App, event string) (rows []Headcount, err error) {
	err = app.DB().Select().From("headcounts").Where(dbx.HashExp{"event": event}).OrderBy("noted_at DESC", "id").All(&rows)
	return rows, err
}

// companionsCame are those who came along, without a name, with somebody present. Its first words are those of a
// partial index: nearly no registration has companions.
const companionsCame = `SELECT r.event AS event, r.companions AS n FROM registrations r WHERE r.companions > 0
	AND EXISTS (SELECT 1 FROM attendances a WHERE a.registration = r.id)`

// headsCounted sums each category as domain.HeadTotals does: never under zero.
const headsCounted = "SELECT event, category, MAX(0, SUM(people)) AS n FROM headcounts"

// HeadcountTotals sums the anonymous counts of an event, by category.
func HeadcountTotals(app core.App, event string) (map[string]int, error) {
	return sums(app, "SELECT category AS name, n FROM ("+headsCounted+" WHERE event = {:e} GROUP BY category)", dbx.Params{"e": event})
}

// HeadcountByNonce finds the count that a nonce made.
func HeadcountByNonce(app core.App, nonce string) (*Headcount, error) {
	return byColumn[Headcount](app, "headcounts", "nonce", nonce)
}

// HeadcountsByEvent sums, for each event, the people who came without a name: counted by hand, or along with
// somebody present.
func HeadcountsByEvent(app core.App) (map[string]int, error) {
	return sums(app, "SELECT event AS name, SUM(n) AS n FROM (SELECT event, n FROM ("+headsCounted+" GROUP BY event, category) UNION ALL "+companionsCame+") GROUP BY event", nil)
}

// CompanionsPresent is how many came to an event along with somebody present.
func CompanionsPresent(app core.App, event string) (int, error) {
	return count(app, "SELECT COALESCE(SUM(n), 0) FROM ("+companionsCame+" AND r.event = {:e})", dbx.Params{"e": event})
}

// Declared is a line of the history without names. -1: not known, which is never zero.
type Declared struct {
	ID                string `db:"id"`
	Code              string `db:"code"`
	Title             string `db:"title"`
	DateText          string `db:"date_text"`
	FromDay           Time   `db:"from_day"`
	ToDay             Time   `db:"to_day"` // first moment after the last day
	Programme         string `db:"programme"`
	Place             string `db:"place"`
	Territory         string `db:"territory"`
	Occurrences       int    `db:"occurrences"`
	Attendance        int    `db:"attendance"`
	TrainedAtLeast    int    `db:"trained_at_least"`
	StructuresReached int    `db:"structures_reached"`
	AttendanceIs      string `db:"attendance_is"`
	WorkingGroup      string `db:"working_group"`
	Axis              string `db:"axis"`
	RoadmapAction     string `db:"roadmap_action"`
	Priority          string `db:"priority"`
	OtherActions      List   `db:"other_actions"`
	ProposedActions   List   `db:"proposed_actions"`
	PTSMRole          string `db:"ptsm_role"`
	Partners          string `db:"partners"`
	Import            string `db:"import"`
}

// TableName is the collection's.
func (*Declared) TableName() string { return "declared_counts" }

// AddDeclared writes a line of the history.
func AddDeclared(app core.App, d *Declared) error {
	if d.ID == "" {
		d.ID = NewID()
	}
	d.fill()
	return insert(app, d)
}

func (d *Declared) fill() {
	for _, l := range []*List{&d.OtherActions, &d.ProposedActions} {
		if *l == nil {
			*l = List{}
		}
	}
}

// SaveDeclared writes every column of a line of the history.
func SaveDeclared(app core.App, d *Declared) error {
	d.fill()
	return wrap(app.DB().Model(d).Update(), "declared_counts", d.ID)
}

// DeclaredOf finds a line of the history by id.
func DeclaredOf(app core.App, id string) (*Declared, error) {
	return byColumn[Declared](app, "declared_counts", "id", id)
}

// DropDeclared removes a line of the history.
func DropDeclared(app core.App, id string) error {
	_, err := app.DB().Delete("declared_counts", dbx.HashExp{"id": id}).Execute()
	return wrap(err, "declared_counts", id)
}

// DeclaredCounts lists the history without names, by date; undated lines last.
func DeclaredCounts(app core.App) (rows []Declared, err error) {
	err = app.DB().Select().From("declared_counts").OrderBy("(from_day = '')", "from_day", "title").All(&rows)
	return rows, err
}
