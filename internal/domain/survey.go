package domain

// Kinds of survey: « à chaud », just after the event; « à froid », two to three months later.
const (
	SurveyHot  = "hot"
	SurveyCold = "cold"
)

// Kinds of survey question.
const (
	AskScale = "scale" // 1 to 5
	AskOne   = "one"   // one of the options
	AskMany  = "many"  // some of the options
	AskYesNo = "yes_no"
	AskText  = "text" // moderated before anyone but the coordinator reads it
)

// SurveyQuestion is one question of a survey. Key is unique in it and never changes: answers bear it.
type SurveyQuestion struct {
	Key      string   `json:"key"`
	Kind     string   `json:"kind"`
	Label    string   `json:"label"`
	Help     string   `json:"help,omitempty"`
	Options  []string `json:"options,omitempty"`
	Required bool     `json:"required,omitempty"`
	// Satisfaction marks the scale that the figure of satisfaction is counted from.
	Satisfaction bool `json:"satisfaction,omitempty"`
}
