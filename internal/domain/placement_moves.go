package domain

// Move is what can be done to a placement.
type Move string

// The moves. Nothing « begins » a placement but its first half-day attended, and nothing signs an agreement but the
// last of its signatures: these are Tell and Sign, not moves of their own.
const (
	MoveAsk      Move = "ask"
	MoveAgree    Move = "agree"    // the manager's agreement
	MoveRetract  Move = "retract"  // the manager's agreement, given in error or by a manager who is named no more
	MoveRefuse   Move = "refuse"   // by the manager; or by the coordinator, who has no place to offer
	MoveWithdraw Move = "withdraw" // the trainee, while no paper binds anybody: no reason is owed
	MoveMatch    Move = "match"
	MoveUnmatch  Move = "unmatch" // the place does not suit: the coordinator proposes again
	MoveSend     Move = "send_agreement"
	MoveSign     Move = "sign"
	MoveUnsign   Move = "unsign" // a signature recorded in error
	MoveAmend    Move = "amend"
	MoveTell     Move = "tell"
	MoveUntell   Move = "untell" // a half-day told in error
	MoveFinish   Move = "finish"
	MovePostpone Move = "postpone"
	MoveResume   Move = "resume"
	MoveCancel   Move = "cancel"
	MoveNoShow   Move = "no_show"
	MoveReceive  Move = "receive_report"
	MoveReturn   Move = "return_report" // a report received in error, or to be written again
	MoveCertify  Move = "certify"
)

// Moves lists them, in the order of the path.
var Moves = []Move{MoveAsk, MoveAgree, MoveRetract, MoveRefuse, MoveWithdraw, MoveMatch, MoveUnmatch, MoveSend, MoveSign,
	MoveUnsign, MoveAmend, MoveTell, MoveUntell, MoveFinish, MovePostpone, MoveResume, MoveCancel, MoveNoShow, MoveReceive,
	MoveReturn, MoveCertify}

// Need is what a move asks for besides its state and its party.
type Need string

// The needs. Those of the placement decide whether the move can be offered at all; those of the hand (a reason, days,
// a signature, a half-day) are what is typed with it.
const (
	NeedAgreementAsked   Need = "agreement_asked"
	NeedAgreementUnasked Need = "agreement_unasked"
	NeedNobodyCame       Need = "nobody_came"   // no half-day attended: what took place is never cancelled
	NeedSomebodyCame     Need = "somebody_came" // at least one
	NeedAllTold          Need = "all_told"
	NeedSomeLeft         Need = "some_left"      // a half-day not attended
	NeedUnamended        Need = "unamended"      // the version in force says the days that are
	NeedReportUnasked    Need = "report_unasked" // else it is awaited first

	NeedReason    Need = "reason"
	NeedDays      Need = "days"       // a new block of half-days, to come
	NeedDaysMaybe Need = "days_maybe" // a new block, or the half-days left as they are
	NeedSignature Need = "signature"
	NeedSigner    Need = "signer" // who has signed
	NeedOwn       Need = "own"    // a party signs for itself
	NeedHalfDay   Need = "half_day"
	NeedTold      Need = "told"  // a half-day of which something was said
	NeedBegun     Need = "begun" // the first half-day has
)

// PlacementRule is a line of the table: these parties may make this move from these states, if its needs are met.
type PlacementRule struct {
	Move  Move
	From  []PlacementState
	By    []Party
	To    PlacementState // empty: what signatures and half-days make (Sign, Unsign, Tell, Untell), or the state resumed
	Needs []Need
}

// Settled stands in the table where the facts, not the move, say the state.
const Settled PlacementState = ""

