package imports

// ProblemCode names what is wrong, whatever the words of its sentence.
type ProblemCode string

// What may be wrong with a file, a line or a cell.
const (
	TooWide          ProblemCode = "too_wide"           // columns beyond the last that is read
	NoNameColumn     ProblemCode = "no_name_column"     // no column says the name of people
	NoPresenceColumn ProblemCode = "no_presence_column" // none says who came: everybody
	OrderGuessed     ProblemCode = "order_guessed"      // nothing tells surnames from first names
	SeveralPeople    ProblemCode = "several_people"     // a cell names several
	NoName           ProblemCode = "no_name"            // a line names nobody
	NameUnread       ProblemCode = "name_unread"        // a name is too long, or no text
	MailUnread       ProblemCode = "mail_unread"        // an address is none
	PresenceUnread   ProblemCode = "presence_unread"    // neither yes nor no
	PresenceUnsaid   ProblemCode = "presence_unsaid"    // an empty cell, where others say no
	DurationUnread   ProblemCode = "duration_unread"    // how long is not understood
	OffList          ProblemCode = "off_list"           // on none of the lists
	NoEvent          ProblemCode = "no_event"           // which event is not said
	EventGone        ProblemCode = "event_gone"         // the event chosen is not there any more
	EventBroken      ProblemCode = "event_broken"       // its event cannot be written, for an earlier line
	EventOpen        ProblemCode = "event_open"         // its event is not held
	EventUnread      ProblemCode = "event_unread"       // its event could not be read
	DateUnread       ProblemCode = "date_unread"        // no date, or none that is understood
	NotPast          ProblemCode = "not_past"           // a day to come
	NoProgramme      ProblemCode = "no_programme"       // the programme of a new event is not known
	HalfDays         ProblemCode = "half_days"          // columns of half-days do not fit the days
	HoursUnknown     ProblemCode = "hours_unknown"      // a new event has usual hours
	NoTitleColumn    ProblemCode = "no_title_column"    // no column says the title of events
	CodeTaken        ProblemCode = "code_taken"         // another line of the history bears it
	NoFirstName      ProblemCode = "no_first_name"      // a surname alone
	NoTitle          ProblemCode = "no_title"           // a line without title
	HistoryUnread    ProblemCode = "history_unread"     // what is there could not be read
	CountUnread      ProblemCode = "count_unread"       // no number, or several
	CountAbout       ProblemCode = "count_about"        // « environ », which is not kept
	RoleUnread       ProblemCode = "role_unread"        // the role of the PTSM is not understood
)

// Problem is what a line, or the whole file (line 0), makes difficult: a sentence, and what to do. Blocking: the line
// is not written.
type Problem struct {
	Line         int
	Code         ProblemCode
	Text, Advice string
	Blocking     bool
}

// cannot is why a line has no event, before its number is known.
func cannot(code ProblemCode, text, advice string) Problem {
	return Problem{Code: code, Text: text, Advice: advice, Blocking: true}
}

func (p *Plan) refuse(line int, code ProblemCode, text, advice string) {
	p.Refused++
	p.Problems = append(p.Problems, Problem{line, code, text, advice, true})
}

func (p *Plan) warn(line int, code ProblemCode, text, advice string) {
	p.Problems = append(p.Problems, Problem{line, code, text, advice, false})
}
