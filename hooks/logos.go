package hooks

import (
	"io"
	"net/http"
	"strings"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
	"passerelle/internal/settings"
)

func (s *site) addLogo(e *core.RequestEvent) error {
	name, picture, err := uploaded(e, "logo", settings.MaxLogoSize)
	if err == nil {
		err = settings.AddLogo(e.App, s.now(), actor(e), name, picture)
	}
	if errs := fieldErrors(err); errs != nil {
		d, err := settings.LoadDesign(e.App)
		if err != nil {
			return s.refuse(e, err)
		}
		return s.showLook(e, http.StatusUnprocessableEntity, d, false, errs)
	}
	if err != nil {
		return err
	}
	return s.tell(e, logoReturn(e), "ok", "Le logo est ajouté : il figurera sur les prochaines attestations.")
}

func (s *site) removeLogo(e *core.RequestEvent) error {
	if err := settings.RemoveLogo(e.App, s.now(), actor(e), e.Request.FormValue("logo")); err != nil {
		return err
	}
	return s.tell(e, logoReturn(e), "ok", "Le logo est retiré. Les attestations déjà émises le gardent.")
}

// moveLogo changes the order in which the logos stand.
func (s *site) moveLogo(e *core.RequestEvent) error {
	by := 1
	if e.Request.FormValue("sens") == "avant" {
		by = -1
	}
	if err := settings.MoveLogo(e.App, s.now(), actor(e), e.Request.FormValue("logo"), by); err != nil {
		return err
	}
	return s.tell(e, logoReturn(e), "ok", "L’ordre des logos est changé pour les prochaines attestations.")
}

func logoReturn(e *core.RequestEvent) string {
	if e.Request.FormValue("etape") == "4" {
		return lookPath + "?etape=4"
	}
	return lookPath + "#logos"
}

// uploaded reads a file of a form; ErrFile without one, or when it is larger than limit (bytes).
func uploaded(e *core.RequestEvent, field string, limit int64) (name string, content []byte, err error) {
	file, header, err := e.Request.FormFile(field)
	if err != nil || header.Size > limit {
		return "", nil, domain.Error{Code: domain.ErrFile, Field: field}
	}
	defer file.Close()
	content, err = io.ReadAll(file)
	return header.Filename, content, err
}

// logo shows a stored logo or signature of the signatory; no other stored file has such an id.
func (s *site) logo(e *core.RequestEvent) error {
	id := e.Request.PathValue("file")
	if !strings.HasPrefix(id, "logo:") && !strings.HasPrefix(id, "signature:") {
		return e.NotFoundError("", nil)
	}
	f, err := records.FileOf(e.App, id)
	if err != nil {
		return s.refuse(e, err)
	}
	return e.Blob(http.StatusOK, f.Type, f.Bytes)
}
