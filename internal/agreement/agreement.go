// Package agreement makes the convention of a stage croisé: each version is numbered and frozen when it is sent, drawn
// outside of any transaction, and its bytes are kept once. It also reads what the parties hand in (signed scans, the
// ordre de mission). What may happen to a placement is not its business: internal/placement calls it.
package agreement

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/records"
)

// TemplateVersion is that of the words and the lay-out of a new agreement.
const TemplateVersion = 1

// Draft is what a version is made of, as things stand.
type Draft struct {
	Placement *records.Placement
	Campaign  *records.Campaign
	Offer     *records.Offer
	Days      []domain.Slot
	Version   int    // from 1
	Reason    string // of a version that replaces another; may be empty
}

// Reserve gives a version its number and its frozen content, inside the transaction of the move that sends it. The number
// is given with the first version, and kept by those that follow.
func Reserve(app core.App, now time.Time, d Draft) (*records.Agreement, error) {
	content, err := contentOf(app, now, d)
	if err != nil {
		return nil, err
	}
	a := &records.Agreement{Placement: d.Placement.ID, Version: d.Version, TemplateVersion: TemplateVersion, ReservedAt: records.At(now)}
	before, err := records.AgreementOf(app, d.Placement.ID, 0)
	switch {
	case domain.Is(err, domain.ErrNotFound):
		a.Number, err = nextNumber(app, now)
	case err == nil:
		a.Number, content.Replaced, content.Reason = before.Number, before.ReservedAt.Time().UTC().Format(time.RFC3339), d.Reason
	}
	if err != nil {
		return nil, err
	}
	if a.Content, err = json.Marshal(content); err != nil {
		return nil, err
	}
	return a, records.AddAgreement(app, a)
}

// nextNumber counts within the year: CSC-2026-000001.
func nextNumber(app core.App, now time.Time) (string, error) {
	prefix := fmt.Sprintf("CSC-%d-", now.In(paris.Location).Year())
	last, err := records.LastAgreementNumber(app, prefix)
	if err != nil {
		return "", err
	}
	n, _ := strconv.Atoi(strings.TrimPrefix(last, prefix)) // "" is the first
	return fmt.Sprintf("%s%06d", prefix, n+1), nil
}
