//go:build !unix

package backup

import "errors"

// ErrBusy says that a server uses the folder.
var ErrBusy = errors.New("un autre serveur utilise déjà ce dossier de données : arrêtez-le d’abord")

// Lock does nothing where the system has no flock: the operator runs one server a folder.
func Lock(string) (release func(), err error) { return func() {}, nil }
