package domain

// Completion rules of an event.
const (
	AtLeastOneSlot = "at-least-one-slot"
	EverySlot      = "every-slot"
)

// Rules lists the completion rules a coordinator can choose.
var Rules = []string{AtLeastOneSlot, EverySlot}

// Holds tells whether presence at `attended` of `slots` half-days earns the certificate.
func Holds(rule string, attended, slots int) bool {
	switch rule {
	case AtLeastOneSlot:
		return attended > 0
	case EverySlot:
		return slots > 0 && attended == slots
	}
	return false
}

// CertificateSlot is a half-day as the certificate states it. Times are RFC 3339 UTC, minutes whole.
type CertificateSlot struct {
	Label    string `json:"label"`
	Start    string `json:"start"`
	End      string `json:"end"`
	Minutes  int    `json:"minutes"`
	Attended int    `json:"attended"` // minutes really attended, 0: absent
	Present  bool   `json:"present"`
}

// CertificateContent is what a certificate says, frozen at issue: no later change of a name, an event
// or a template touches it.
type CertificateContent struct {
	Kind              string            `json:"kind"` // « attestation de présence »
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
}

// SameAttendance tells whether two contents state the same half-days and hours: when they do not, the
// certificate is reissued.
func (c CertificateContent) SameAttendance(o CertificateContent) bool {
	if c.Total != o.Total || c.Complete != o.Complete || len(c.Slots) != len(o.Slots) {
		return false
	}
	for i := range c.Slots {
		a, b := c.Slots[i], o.Slots[i]
		if a.Present != b.Present || a.Attended != b.Attended || a.Start != b.Start || a.End != b.End {
			return false
		}
	}
	return true
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
