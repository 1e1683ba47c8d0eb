// Package link makes and opens every secret link. A token is the target's id and an HMAC of kind, target
// and version under a secret of the data folder: nothing secret is stored, any link can be shown or sent
// again, and a new version revokes the old one. A row of `links` exists only for what is out of the
// ordinary: a version over 1, an end, a revocation.
package link

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Kinds of link. The target is the id of a registration, a door link, a certificate, or of the row of a
// grant (a link that is made for one moment: a mailbox's space, the first run).
const (
	Registration = "inscription"
	Door         = "accueil"
	Certificate  = "attestation"
	Space        = "espace"
	FirstRun     = "premier-demarrage"
	Booking      = "groupe"      // of a referent, to the colleagues registered together
	Manager      = "accord"      // of a manager, to the request of a registration
	Invitation   = "invitation"  // of a member of a body, to the answer
	Declare      = "declarer"    // to the form by which partners declare an action
	Declaration  = "declaration" // of a partner, to what was declared
	SelfCheck    = "emarger"     // of an event, to the form by which people confirm their presence themselves
	Visitor      = "sur-place"   // of an event, to the short form of those who come without a registration
	Trainer      = "intervenant" // of a slot, to its sheet and countersignature
	Survey       = "enquete"     // of an invitation to a survey, to its questions
	SurveyRoom   = "avis"        // of an event, to the survey shown in the room
	Reader       = "lecture"     // of a reader, to published reports

	Hosting          = "accueillir"  // of a campaign, to the form by which structures offer places
	Offer            = "place-stage" // of an offer, to its own page for who proposed it
	PlacementTrainee = "stage"       // of a placement, to the page of each of its parties
	PlacementManager = "stage-responsable"
	PlacementHost    = "stage-accueil"
	PlacementHome    = "stage-etablissement"
)

// DeclareTarget is the one target of the links of kind Declare.
const DeclareTarget = "declarationsism"

// SecretFile is the name of the secret in the data folder. A backup holds it: without it no link opens.
const SecretFile = "secret.key"

const (
	storeKey  = "passerelle.secret"
	targetLen = 15
	macLen    = 26 // 16 bytes in base32
)

var encoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// secret reads the folder's secret, making it the first time.
func secret(app core.App) ([]byte, error) {
	if s, ok := app.Store().Get(storeKey).([]byte); ok {
		return s, nil
	}
	path := filepath.Join(app.DataDir(), SecretFile)
	s, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		s = make([]byte, 32)
		if _, err = rand.Read(s); err == nil {
			err = writeOnce(path, s)
		}
		if errors.Is(err, fs.ErrExist) { // another process was first
			s, err = os.ReadFile(path)
		}
	}
	if err != nil || len(s) != 32 {
		return nil, fmt.Errorf("secret of the data folder %s: %d bytes, %w", path, len(s), err)
	}
	app.Store().Set(storeKey, s)
	return s, nil
}

// Key is a key of the folder's secret for one use, which tells nothing of the others.
func Key(app core.App, use string) ([]byte, error) {
	key, err := secret(app)
	if err != nil {
		return nil, err
	}
	h := hmac.New(sha256.New, key)
	h.Write([]byte("key\x00" + use))
	return h.Sum(nil), nil
}

// writeOnce puts a whole file in its place, or says fs.ErrExist: nobody ever reads half a secret.
func writeOnce(path string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), SecretFile+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path)
}

func mac(key []byte, kind, target string, version int) string {
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "%s\x00%s\x00%d", kind, target, version)
	return encoding.EncodeToString(h.Sum(nil)[:16])
}

// Token is the secret part of the address of a target, in its current version.
func Token(app core.App, kind, target string) (string, error) {
	key, err := secret(app)
	if err != nil {
		return "", err
	}
	version := 1
	if row, err := records.LinkOf(app, kind, target); err == nil {
		version = row.Version
	} else if !domain.Is(err, domain.ErrNotFound) {
		return "", err // version 1 may be revoked
	}
	return target + mac(key, kind, target, version), nil
}

