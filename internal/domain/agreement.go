package domain

// AgreementContent is what a convention de stage croisé says, frozen when a version is sent: no later change of a name, a
// structure or a template touches it. Times are RFC 3339 UTC. What was not known is empty: the paper leaves a line for it.
type AgreementContent struct {
	IssuedOn string `json:"issued_on"`
	Replaced string `json:"replaced,omitempty"` // when the version before was sent
	Reason   string `json:"reason,omitempty"`   // why there is a new version

	Home              AgreementSide   `json:"home"`
	Host              AgreementSide   `json:"host"`
	Trainee           AgreementPerson `json:"trainee"`
	Tutor             AgreementPerson `json:"tutor"`
	Correspondent     AgreementPerson `json:"correspondent"` // of the home structure
	Facilitator       string          `json:"facilitator"`   // signs nothing
	FacilitatorDetail string          `json:"facilitator_detail,omitempty"`
	Campaign          string          `json:"campaign,omitempty"`

	Days         []AgreementDay       `json:"days"`
	Service      string               `json:"service,omitempty"` // that receives
	Place        string               `json:"place,omitempty"`
	PlaceAddress string               `json:"place_address,omitempty"`
	Objectives   string               `json:"objectives,omitempty"`
	Programme    string               `json:"programme,omitempty"` // what the host lets see
	Conditions   []AgreementCondition `json:"conditions,omitempty"`
}

// AgreementSide is an institution as an agreement names it.
type AgreementSide struct {
	Name           string `json:"name,omitempty"`
	Address        string `json:"address,omitempty"`
	SIRET          string `json:"siret,omitempty"`
	FINESS         string `json:"finess,omitempty"`
	Representative string `json:"representative,omitempty"`
	Function       string `json:"function,omitempty"` // of the representative
}

// AgreementPerson is somebody whom an agreement names.
type AgreementPerson struct {
	Name     string `json:"name,omitempty"`
	Function string `json:"function,omitempty"`
	Service  string `json:"service,omitempty"`
	Contact  string `json:"contact,omitempty"`
}

// AgreementDay is a half-day of an agreement.
type AgreementDay struct {
	Start   string `json:"start"`
	End     string `json:"end"`
	Minutes int    `json:"minutes"` // without its break
}

// AgreementCondition is a practical condition of the host: « Badge », « Tenue »…
type AgreementCondition struct {
	Label string `json:"label"`
	Text  string `json:"text"`
}
