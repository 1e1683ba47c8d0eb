package hooks

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/backup"
	"passerelle/internal/link"
	"passerelle/internal/records"
	"passerelle/internal/reference"
)

// takeFolder makes the folder this server's alone and fills its lists the first time.
func (s *site) takeFolder(e *core.ServeEvent) error {
	if e.Server != nil {
		release, err := backup.Lock(e.App.DataDir())
		if err != nil {
			return err
		}
		e.App.OnTerminate().BindFunc(func(e *core.TerminateEvent) error {
			defer release() // after the last write
			return e.Next()
		})
	}
	return reference.Load(e.App)
}

// welcome says on the console, never in the log, where the platform is, and on a folder without a
// coordinator the one-time link that makes one.
func (s *site) welcome(e *core.ServeEvent) error {
	if e.Server == nil { // a test
		return nil
	}
	if shown, err := showDemonstration(e.App, os.Stdout); shown || err != nil {
		return err
	}
	text, err := welcomeText(e.App, s.now())
	if err != nil {
		return err
	}
	fmt.Fprint(os.Stdout, text)
	return nil
}

func welcomeText(app core.App, now time.Time) (string, error) {
	has, err := records.HasCoordinator(app)
	if err != nil {
		return "", err
	}
	base := link.Base(app)
	if has {
		return framed("Passerelle est prête.", "", "Agenda :                 "+base+"/", "Espace organisateurs :   "+base+"/gestion"), nil
	}
	first, err := firstRunLink(app, now)
	if err != nil {
		return "", err
	}
	return framed("Bienvenue dans Passerelle. Ce dossier de données est neuf.", "",
		"Ouvrez ce lien pour créer le compte de la coordination :", "", first, "",
		"Il sert une seule fois, pendant 24 heures. Ne le transmettez à personne.",
		"Un nouveau démarrage en affiche un autre.", "", "Agenda :   "+base+"/"), nil
}

// framed puts a rule above and below; no side borders, so that a long link can be selected whole.
func framed(lines ...string) string {
	rule := strings.Repeat("─", 78)
	return "\n" + rule + "\n  " + strings.TrimRight(strings.Join(lines, "\n  "), " ") + "\n" + rule + "\n\n"
}

// localAddress is where a browser of this machine finds a server that listens on addr.
func localAddress(addr string) string {
	addr = strings.Replace(addr, "0.0.0.0", "127.0.0.1", 1)
	if strings.HasPrefix(addr, ":") {
		return "127.0.0.1" + addr
	}
	return addr
}

func (s *site) nightlyBackup(app core.App) error {
	_, err := backup.Make(app, s.now())
	return err
}
