// Package check audits the invariants of the platform (product.md §5) on the data as it stands, and names
// the row at fault. It reads raw rows with SQL of its own, on purpose: a question asked through the same
// finders as the use cases would share their mistakes. What a rule decides is still asked of domain.
package check

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"

	"passerelle/internal/records"
)

// Violation is a row that breaks an invariant. ID is the row's id (of an event, a registration, a scan…),
// or the name of what is missing of the schema. Text says in French what is wrong.
type Violation struct {
	Invariant int
	ID, Text  string
}

func (v Violation) String() string {
	return fmt.Sprintf("invariant %d · %s · %s", v.Invariant, v.ID, v.Text)
}

// Report is what an audit found, and what it looked at.
type Report struct {
	Violations    []Violation
	Rules         int
	Registrations int
}

// Run audits every invariant at the moment now. All of it reads one snapshot of the database, on a
// connection of its own that cannot write, so that it runs beside a serving process without holding it
// back. An error means that the audit could not be made, not that it found something.
func Run(app core.App, now time.Time) (report Report, err error) {
	path := filepath.Join(app.DataDir(), "data.db")
	db, err := dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=query_only(ON)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return report, err
	}
	defer db.Close()
	err = db.Transactional(func(tx *dbx.Tx) error {
		a := &audit{db: tx, now: records.At(now), settings: app.Settings()}
		if err := tx.NewQuery("SELECT COUNT(*) FROM registrations").Row(&report.Registrations); err != nil {
			return err
		}
		for _, q := range questions() {
			if err := a.ask(q); err != nil {
				return fmt.Errorf("invariant %d (%.60s…): %w", q.invariant, strings.TrimSpace(q.sql), err)
			}
		}
		for _, r := range rules {
			if err := r(a); err != nil {
				return err
			}
		}
		report.Rules, report.Violations = len(questions())+len(rules), a.found
		return nil
	})
	slices.SortStableFunc(report.Violations, func(x, y Violation) int { return x.Invariant - y.Invariant })
	return report, err
}

// audit is one reading of the data.
type audit struct {
	db       dbx.Builder
	now      types.DateTime
	settings *core.Settings
	found    []Violation
}

func (a *audit) add(invariant int, id, text string, args ...any) {
	a.found = append(a.found, Violation{invariant, id, fmt.Sprintf(text, args...)})
}

// question is a rule that SQL can ask alone: it gives the rows at fault, with their id and a detail (what)
// that the text may name with %s. {:now} is the moment of the audit.
type question struct {
	invariant int
	text, sql string
}

// questions are all of them, in the order of the invariants.
func questions() []question {
	return slices.Concat(seatQuestions, decisionQuestions, lifeQuestions, scanQuestions, presenceQuestions, signatureQuestions, certificateQuestions, kindQuestions, figureQuestions,
		agreementQuestions, letterQuestions, accessQuestions, storageQuestions, askedQuestions, trainingQuestions, mergeQuestions, bookingQuestions, walkInQuestions, groupQuestions, phoneQuestions, sheetQuestions, catchUpQuestions, sealQuestions, importQuestions, surveyQuestions, reportQuestions, erasureQuestions, stageQuestions)
}

// rules are those that need more than SQL.
var rules = []func(*audit) error{quotas, scanGaps, folds, catchUps, certificates, contents, speakers, summaries, bytes, papers, placements, seals, stageDays, facts, factLog, keptReports, settings, integrity, relations, guards}

func (a *audit) ask(q question) error {
	var rows []struct {
		ID   string `db:"id"`
		What string `db:"what"`
	}
	query := a.db.NewQuery(q.sql)
	if strings.Contains(q.sql, "{:now}") {
		query.Bind(dbx.Params{"now": a.now.String()})
	}
	if err := query.All(&rows); err != nil {
		return err
	}
	for _, r := range rows {
		text := q.text
		if strings.Contains(text, "%s") {
			text = fmt.Sprintf(text, r.What)
		}
		a.add(q.invariant, r.ID, "%s", text)
	}
	return nil
}

// each reads the rows of a query one by one: a year's scans need not fit in memory.
func each[T any](a *audit, sql string, params dbx.Params, act func(row *T) error) error {
	rows, err := a.db.NewQuery(sql).Bind(params).Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row := new(T)
		if err := rows.ScanStruct(row); err != nil {
			return err
		}
		if err := act(row); err != nil {
			return err
		}
	}
	return rows.Err()
}
