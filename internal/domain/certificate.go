package domain

import "slices"

// CertificateSlot is a half-day as the certificate states it. Times are RFC 3339 UTC, minutes whole.
type CertificateSlot struct {
	Label    string `json:"label"`
	Start    string `json:"start"`
	End      string `json:"end"`
	Minutes  int    `json:"minutes"`
	Attended int    `json:"attended"` // minutes really attended, 0: absent
	Present  bool   `json:"present"`
	// CaughtUp is when it was attended in another group instead, CaughtUpEnd when that ended; empty: at its own hours.
	CaughtUp    string `json:"caught_up,omitempty"`
	CaughtUpEnd string `json:"caught_up_end,omitempty"`
}

// CertificateEvent is one event of a yearly summary.
type CertificateEvent struct {
	Title     string `json:"title"`
	Nature    string `json:"nature,omitempty"`
	Organiser string `json:"organiser,omitempty"` // a partner's, where it is not the platform's
	Start     string `json:"start"`               // RFC 3339 UTC, of the first half-day attended
	End       string `json:"end"`                 // of the last
	HalfDays  int    `json:"half_days"`           // attended
	Minutes   int    `json:"minutes"`             // attended
}

// CertificateDesign is how a certificate looks: chosen by the coordinator, frozen with each that is issued. The
// zero value is the design of the house.
type CertificateDesign struct {
	Layout    string `json:"layout,omitempty"`    // SoberLayout (also empty) or FrameLayout
	Colour    string `json:"colour,omitempty"`    // #rrggbb of the charter; empty: the house's
	Intro     string `json:"intro,omitempty"`     // before the name, in place of « … atteste que »
	Closing   string `json:"closing,omitempty"`   // after the hours
	Signature string `json:"signature,omitempty"` // id of the stored picture of the signature
	SIRET     string `json:"siret,omitempty"`     // printed only if filled
	NDA       string `json:"nda,omitempty"`       // number of a training provider's declaration, printed only if filled
}

// Layouts of a certificate.
const (
	SoberLayout = "sober"
	FrameLayout = "frame"
)

// CertificateContent is what a certificate says, frozen at issue: no later change of a name, an event
// or a template touches it.
type CertificateContent struct {
	Kind              string            `json:"kind"` // its title: « attestation de présence »
	Organiser         string            `json:"organiser"`
	OrganiserDetail   string            `json:"organiser_detail,omitempty"`
	EventTitle        string            `json:"event_title"`
	EventNature       string            `json:"event_nature,omitempty"`
	Place             string            `json:"place,omitempty"`
	LastName          string            `json:"last_name"`
	FirstName         string            `json:"first_name"`
	Structure         string            `json:"structure,omitempty"`
	Profession        string            `json:"profession,omitempty"`
	Slots             []CertificateSlot `json:"slots"`
	Total             int               `json:"total"` // minutes
	Complete          bool              `json:"complete"`
	Rule              string            `json:"rule"`
	SignatoryName     string            `json:"signatory_name,omitempty"`
	SignatoryFunction string            `json:"signatory_function,omitempty"`
	Logos             []string          `json:"logos,omitempty"` // ids of stored files
	IssuedOn          string            `json:"issued_on"`       // RFC 3339 UTC

	Amount    int                `json:"amount,omitempty"`     // of the rule, where it counts minutes or half-days
	Role      string             `json:"role,omitempty"`       // of a speaker: « Formatrice »
	Subject   string             `json:"subject,omitempty"`    // what a speaker spoke of
	Provider  string             `json:"provider,omitempty"`   // partner training provider
	Year      int                `json:"year,omitempty"`       // of a yearly summary, with its events
	Events    []CertificateEvent `json:"events,omitempty"`     //
	Design    CertificateDesign  `json:"design,omitzero"`      //
	VerifyURL string             `json:"verify_url,omitempty"` // as it is printed; empty: issued before it was frozen
}

// SameAttendance tells whether two contents state the same half-days and hours: when they do not, the
// certificate is reissued.
func (c CertificateContent) SameAttendance(o CertificateContent) bool {
	if c.Total != o.Total || c.Complete != o.Complete || len(c.Slots) != len(o.Slots) {
		return false
	}
	for i := range c.Slots {
		a, b := c.Slots[i], o.Slots[i]
		if a.Present != b.Present || a.Attended != b.Attended || a.Start != b.Start || a.End != b.End || a.CaughtUp != b.CaughtUp || a.CaughtUpEnd != b.CaughtUpEnd {
			return false
		}
	}
	return slices.Equal(c.Events, o.Events)
}

// Anonymous is what is left of a content once the identity is erased: the event, the half-days and the hours.
func (c CertificateContent) Anonymous() CertificateContent {
	c.LastName, c.FirstName, c.Structure, c.Profession, c.Role, c.Subject = "", "", "", "", "", ""
	return c
}

// CertificateMove is what presence asks of a registration's certificate.
type CertificateMove string

// The moves of a certificate.
const (
	KeepCertificate    CertificateMove = "keep"
	IssueCertificate   CertificateMove = "issue"
	ReissueCertificate CertificateMove = "reissue"
	RevokeCertificate  CertificateMove = "revoke"
)

// NextCertificate decides, for an event that gives certificates: one exists only while its rule holds;
// when presence changes afterwards it is reissued or revoked, never altered (invariant 6).
func NextCertificate(holds, exists, same bool) CertificateMove {
	switch {
	case holds && !exists:
		return IssueCertificate
	case holds && !same:
		return ReissueCertificate
	case !holds && exists:
		return RevokeCertificate
	}
	return KeepCertificate
}