// Seal is a word that whoever holds a door of an event knows, and nobody else: by it a phone tells what another
// phone of the same event hands over from what a stranger shows.
func Seal(app core.App, event string) (string, error) {
	key, err := secret(app)
	if err != nil {
		return "", err
	}
	return mac(key, "transmission", event, 1), nil
}

// Open gives the target of a token: ErrNotFound for anything this platform did not make,
// ErrLinkRevoked for an old version, ErrLinkExpired after its end.
func Open(app core.App, now time.Time, kind, token string) (target string, err error) {
	token = strings.TrimSpace(token)
	if len(token) != targetLen+macLen {
		return "", records.ErrNone
	}
	key, err := secret(app)
	if err != nil {
		return "", err
	}
	target = token[:targetLen]
	given := token[targetLen:]
	row, err := records.LinkOf(app, kind, target)
	if domain.Is(err, domain.ErrNotFound) {
		row, err = &records.LinkRow{Version: 1}, nil
	}
	if err != nil {
		return "", err
	}
	if !hmac.Equal([]byte(given), []byte(mac(key, kind, target, row.Version))) {
		for v := 1; v < row.Version; v++ {
			if hmac.Equal([]byte(given), []byte(mac(key, kind, target, v))) {
				return "", domain.Error{Code: domain.ErrLinkRevoked}
			}
		}
		return "", records.ErrNone
	}
	if !row.RevokedAt.IsZero() {
		return "", domain.Error{Code: domain.ErrLinkRevoked}
	}
	if !row.ExpiresAt.IsZero() && !now.Before(row.ExpiresAt.Time()) {
		return "", domain.Error{Code: domain.ErrLinkExpired}
	}
	return target, nil
}

// Renew makes a new version of the links of a target: every earlier address is revoked.
func Renew(app core.App, kind, target string) error { return records.RenewLink(app, kind, target) }

// Grant makes a link for one moment: its subject (a mailbox, say) stays in the row, not in the address.
func Grant(app core.App, kind, subject string, expires time.Time) (token string, err error) {
	id, err := records.AddGrant(app, kind, subject, records.At(expires))
	if err != nil {
		return "", err
	}
	return Token(app, kind, id)
}

// Subject gives what a granted link is about.
func Subject(app core.App, now time.Time, kind, token string) (string, error) {
	id, err := Open(app, now, kind, token)
	if err != nil {
		return "", err
	}
	return records.GrantSubject(app, kind, id)
}

// Path is the address of a token without the host.
func Path(kind, token string) string {
	switch kind {
	case Registration:
		return "/inscriptions/" + token
	case Door:
		return "/accueil/" + token
	case Certificate:
		return "/attestations/" + token + "/attestation.pdf"
	case Space:
		return "/espace/" + token
	case FirstRun:
		return "/gestion/premier-demarrage/" + token
	case Booking:
		return "/groupes/" + token
	case Manager:
		return "/accord/" + token
	case Invitation:
		return "/invitations/" + token
	case Declare:
		return "/declarer/" + token
	case Visitor:
		return "/sur-place/" + token
	case Declaration:
		return "/declarations/" + token
	case SelfCheck:
		return "/emarger/" + token
	case Trainer:
		return "/intervenants/" + token
	case Survey:
		return "/enquetes/" + token
	case SurveyRoom:
		return "/avis/" + token
	case Reader:
		return "/lecture/" + token
	case Hosting:
		return "/accueillir/" + token
	case Offer:
		return "/place-de-stage/" + token
	case PlacementTrainee:
		return "/mon-stage/" + token
	case PlacementManager:
		return "/stage-responsable/" + token
	case PlacementHost:
		return "/stage-accueil/" + token
	case PlacementHome:
		return "/stage-etablissement/" + token
	}
	panic("link: no address for kind " + strconv.Quote(kind))
}

// Base is the public address of the platform, without a final slash.
func Base(app core.App) string { return strings.TrimRight(app.Settings().Meta.AppURL, "/") }

// URL is the whole secret address of a target.
func URL(app core.App, kind, target string) (string, error) {
	token, err := Token(app, kind, target)
	if err != nil {
		return "", err
	}
	return Base(app) + Path(kind, token), nil
}