// PlacementRules is the whole of what may happen; what is not here may not. Decisions that the mission left open:
//
//   - The coordinator may give the manager's agreement, with the reason that says how it came (a call, a letter); the
//     platform gives it where the home structure asks for none, so that the trail always holds it.
//   - The agreement of a manager who is named no more is taken back by the platform: the other one is asked anew.
//   - Whoever a place does not suit returns it until every signature is there; from then on, one cancels or postpones.
//   - A half-day attended is never cancelled: those left are told missed, and the placement is finished with what was
//     done. A postponement that nobody resumes is finished the same way.
//   - A signed scan is recorded by its own party, or by the coordinator for any. Nobody else signs for another.
//   - Only the host and the coordinator say who was there: a trainee alone proves nothing.
//   - Once done, the placement is in the register: what was said of a half-day is corrected there, as any presence is.
//   - A half-day is told once every signature is recorded, even days after it: signed paper comes back late.
//   - Only the coordinator sends and amends the agreement: the PTSM writes the paper.
var PlacementRules = func() []PlacementRule {
	st := func(s ...PlacementState) []PlacementState { return s }
	by := func(p ...Party) []Party { return p }
	needs := func(n ...Need) []Need { return n }
	hands := by(PartyTrainee, PartyManager, PartyHost, PartyHome, PartyCoordinator)
	desk, paper := by(PartyCoordinator), st(PlacementAgreementSent, PlacementAgreementSigned)
	return []PlacementRule{
		{MoveAsk, st(""), by(PartyTrainee, PartyCoordinator), PlacementRequested, nil},
		{MoveAgree, st(PlacementRequested), by(PartyManager), PlacementApproved, needs(NeedAgreementAsked)},
		{MoveAgree, st(PlacementRequested), desk, PlacementApproved, needs(NeedAgreementAsked, NeedReason)},
		{MoveAgree, st(PlacementRequested), by(PartyPlatform), PlacementApproved, needs(NeedAgreementUnasked)},
		{MoveRetract, st(PlacementApproved), by(PartyManager, PartyCoordinator, PartyPlatform), PlacementRequested, needs(NeedAgreementAsked, NeedReason)},
		{MoveRefuse, st(PlacementRequested), by(PartyManager), PlacementRefused, needs(NeedAgreementAsked, NeedReason)},
		{MoveRefuse, st(PlacementRequested, PlacementApproved), desk, PlacementRefused, needs(NeedReason)},
		{MoveWithdraw, st(PlacementRequested, PlacementApproved, PlacementMatched), by(PartyTrainee, PartyCoordinator), PlacementCancelled, nil},
		{MoveMatch, st(PlacementApproved), desk, PlacementMatched, needs(NeedDays)},
		{MoveUnmatch, st(PlacementMatched, PlacementAgreementSent), hands, PlacementApproved, needs(NeedNobodyCame, NeedReason)},
		{MoveSend, st(PlacementMatched), desk, PlacementAgreementSent, nil},
		{MoveSign, st(PlacementAgreementSent), by(PartyTrainee, PartyHost, PartyHome), Settled, needs(NeedUnamended, NeedOwn, NeedSignature)},
		{MoveSign, st(PlacementAgreementSent), desk, Settled, needs(NeedUnamended, NeedSignature)},
		{MoveUnsign, paper, by(PartyTrainee, PartyHost, PartyHome), Settled, needs(NeedOwn, NeedSigner, NeedReason)},
		{MoveUnsign, paper, desk, Settled, needs(NeedSigner, NeedReason)},
		{MoveAmend, append(paper, PlacementInProgress), desk, PlacementAgreementSent, needs(NeedDaysMaybe, NeedReason)},
		{MoveTell, st(PlacementAgreementSigned, PlacementInProgress), by(PartyHost, PartyCoordinator), Settled, needs(NeedUnamended, NeedHalfDay)},
		{MoveUntell, st(PlacementAgreementSigned, PlacementInProgress), by(PartyHost, PartyCoordinator), Settled, needs(NeedTold, NeedReason)},
		{MoveFinish, st(PlacementInProgress), by(PartyHost, PartyCoordinator, PartyPlatform), PlacementDone, needs(NeedAllTold)},
		{MoveFinish, st(PlacementPostponed), by(PartyHost, PartyCoordinator), PlacementDone, needs(NeedSomebodyCame, NeedReason)},
		{MovePostpone, append(st(PlacementMatched, PlacementInProgress), paper...), hands, PlacementPostponed, needs(NeedSomeLeft, NeedReason)},
		{MoveResume, st(PlacementPostponed), by(PartyHost, PartyCoordinator), Settled, needs(NeedDays)},
		{MoveCancel, st(PlacementRequested, PlacementApproved), desk, PlacementCancelled, needs(NeedReason)},
		{MoveCancel, append(st(PlacementMatched, PlacementPostponed), paper...), hands, PlacementCancelled, needs(NeedNobodyCame, NeedReason)},
		{MoveNoShow, st(PlacementAgreementSigned), by(PartyHost, PartyCoordinator), PlacementCancelled, needs(NeedBegun, NeedReason)},
		{MoveReceive, st(PlacementDone), by(PartyTrainee, PartyCoordinator), PlacementReportReceived, nil},
		{MoveReturn, st(PlacementReportReceived), desk, PlacementDone, needs(NeedReason)},
		{MoveCertify, st(PlacementDone), by(PartyCoordinator, PartyPlatform), PlacementCertified, needs(NeedReportUnasked)},
		{MoveCertify, st(PlacementReportReceived), by(PartyCoordinator, PartyPlatform), PlacementCertified, nil},
	}
}()
