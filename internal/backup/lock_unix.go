//go:build unix

package backup

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// ErrBusy says that a server uses the folder.
var ErrBusy = errors.New("un autre serveur utilise déjà ce dossier de données : arrêtez-le d’abord")

// Lock takes a data folder for one server, until release or the end of the process. ErrBusy when another
// has it.
func Lock(data string) (release func(), err error) {
	f, err := os.OpenFile(filepath.Join(data, "verrou"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrBusy
		}
		return nil, err
	}
	return func() { f.Close() }, nil
}
