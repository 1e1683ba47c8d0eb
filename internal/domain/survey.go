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

// Refusals of surveys.
const (
	ErrSurveyQuestions    Code = "survey_questions"    // none, or too many
	ErrSurveySatisfaction Code = "survey_satisfaction" // one scale alone says it
	ErrSurveyFixed        Code = "survey_fixed"        // answers bear its questions
	ErrSurveyRequired     Code = "survey_required"
	ErrSurveyBlank        Code = "survey_blank"
	ErrSurveySoon         Code = "survey_soon" // Arg: from when
	ErrSurveyOver         Code = "survey_over"
	ErrSurveyNone         Code = "survey_none" // the event asks nothing
	ErrSurveyFlood        Code = "survey_flood"
	ErrSurveyUsed         Code = "survey_used" // chosen somewhere: not archived
)
