package hooks

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"

	"passerelle/internal/agreement"
	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
	"passerelle/internal/records"
)

func (s *site) traineeSigns(e *core.RequestEvent) error { return s.partySigns(e, traineeDoor) }
func (s *site) hostSigns(e *core.RequestEvent) error    { return s.partySigns(e, hostDoor) }
func (s *site) homeSigns(e *core.RequestEvent) error    { return s.partySigns(e, homeDoor) }

// typedPaper is what came with a form of papers.
type typedPaper struct {
	typedDay string
	day      time.Time
	scan     *agreement.Scan
}

// readPaper reads the day and the file of a form, by the names of their fields. errs are refusals at these fields; err
// is that nothing of the form could be read.
func readPaper(e *core.RequestEvent, dayField, fileField string) (p typedPaper, errs domain.Errors, err error) {
	file, header, err := e.Request.FormFile(fileField)
	var known *router.ApiError
	if errors.As(err, &known) {
		return p, nil, err // too much came
	}
	p.typedDay = strings.TrimSpace(e.Request.FormValue(dayField))
	if p.day, err = paris.ParseDay(p.typedDay); err != nil {
		code := domain.ErrPaperDate
		if p.typedDay == "" {
			code = domain.ErrRequired
		}
		errs = append(errs, domain.Error{Code: code, Field: dayField})
	}
	if file == nil { // none was chosen, or the form has none
		return p, errs, nil
	}
	defer file.Close()
	if header.Size > agreement.MaxScan {
		return p, append(errs, domain.Error{Code: domain.ErrScanLarge, Field: fileField}), nil
	}
	content, err := io.ReadAll(file)
	if err != nil {
		return p, nil, err
	}
	p.scan, err = agreement.ReadScan(fileField, header.Filename, content)
	return p, append(errs, domain.Refusals(err)...), nil
}

// paperActorOf is the account that acts, at the desk; the parties act by their links.
func paperActorOf(e *core.RequestEvent, d paperDoor) string {
	if d.kind == "" {
		return actor(e)
	}
	return ""
}

// partySigns records the signature of a party on the version that it read, or takes it back.
func (s *site) partySigns(e *core.RequestEvent, d paperDoor) error {
	c, base, err := d.open(e, s.now())
	if err != nil {
		return s.refuse(e, err)
	}
	return s.sign(e, c, d, base, d.party)
}

// sign is the one handler of signatures: of a party's own, or of any by the desk.
func (s *site) sign(e *core.RequestEvent, c *placement.Case, d paperDoor, base string, signer domain.Party) error {
	typed, errs, err := readPaper(e, "signed_on", "scan")
	if err != nil {
		return s.refuse(e, err)
	}
	version, _ := strconv.Atoi(e.Request.FormValue("version"))
	form := paperForm{Act: e.Request.FormValue("geste"), Intent: idTyped(e.Request.FormValue("intention")), Day: typed.typedDay, Reason: e.Request.FormValue("reason"), Signer: string(signer)}
	doing := placement.Doing{By: d.party, Actor: paperActorOf(e, d), Intent: form.Intent}
	signing := placement.Signing{Signer: signer, Day: typed.day, Version: version, Scan: typed.scan}
	said := "La signature est notée, à la date du " + paris.Long(typed.day) + "."
	switch {
	case form.Act == "retirer":
		doing.Why, said = form.Reason, "La signature n’est plus notée."
		_, err = placement.Move(e.App, s.now(), c.Row.ID, doing, domain.PlacementAct{Move: domain.MoveUnsign, Signature: domain.AgreementSignature{Signer: signer}}, nil)
	case form.Act == "joindre" && d.kind == "":
		errs = slices.DeleteFunc(errs, func(e domain.Error) bool { return e.Field != "scan" })
		if typed.scan == nil && len(errs) == 0 {
			errs = append(errs, domain.Error{Code: domain.ErrRequired, Field: "scan"})
		}
		said = "La page signée est jointe."
		if err = errs.OrNil(); err == nil {
			err = placement.Attach(e.App, s.now(), c.Row.ID, doing, signing)
		}
	default:
		if err = errs.OrNil(); err == nil {
			_, err = placement.Sign(e.App, s.now(), c.Row.ID, doing, signing)
		}
	}
	if err != nil {
		return s.papersRefused(e, c, d, base, err, func(v *papersView) { v.Form = form })
	}
	s.nudge()
	return s.tell(e, base+"/convention#signatures", "ok", said)
}

// paperFields are the fields of the forms of papers: a refusal at another is of the whole request.
var paperFields = []string{"signed_on", "scan", "reason", "mission_on", "mission_scan"}

// papersRefused shows the page of the papers again with what was typed; a refusal without a field of these forms is a
// page of its own, since the form is gone.
func (s *site) papersRefused(e *core.RequestEvent, c *placement.Case, d paperDoor, base string, err error, typed func(*papersView)) error {
	refused := domain.Refusals(err)
	if len(refused) == 0 || !slices.ContainsFunc(refused, func(r domain.Error) bool {
		return slices.Contains(paperFields, r.Field) || strings.HasPrefix(r.Field, "slot-")
	}) {
		return s.refuse(e, err)
	}
	if d.kind == "" {
		return s.showDeskPapers(e, c, http.StatusUnprocessableEntity, typed, fieldErrors(err))
	}
	if slices.ContainsFunc(refused, func(r domain.Error) bool { return strings.HasPrefix(r.Field, "mission_") }) {
		return s.showHome(e, c, base, http.StatusUnprocessableEntity, typed, fieldErrors(err))
	}
	return s.showAgreementPaper(e, c, d, base, http.StatusUnprocessableEntity, typed, fieldErrors(err))
}

// pieceOf finds a paper that a party may open: the agreement's signed pages are everybody's, but a host has none of
// before the place was its own; the ordre de mission is of the trainee and the employer.
func pieceOf(app core.App, c *placement.Case, by domain.Party, id string) (*records.Paper, error) {
	none := domain.Error{Code: domain.ErrNotFound}
	p, err := records.PaperOf(app, id)
	if err != nil {
		return nil, err
	}
	if p.Placement != c.Row.ID || !p.RemovedAt.IsZero() {
		return nil, none
	}
	versions, err := versionsFor(app, c, by)
	if err != nil {
		return nil, err
	}
	read := slices.ContainsFunc(versions, func(a records.Agreement) bool { return a.ID == p.Agreement })
	switch {
	case by == domain.PartyCoordinator,
		p.Kind == agreement.SignedPaper && read,
		p.Kind == agreement.MissionPaper && (by == domain.PartyTrainee || by == domain.PartyHome):
		return p, nil
	}
	return nil, none
}

// takesPapers tells the addresses to which a scan may come.
func takesPapers(path string) bool {
	return strings.HasSuffix(path, "/{token}/signature") || strings.HasSuffix(path, "/{placement}/signatures") || strings.HasSuffix(path, "/ordre-de-mission")
}
