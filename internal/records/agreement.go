package records

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Agreement is a version of a convention de stage croisé: numbered and frozen as a certificate is. Its PDF is the file
// AgreementFile(ID).
type Agreement struct {
	ID              string `db:"id"`
	Placement       string `db:"placement"`
	Version         int    `db:"version"`
	Number          string `db:"number"` // CSC-2026-000012: the same for every version of one placement
	TemplateVersion int    `db:"template_version"`
	Content         Raw    `db:"content"`
	SHA256          string `db:"sha256"`
	ReservedAt      Time   `db:"reserved_at"`
	IssuedAt        Time   `db:"issued_at"` // drawn and sealed
	ErasedAt        Time   `db:"erased_at"`
	Attempts        int    `db:"attempts"`
	LastError       string `db:"last_error"`
}

// TableName is the collection's.
func (*Agreement) TableName() string { return "agreements" }

// AgreementFile is the id of the stored PDF of an agreement; PaperFile of what a party handed in.
func AgreementFile(id string) string { return "agreement:" + id }

// PaperFile is the id of the stored bytes of a paper.
func PaperFile(id string) string { return "paper:" + id }

// AddAgreement reserves a version.
func AddAgreement(app core.App, a *Agreement) error {
	if a.ID == "" {
		a.ID = NewID()
	}
	return insert(app, a)
}

// SealAgreement keeps the hash of the drawn PDF.
func SealAgreement(app core.App, id, sha256 string, at Time) error {
	return set(app, "agreements", id, dbx.Params{"sha256": sha256, "issued_at": at.String()})
}

// AgreementOf finds a version of a placement's agreement; the latest where version is 0.
func AgreementOf(app core.App, placement string, version int) (*Agreement, error) {
	return one[Agreement](app, "placement = ? AND (version = ? OR ? = 0) ORDER BY version DESC LIMIT 1", placement, version, version)
}

// AgreementsOf lists the versions of a placement's agreement, the first one first.
func AgreementsOf(app core.App, placement string) ([]Agreement, error) {
	return all[Agreement](app, "placement = ? ORDER BY version", placement)
}

// UnsealedAgreements lists those reserved and not drawn yet, but for those whose drawing failed so many times.
func UnsealedAgreements(app core.App, tries, limit int) ([]Agreement, error) {
	return all[Agreement](app, "issued_at = '' AND erased_at = '' AND attempts < ? ORDER BY attempts, number, version LIMIT ?", tries, limit)
}

// FailAgreement notes a drawing that failed.
func FailAgreement(app core.App, id, reason string) error {
	_, err := do(app, "UPDATE agreements SET attempts = attempts + 1, last_error = ? WHERE id = ?", reason, id)
	return wrap(err, "agreements", id)
}

// LastAgreementNumber is the greatest number of an agreement that begins with this prefix; empty without one.
func LastAgreementNumber(app core.App, prefix string) (s string, err error) {
	err = values(app, "SELECT COALESCE(MAX(number), '') FROM agreements WHERE number >= ? AND number < ?", []any{prefix, prefix + "~"}, &s)
	return s, err
}

// Paper is what a party handed in: a signed scan, an ordre de mission. Its bytes are the file PaperFile(ID).
type Paper struct {
	ID            string `db:"id"`
	Placement     string `db:"placement"`
	Agreement     string `db:"agreement"` // the version it is a signature of
	Party         string `db:"party"`     // whose signature it bears
	Kind          string `db:"kind"`      // signed, mission, other
	Name          string `db:"name"`
	Type          string `db:"type"` // by its content
	SHA256        string `db:"sha256"`
	Size          int    `db:"size"` // bytes
	Actor         string `db:"actor"`
	At            Time   `db:"at"`
	RemovedAt     Time   `db:"removed_at"`
	RemovedReason string `db:"removed_reason"`
}

// TableName is the collection's.
func (*Paper) TableName() string { return "placement_papers" }

// AddPaper writes one.
func AddPaper(app core.App, p *Paper) error {
	if p.ID == "" {
		p.ID = NewID()
	}
	return insert(app, p)
}

// SavePaper writes every column of one.
func SavePaper(app core.App, p *Paper) error {
	return wrap(app.DB().Model(p).Update(), "placement_papers", p.ID)
}

// PaperOf finds one by id.
func PaperOf(app core.App, id string) (*Paper, error) {
	return byColumn[Paper](app, "placement_papers", "id", id)
}

// Papers lists those of a placement, removed ones too, in the order they came.
func Papers(app core.App, placement string) ([]Paper, error) {
	return all[Paper](app, "placement = ? ORDER BY at, id", placement)
}

// PlacementReport is what the trainee (rapport d’étonnement) or the host (the tutor's feedback) writes: a draft until
// SentAt. Opinion: the short survey was answered, no telling how.
type PlacementReport struct {
	ID        string `db:"id"`
	Placement string `db:"placement"`
	Party     string `db:"party"` // trainee, host
	Answers   Raw    `db:"answers"`
	Opinion   bool   `db:"opinion"`
	Updated   Time   `db:"updated"`
	SentAt    Time   `db:"sent_at"`
}

// TableName is the collection's.
func (*PlacementReport) TableName() string { return "placement_reports" }

// PlacementReportOf finds what a party wrote.
func PlacementReportOf(app core.App, placement, party string) (*PlacementReport, error) {
	return one[PlacementReport](app, "placement = ? AND party = ?", placement, party)
}

// PutPlacementReport writes every column of one, new or not.
func PutPlacementReport(app core.App, r *PlacementReport) error {
	if r.ID == "" {
		r.ID = NewID()
		return insert(app, r)
	}
	return wrap(app.DB().Model(r).Update(), "placement_reports", r.ID)
}

// PlacementReports lists what was written of a campaign.
func PlacementReports(app core.App, campaign string) ([]PlacementReport, error) {
	return all[PlacementReport](app, "placement IN (SELECT id FROM placements WHERE campaign = ?) ORDER BY placement, party", campaign)
}

// PlacementOpinion is an answer to a short survey, joined to nobody: no date, a random place.
type PlacementOpinion struct {
	ID       string `db:"id"`
	Campaign string `db:"campaign"`
	Party    string `db:"party"`
	Answers  Raw    `db:"answers"`
}

// TableName is the collection's.
func (*PlacementOpinion) TableName() string { return "placement_opinions" }

// AddPlacementOpinion writes one, at a random place of the table: the order in which rows were written would otherwise
// tell who answered what.
func AddPlacementOpinion(app core.App, o *PlacementOpinion) error {
	o.ID = NewID()
	_, err := app.DB().Insert("placement_opinions", dbx.Params{"rowid": randomRow(), "id": o.ID, "campaign": o.Campaign, "party": o.Party, "answers": o.Answers}).Execute()
	return wrap(err, "placement_opinions", o.ID)
}

// PlacementOpinions lists those of a campaign.
func PlacementOpinions(app core.App, campaign string) ([]PlacementOpinion, error) {
	return all[PlacementOpinion](app, "campaign = ? ORDER BY id", campaign)
}
