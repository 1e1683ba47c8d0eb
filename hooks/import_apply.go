package hooks

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/imports"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

// importPatience is how long a browser waits for an import before it is shown how far it is.
const importPatience = time.Second

// importFailures are why imports whose browser did not wait were not written, by id, until they are tried again.
var importFailures sync.Map

// importProgress is the view of imports/progress.
type importProgress struct {
	ID, Name  string
	Done, All int
}

// importDone is the view of imports/done.
type importDone struct {
	importRow
	Applied, Undone  time.Time
	Problems         []imports.Problem
	MoreProblems     int
	Typed            string // the reason to undo, as typed
	Trail            []trailLine
	History, CanUndo bool
}

var importTrail = map[string]string{"apply": "a repris le fichier", "undo": "a annulé la reprise"}

// applyImport writes what the preview says. A long one goes on while its browser is shown how far it is.
func (s *site) applyImport(e *core.RequestEvent) error {
	id, app, who, now := e.Request.PathValue("import"), e.App, actor(e), s.now()
	if _, err := records.ImportOf(app, id); err != nil {
		return s.refuse(e, err)
	}
	importFailures.Delete(id)
	ended := make(chan error, 1)
	go func() {
		err := applyOne(app, now, who, id)
		if err != nil {
			importFailures.Store(id, err)
		}
		ended <- err
	}()
	select {
	case err := <-ended:
		if err != nil {
			importFailures.Delete(id) // told here
			return s.refuse(e, err)
		}
		return s.tell(e, "/gestion/imports/"+id, "ok", "Le fichier est repris.")
	case <-time.After(importPatience):
		return redirect(e, "/gestion/imports/"+id)
	}
}

// applyOne turns a panic into a fault: nothing above it in its goroutine would.
func applyOne(app core.App, now time.Time, who, id string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("import %s: %v", id, r)
		}
	}()
	_, err = imports.Apply(app, now, who, id)
	return err
}

// importFailure says why the last try of an import wrote nothing; nil where none failed.
func importFailure(id string) []web.FieldError {
	failed, ok := importFailures.Load(id)
	if !ok {
		return nil
	}
	if errs := fieldErrors(failed.(error)); errs != nil {
		return errs
	}
	return []web.FieldError{{Text: "La reprise n’a pas abouti, et rien n’a été écrit. Réessayez ; si cela recommence, lancez-la en ligne de commande."}}
}

// showDoneImport shows what an import did, once it is applied or undone.
func (s *site) showDoneImport(e *core.RequestEvent, status int, i *records.Import, reason string, errs []web.FieldError) error {
	names, err := importActors(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	report := imports.ReportOf(i)
	v := importDone{importRow: importRowOf(i, names), Applied: i.AppliedAt.Time(), Undone: i.UndoneAt.Time(), Typed: reason,
		History: i.Kind == "history", CanUndo: !i.AppliedAt.IsZero() && i.UndoneAt.IsZero()}
	v.Problems, v.MoreProblems = firstProblems(report.Problems)
	trail, err := records.AuditOf(e.App, "import", i.ID)
	if err != nil {
		return s.refuse(e, err)
	}
	for _, l := range trail {
		who := names[l.Actor]
		if who == "" {
			who = "La coordination"
		}
		line := trailLine{At: l.At.Time(), Who: who, What: importTrail[l.Action]}
		if l.Action == "undo" {
			line.Reason = l.Reason
		}
		v.Trail = append(v.Trail, line)
	}
	return s.renderForm(e, status, "imports/done", v, errs)
}

// importPage shows a file of the past where it is: to be read again, being written, or done.
func (s *site) importPage(e *core.RequestEvent) error {
	i, err := records.ImportOf(e.App, e.Request.PathValue("import"))
	if err != nil {
		return s.refuse(e, err)
	}
	if done, all, running := imports.Progress(i.ID); running {
		e.Response.Header().Set("Cache-Control", "no-store")
		return s.render(e, http.StatusOK, "imports/progress", importProgress{i.ID, i.FileName, done, all})
	}
	if !i.AppliedAt.IsZero() {
		return s.showDoneImport(e, http.StatusOK, i, "", nil)
	}
	return s.showImport(e, http.StatusOK, i, nil, importFailure(i.ID))
}
