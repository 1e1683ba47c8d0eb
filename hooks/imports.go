package hooks

import (
	"net/http"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
	"passerelle/internal/records"
	"passerelle/internal/web"
)

const importUpload = "/gestion/imports/nouveau"

// importsPage is the view of imports/list.
type importsPage struct{ Rows []importRow }

// importRow is a file that was brought in, and what became of it.
type importRow struct {
	ID, Name, Kind, Who, Text, Reason string
	State                             stateWord
	Lines                             int
	At                                time.Time
	Same                              bool // other rows have the same bytes
}

// newImportPage is the view of imports/new.
type newImportPage struct {
	Kind  string
	Kinds []web.Option
}

var importKinds = map[domain.ImportKind]string{domain.ImportParticipants: "Participants", domain.ImportHistory: "Historique sans noms"}

var (
	importWaits   = stateWord{"À relire", "warn"}
	importApplied = stateWord{"Repris", "ok"}
	importUndone  = stateWord{"Annulé", "plain"}
)

func importState(i *records.Import) stateWord {
	switch {
	case !i.UndoneAt.IsZero():
		return importUndone
	case !i.AppliedAt.IsZero():
		return importApplied
	}
	return importWaits
}

// imports lists the files of the past, the latest first.
func (s *site) imports(e *core.RequestEvent) error {
	rows, err := records.Imports(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	names, err := importActors(e.App)
	if err != nil {
		return s.refuse(e, err)
	}
	sums := map[string]int{}
	for i := range rows {
		sums[rows[i].SHA256]++
	}
	var view importsPage
	for n := range rows {
		row := importRowOf(&rows[n], names)
		row.Same = sums[rows[n].SHA256] > 1
		view.Rows = append(view.Rows, row)
	}
	return s.render(e, http.StatusOK, "imports/list", view)
}

func importRowOf(i *records.Import, names map[string]string) importRow {
	r := importRow{ID: i.ID, Name: i.FileName, Kind: importKinds[domain.ImportKind(i.Kind)], State: importState(i), Lines: i.Rows, At: i.Created.Time(),
		Who: names[i.Actor], Text: imports.ReportOf(i).Text, Reason: i.UndoneReason}
	if r.Who == "" {
		r.Who = "La coordination"
	}
	return r
}

func importActors(app core.App) (map[string]string, error) {
	users, err := records.Users(app)
	names := map[string]string{"shell": "La ligne de commande", "system": "La plateforme"}
	for _, u := range users {
		names[u.Id] = u.Name()
	}
	return names, err
}

func (s *site) newImport(e *core.RequestEvent) error {
	return s.showNewImport(e, http.StatusOK, string(domain.ImportParticipants), nil)
}

func (s *site) showNewImport(e *core.RequestEvent, status int, kind string, errs []web.FieldError) error {
	view := newImportPage{Kind: kind, Kinds: []web.Option{
		{Value: string(domain.ImportParticipants), Label: "Des participants", Hint: "Une ligne par personne : nom, structure, présence… à un ou plusieurs événements."},
		{Value: string(domain.ImportHistory), Label: "Un historique sans noms", Hint: "Une ligne par événement, avec un nombre : « Forum, mars 2023, 80 personnes »."}}}
	return s.renderForm(e, status, "imports/new", view, errs)
}

// addImport keeps a file until it is applied or given up. Nothing else is written.
func (s *site) addImport(e *core.RequestEvent) error {
	name, content, err := uploaded(e, "fichier", imports.MaxFile)
	if err != nil {
		code := domain.ErrRequired
		if _, header, missing := e.Request.FormFile("fichier"); missing == nil && header.Size > imports.MaxFile {
			code = domain.ErrImportLarge
		}
		err = domain.Error{Code: code, Field: "fichier"}
	}
	kind := e.Request.FormValue("genre")
	var i *records.Import
	if err == nil {
		i, err = imports.Add(e.App, s.now(), actor(e), domain.ImportKind(kind), name, content)
	}
	if errs := fieldErrors(err); errs != nil {
		return s.showNewImport(e, http.StatusUnprocessableEntity, kind, errs)
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/imports/"+i.ID, "ok", "Le fichier est lu, rien n’est encore écrit : relisez l’aperçu ci-dessous.")
}

// undoImport takes back all that an import wrote.
func (s *site) undoImport(e *core.RequestEvent) error {
	id := e.Request.PathValue("import")
	i, err := records.ImportOf(e.App, id)
	if err != nil {
		return s.refuse(e, err)
	}
	reason := e.Request.FormValue("motif")
	err = imports.Undo(e.App, s.now(), actor(e), id, reason)
	if domain.Is(err, domain.ErrReason) || domain.Is(err, domain.ErrImportHolds) {
		status := http.StatusUnprocessableEntity
		if domain.Is(err, domain.ErrImportHolds) {
			status = http.StatusConflict
		}
		return s.showDoneImport(e, status, i, reason, fieldErrors(err))
	}
	if err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/imports/"+id, "ok", "La reprise est annulée : les chiffres sont revenus à ce qu’ils étaient.")
}

// dropImport gives a file up before anything was written; its text is erased.
func (s *site) dropImport(e *core.RequestEvent) error {
	if err := imports.Drop(e.App, s.now(), actor(e), e.Request.PathValue("import")); err != nil {
		return s.refuse(e, err)
	}
	return s.tell(e, "/gestion/imports", "ok", "Le fichier est abandonné : rien n’a été écrit, et son contenu est effacé.")
}
