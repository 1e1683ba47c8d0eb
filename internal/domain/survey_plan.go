package domain

import "time"

// When surveys leave and stay open.
const (
	SurveyColdUsual = 75 // days after the last half-day
	SurveyColdLeast = 60
	SurveyColdMost  = 90
	SurveyChases    = 2  // chasers at most
	surveyChaseGap  = 14 // days between two letters
	surveyRoomDays  = 14 // the room's code stays open so many days after the event
	surveyOpenDays  = 60 // an invitation may be answered so many days after its letter
	surveyHotLast   = 30 // days after which nobody is asked « à chaud »
	surveyColdLast  = 30 // days after its hour beyond which a survey « à froid » does not begin any more
)

// SurveyColdDays is how many days after the event it is asked « à froid »: what was chosen, else the usual.
func SurveyColdDays(chosen int) int {
	if chosen < SurveyColdLeast || chosen > SurveyColdMost {
		return SurveyColdUsual
	}
	return chosen
}

// SurveyWindow is when a survey's first letters leave: from, until.
func SurveyWindow(kind string, end time.Time, coldDays int, paris *time.Location) (from, until time.Time) {
	at := func(days int) time.Time {
		y, m, d := end.In(paris).Date()
		return time.Date(y, m, d+days, mailHour, 0, 0, 0, paris).UTC()
	}
	if kind == SurveyHot {
		return at(1), at(1 + surveyHotLast)
	}
	days := SurveyColdDays(coldDays)
	return at(days), at(days + surveyColdLast)
}

// ChaseDue tells whether who has not answered is to be reminded: fourteen days after the letter before, twice at most,
// and only « à froid ».
func ChaseDue(kind string, now, sent, chased time.Time, times int, answered bool) bool {
	if kind != SurveyCold || answered || times >= SurveyChases || sent.IsZero() {
		return false
	}
	last := sent
	if chased.After(last) {
		last = chased
	}
	return !now.Before(last.AddDate(0, 0, surveyChaseGap)) && now.Before(last.AddDate(0, 0, 2*surveyChaseGap))
}

// SurveyOpen tells whether an invitation may still be answered.
func SurveyOpen(now, sent, chased time.Time) bool {
	if chased.After(sent) {
		sent = chased
	}
	return now.Before(sent.AddDate(0, 0, surveyOpenDays))
}

// RoomWindow is when the code shown in the room opens the survey: from the first half-day to two weeks after the last.
func RoomWindow(start, end time.Time) (from, until time.Time) {
	return start, end.AddDate(0, 0, surveyRoomDays)
}
