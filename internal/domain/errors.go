// Package domain holds the rules of the house and their words. It is pure: the standard library only,
// no clock, no database, no network. Times are UTC, durations are whole minutes.
package domain

import "errors"

// Code names a refusal. The French sentence and the HTTP status of each stand in one table, in hooks.
type Code string

// The refusals a person can meet.
const (
	ErrRequired          Code = "required"
	ErrTooLong           Code = "too_long"
	ErrEmail             Code = "email"
	ErrCharacters        Code = "characters"
	ErrChoice            Code = "choice"
	ErrEventUnknown      Code = "event_unknown"
	ErrEventNotOpen      Code = "event_not_open"
	ErrEventClosed       Code = "event_closed"
	ErrEventCancelled    Code = "event_cancelled"
	ErrEventPast         Code = "event_past"
	ErrEventFull         Code = "event_full"
	ErrAlreadyRegistered Code = "already_registered"
	ErrVisitorsOff       Code = "visitors_off"
	ErrVisitorsSoon      Code = "visitors_soon" // Arg: when they may
	ErrVisitorsOver      Code = "visitors_over"
	ErrNamesake          Code = "namesake" // somebody registered looks like who comes: a hand must say
	ErrOthersWait        Code = "others_wait"
	ErrQuota             Code = "quota"
	ErrGroupTooLarge     Code = "group_too_large"
	ErrNotInformed       Code = "not_informed"
	ErrSelfManager       Code = "self_manager"
	ErrOfferPast         Code = "offer_past"
	ErrCancelLate        Code = "cancel_late"
	ErrNotFound          Code = "not_found"
	ErrErased            Code = "erased"
	ErrErasedComing      Code = "erased_coming"
	ErrPurgeEarly        Code = "purge_early"
	ErrReaderEnd         Code = "reader_end"
	ErrReaderEmpty       Code = "reader_empty"
	ErrReaderOverlap     Code = "reader_overlap"
	ErrState             Code = "state"
	ErrChangedMeanwhile  Code = "changed_meanwhile"
	ErrEventHeld         Code = "event_held"
	ErrSlotOrder         Code = "slot_order"
	ErrSlotOverlap       Code = "slot_overlap"
	ErrSlotMissing       Code = "slot_missing"
	ErrSlotAttended      Code = "slot_attended"
	ErrNoSuchTime        Code = "no_such_time"
	ErrTimeFormat        Code = "time_format"
	ErrCapacityTaken     Code = "capacity_taken"
	ErrNumber            Code = "number"
	ErrAddress           Code = "address"
	ErrAgenda            Code = "agenda"
	ErrReason            Code = "reason"
	ErrNotStarted        Code = "not_started"
	ErrLinkRevoked       Code = "link_revoked"
	ErrLinkExpired       Code = "link_expired"
	ErrForbidden         Code = "forbidden"
	ErrPassword          Code = "password"
	ErrLogin             Code = "login"
	ErrFile              Code = "file"
	ErrImportFile        Code = "import_file"    // no spreadsheet and no text
	ErrImportLarge       Code = "import_large"   // too many lines, or it unfolds too far
	ErrImportLocked      Code = "import_locked"  // a password keeps it
	ErrImportSheet       Code = "import_sheet"   // no such sheet
	ErrImportDay         Code = "import_day"     // no day of the past
	ErrImportHours       Code = "import_hours"   // no hours of a day
	ErrImportNothing     Code = "import_nothing" // no line of it can be written
	ErrImportDone        Code = "import_done"    // applied already, or dropped
	ErrImportHolds       Code = "import_holds"   // something rests on what it wrote (Arg: what)
	ErrMapForm           Code = "map_form"       // no GeoJSON of surfaces
	ErrMapDegrees        Code = "map_degrees"    // not in longitudes and latitudes
	ErrMapSize           Code = "map_size"
	ErrMapThin           Code = "map_thin" // outlines on a line, or on a point
	ErrPasswordAddress   Code = "password_address"
	ErrOldPassword       Code = "old_password"
	ErrCode              Code = "code"
	ErrEmailTaken        Code = "email_taken"
	ErrSelf              Code = "self"
	ErrLastCoordinator   Code = "last_coordinator"
	ErrPublicAddress     Code = "public_address"
	ErrHost              Code = "host"
	ErrNameTaken         Code = "name_taken"
	ErrParent            Code = "parent"
	ErrTooManyLogos      Code = "too_many_logos"
	ErrFormat            Code = "format"
	ErrMomentPast        Code = "moment_past"
	ErrUnreadable        Code = "unreadable"
	ErrMemberTwice       Code = "member_twice"
	ErrOwnName           Code = "own_name"
	ErrPasted            Code = "pasted"
	ErrReserved          Code = "reserved"      // more seats reserved than the event has
	ErrNoCapacity        Code = "no_capacity"   // seats reserved where they have no limit
	ErrTwice             Code = "twice"         // the same thing said in two rows
	ErrTick              Code = "tick"          // a box without which one cannot register
	ErrWorkshopFull      Code = "workshop_full" // no seat left in that workshop
	ErrOptions           Code = "options"       // a choice among less than two
	ErrAnswered          Code = "answered"      // somebody answered: asked for once more
	ErrKindAnswered      Code = "kind_answered" // answers were given that the new kind does not suit
	ErrCondition         Code = "condition"     // shown by a question that comes later, or has no such answer
	ErrDependent         Code = "dependent"     // another question is shown by this one
	ErrVariable          Code = "variable"
	ErrTooManyFiles      Code = "too_many_files"
	ErrEnclosure         Code = "enclosure"
	ErrNobody            Code = "nobody"
	ErrCountChanged      Code = "count_changed"
	ErrKeptApart         Code = "kept_apart"
	ErrMergeComing       Code = "merge_coming"
	ErrMergePresent      Code = "merge_present"
	ErrMergePart         Code = "merge_part"
	ErrMergeUndo         Code = "merge_undo"
	ErrNoneTicked        Code = "none_ticked"
	ErrSamePerson        Code = "same_person"  // who replaces is who is replaced
	ErrOtherPerson       Code = "other_person" // a corrected name is somebody else's: a replacement
	ErrCompanionsFull    Code = "companions_full"
	ErrSwapSelf          Code = "swap_self"     // a code of one's own
	ErrSwapSame          Code = "swap_same"     // both have the same workshops
	ErrSlotAhead         Code = "slot_ahead"    // a half-day that has not begun
	ErrLineNumber        Code = "line_number"   // no such line on the sheet
	ErrLinePresent       Code = "line_present"  // recorded otherwise: a sheet makes nobody absent
	ErrSheetChanged      Code = "sheet_changed" // typed again since the page was opened
	ErrHours             Code = "hours"         // of an arrival or a departure that cannot be
	ErrSwapLapsed        Code = "swap_lapsed"   // one of the two registrations changed
	ErrDrawing           Code = "drawing"       // what should be a drawn signature is none
	ErrRoomCode          Code = "room_code"     // the code typed is not the one shown in the room now
	ErrNotYourCode       Code = "not_your_code"
	ErrSelfClosed        Code = "self_closed" // nobody can confirm a presence alone now
	ErrTrainerEarly      Code = "trainer_early"
	ErrTrainerNobody     Code = "trainer_nobody"
	ErrListChanged       Code = "list_changed" // since it was read
	ErrColour            Code = "colour"       // not #rrggbb
	ErrContrast          Code = "contrast"     // nobody could read it on white
	ErrReminded          Code = "reminded"     // a reminder left today already
	ErrNotAwaited        Code = "not_awaited"  // nothing is, of that party
	ErrUnreachable       Code = "unreachable"  // no address is known
	ErrSIRET             Code = "siret"
	ErrNDA               Code = "nda"
	ErrDuration          Code = "duration"
	ErrTooManyMinutes    Code = "too_many_minutes" // asked of a presence; Arg: minutes of the half-days
	ErrTooManySlots      Code = "too_many_slots"   // asked of a presence; Arg: how many half-days there are
	ErrGroupMin          Code = "group_min"        // a group cannot need more people than it has seats; Arg: seats
	ErrUnderMinimum      Code = "under_minimum"    // fewer seats than the group's minimum; Arg: the minimum
	ErrSamePeriod        Code = "same_period"      // a period compared with itself
	ErrHTTPS             Code = "https"
	ErrCatchUpGroup      Code = "catch_up_group"
	ErrCatchUpAttended   Code = "catch_up_attended"
	ErrCatchUpThere      Code = "catch_up_there"
	ErrCatchUpTwice      Code = "catch_up_twice" // that half-day is planned to be caught up already
	ErrCatchUpEarly      Code = "catch_up_early" // the half-day of the other group has not begun
	ErrCatchUpHolds      Code = "catch_up_holds" // a half-day or a programme on which one rests (Arg: how many)
	ErrNoIssuer          Code = "no_issuer"      // nobody issues a certificate of this training
	ErrIssuerDay         Code = "issuer_day"     // before the training, or a day to come
	ErrNoHours           Code = "no_hours"       // no presence in that year
	ErrOtherMailbox      Code = "other_mailbox"  // presences bear another address
	ErrSpokenLonger      Code = "spoken_longer"  // than the half-days last
	ErrYear              Code = "year"
	ErrFilter            Code = "filter"
	ErrSlotSequence      Code = "slot_sequence" // a half-day set before the one it follows
	ErrSameDates         Code = "same_dates"    // postponed to the dates it has
	ErrGroupMet          Code = "group_met"     // somebody was present: it is not postponed any more
	ErrOtherProgramme    Code = "other_programme"
	ErrSpan              Code = "span"     // no year, month, day or range
	ErrAxis              Code = "axis"     // of another working group
	ErrSettled           Code = "settled"  // somebody answered already
	ErrNoCount           Code = "no_count" // an anonymous count without any number

	// Of a placement.
	ErrHalfDayRange        Code = "half_day_range" // no number of half-days that a placement may have
	ErrHalfDayOrder        Code = "half_day_order" // fewer at the most than at the least
	ErrDelay               Code = "delay"
	ErrPeriodOrder         Code = "period_order"
	ErrAfterPeriod         Code = "after_period"
	ErrWishesFirst         Code = "wishes_first"   // wishes would close before the offers do
	ErrOffersClosed        Code = "offers_closed"  // the campaign takes no offer now
	ErrOfferHeld           Code = "offer_held"     // people have a place there (Arg: how many)
	ErrOfferBlock          Code = "offer_block"    // the half-days of those who have a place there
	ErrOfferPlaces         Code = "offer_places"   // fewer places than are taken (Arg: how many)
	ErrOfferWhen           Code = "offer_when"     // neither half-days nor words
	ErrOutsidePeriod       Code = "outside_period" // of the campaign (Arg: in words)
	ErrHalfDayLong         Code = "half_day_long"  // longer than a half-day can be
	ErrHalfDaysFew         Code = "half_days_few"  // Arg: the least
	ErrHalfDaysMany        Code = "half_days_many" // Arg: the most
	ErrCrossedSelf         Code = "crossed_self"
	ErrFINESS              Code = "finess"
	ErrPlacementParty      Code = "placement_party"  // the move is another party's
	ErrApprovalMissing     Code = "approval_missing" // of the manager, who is asked
	ErrApprovalUnasked     Code = "approval_unasked"
	ErrPlacementAttended   Code = "placement_attended" // what took place is not cancelled
	ErrPlacementUnattended Code = "placement_unattended"
	ErrTraineeCode         Code = "trainee_code"       // it is not the one of this placement
	ErrStageEntry          Code = "stage_entry"        // what a stage croisé has in the register is no event to open, to copy or to come to
	ErrNoStageProgramme    Code = "no_stage_programme" // no programme is of stages croisés
	ErrNothingLeft         Code = "nothing_left"       // every half-day was attended: nothing to put off
	ErrHalfDaysLeft        Code = "half_days_left"     // not told yet; Arg: how many
	ErrHalfDayTold         Code = "half_day_told"
	ErrHalfDayUntold       Code = "half_day_untold"
	ErrHalfDayAhead        Code = "half_day_ahead"
	ErrHalfDayMinutes      Code = "half_day_minutes" // Arg: those planned
	ErrAmendFirst          Code = "amend_first"      // the agreement says other days
	ErrSigned              Code = "signed"
	ErrNotSigned           Code = "not_signed"
	ErrSignDay             Code = "sign_day" // before the agreement was sent, or to come
	ErrReportMissing       Code = "report_missing"
	ErrVersionReplaced     Code = "version_replaced" // of an agreement, by a later one
	ErrScanEmpty           Code = "scan_empty"
	ErrScanLarge           Code = "scan_large"
	ErrScanType            Code = "scan_type"   // no PDF, JPEG or PNG
	ErrScanBroken          Code = "scan_broken" // cut, or a picture larger than any page
	ErrScanMany            Code = "scan_many"   // of one purpose
	ErrPaperDay            Code = "paper_day"   // to come
	ErrPaperDate           Code = "paper_date"  // no day at all
	ErrWishesShut          Code = "wishes_shut" // the campaign takes none: a draft, or closed
	ErrWishesOver          Code = "wishes_over" // Arg: since when
	ErrWishTwice           Code = "wish_twice"  // the person has a live placement in the campaign; Arg: its id
	ErrOwnService          Code = "own_service"
	ErrOfferGone           Code = "offer_gone" // not published, begun, or of another campaign
	ErrAway                Code = "away"       // days that cannot be

	// Of a match; Arg: who it is about.
	ErrSeatGone        Code = "seat_gone"
	ErrOfferTaken      Code = "offer_taken"
	ErrOfferBegun      Code = "offer_begun"
	ErrWishMoved       Code = "wish_moved"
	ErrSeatOwn         Code = "seat_own"
	ErrSeatForbidden   Code = "seat_forbidden"   // by a rule that only a hand overrules, with its reason
	ErrMatchingChanged Code = "matching_changed" // the proposal is not the one that was shown
	ErrHalfDayCount    Code = "half_day_count"   // out of those the campaign allows; Arg: « 1 à 6 »
	ErrHalfDayOutside  Code = "half_day_outside" // of the period of the campaign
	ErrWeight          Code = "weight"           // of a bonus of the matching

	// After the days of a stage croisé.
	ErrReportEarly   Code = "report_early"   // no half-day was attended yet
	ErrReportUnended Code = "report_unended" // the stage is not over
	ErrReportSent    Code = "report_sent"    // already
	ErrReportRead    Code = "report_read"    // the notice was not ticked as read
	ErrReportDoubt   Code = "report_doubt"   // it may tell of a person accompanied; Arg: by which words
	ErrOpinionTwice  Code = "opinion_twice"  // the short survey was answered
)

// Error is a refusal meant for a person: a code, the field it is about (empty: the whole request) and
// what the sentence needs (a count, a date, an id). Any other error is a fault: logged, never shown.
type Error struct {
	Code  Code
	Field string
	Arg   string
}

func (e Error) Error() string {
	s := string(e.Code)
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Arg != "" {
		s += ": " + e.Arg
	}
	return s
}

// Errors are the refusals of one form, in the order of its fields.
type Errors []Error

func (e Errors) Error() string {
	if len(e) == 0 {
		return "no error"
	}
	return e[0].Error()
}

// Is tells whether err is, or holds, a refusal with this code.
func Is(err error, code Code) bool {
	for _, e := range Refusals(err) {
		if e.Code == code {
			return true
		}
	}
	return false
}

// Refusals lists what a person can be told of err; nil when it is a fault.
func Refusals(err error) []Error {
	var one Error
	if errors.As(err, &one) {
		return []Error{one}
	}
	var all Errors
	if errors.As(err, &all) {
		return all
	}
	return nil
}

// OrNil is the error of a form: nil without refusals.
func (e Errors) OrNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}
