package hooks

import (
	"net/url"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/paris"
	"passerelle/internal/placement"
)

// placementStage is a part of the path, in words.
type placementStage struct {
	Title, Text string
	Done, Here  bool
	On          time.Time // zero: not yet
}

// placementStages is the path, from the wish to the attestation. What stopped it keeps it where it was.
func placementStages(c *placement.Case) (list []placementStage) {
	state := c.P.State
	switch {
	case state == domain.PlacementPostponed:
		state = c.P.Resume
	case len(c.Steps) > 0 && (state == domain.PlacementRefused || state == domain.PlacementCancelled):
		if state = c.Steps[len(c.Steps)-1].From; state == domain.PlacementPostponed {
			state = domain.PlacementMatched
		}
	}
	at := pathPlaces[state]
	if state == domain.PlacementDone && !c.P.ReportAsked {
		at++
	}
	for i, p := range []struct {
		title string
		moves []domain.Move
	}{{"Demande", []domain.Move{domain.MoveAsk}}, {"Accord du responsable", []domain.Move{domain.MoveAgree}}, {"Place", []domain.Move{domain.MoveMatch}}, {"Convention signée", []domain.Move{domain.MoveSign}},
		{"Demi-journées", []domain.Move{domain.MoveFinish}}, {"Rapport d’étonnement", []domain.Move{domain.MoveReceive}}, {"Attestation", []domain.Move{domain.MoveCertify}}} {
		if p.title == "Rapport d’étonnement" && !c.P.ReportAsked || p.title == "Accord du responsable" && !c.P.NeedsAgreement {
			continue
		}
		st := placementStage{Title: p.title, Done: i < at, Here: i == at && !c.P.State.Terminal()}
		if st.Done {
			st.On = lastMove(c, p.moves[0])
		}
		list = append(list, st)
	}
	return list
}

// pathPlaces is the part of the path that each state waits in.
var pathPlaces = map[domain.PlacementState]int{domain.PlacementRequested: 1, domain.PlacementApproved: 2, domain.PlacementMatched: 3, domain.PlacementAgreementSent: 3,
	domain.PlacementAgreementSigned: 4, domain.PlacementInProgress: 4, domain.PlacementDone: 5, domain.PlacementReportReceived: 6, domain.PlacementCertified: 7}

func lastMove(c *placement.Case, m domain.Move) (at time.Time) {
	for _, s := range c.Steps {
		if s.Act.Move == m {
			at = s.At
		}
	}
	return at
}

// lastWhy is what was said with the last step.
func lastWhy(c *placement.Case) string {
	if len(c.Steps) == 0 {
		return ""
	}
	return c.Steps[len(c.Steps)-1].Why
}

// placementBanner says where a placement stands, to its trainee.
func placementBanner(c *placement.Case) banner {
	if c.P.AmendDue && c.P.State != domain.PlacementPostponed && !c.P.State.Terminal() { // nothing is signed on the former days
		return banner{"warn", "Les dates ont changé", "Une nouvelle version de la convention doit être signée avant la suite du stage."}
	}
	switch c.P.State {
	case domain.PlacementRequested:
		return banner{"warn", "L’accord de votre responsable est attendu", "Un lien pour répondre lui est envoyé. Vous recevrez sa réponse par courriel."}
	case domain.PlacementApproved:
		return banner{"", "Votre demande est prise en compte", "La coordination répartit les places selon les souhaits de chacun. Un courriel vous dira quand une place est trouvée."}
	case domain.PlacementMatched:
		return banner{"ok", "Une place est trouvée", "La convention arrive. Rien n’est à signer pour l’instant."}
	case domain.PlacementAgreementSent:
		return banner{"warn", "La convention est à signer", "Le stage peut commencer quand vous, votre établissement et la structure d’accueil l’avez signée."}
	case domain.PlacementAgreementSigned:
		return banner{"ok", "Tout est signé", "Il ne reste qu’à venir, aux demi-journées ci-dessous."}
	case domain.PlacementInProgress:
		return banner{"ok", "Votre stage est en cours", ""}
	case domain.PlacementDone:
		if c.P.ReportAsked {
			return banner{"warn", "Votre stage est terminé : votre rapport est attendu", "L’attestation vient après lui."}
		}
		return banner{"ok", "Votre stage est terminé", "L’attestation se prépare."}
	case domain.PlacementReportReceived:
		return banner{"ok", "Votre rapport est reçu", "La coordination le relit, puis délivre l’attestation."}
	case domain.PlacementCertified:
		return banner{"ok", "Votre stage est attesté", ""}
	}
	return placementAside(c)
}

// placementAside says what stopped a placement, or put it off.
func placementAside(c *placement.Case) banner {
	last := domain.PlacementStep{}
	if len(c.Steps) > 0 {
		last = c.Steps[len(c.Steps)-1]
	}
	switch {
	case c.P.State == domain.PlacementPostponed:
		return banner{"warn", "Votre stage est reporté", lastWhy(c)}
	case c.P.State == domain.PlacementRefused && last.By == domain.PartyManager:
		return banner{"err", "Votre responsable n’a pas donné son accord", last.Why}
	case c.P.State == domain.PlacementRefused:
		return banner{"err", "Votre demande n’a pas pu être retenue", last.Why}
	case c.P.NoShow:
		return banner{"err", "Le stage n’a pas eu lieu", last.Why}
	case last.Act.Move == domain.MoveWithdraw && last.By == domain.PartyTrainee:
		return banner{"", "Vous avez retiré votre demande", "Merci de l’avoir dit\u00a0: la place sert à quelqu’un d’autre."}
	}
	return banner{"err", "Votre stage est annulé", last.Why}
}

// stageTags says the state of a placement in a few words.
var stageTags = map[domain.PlacementState]tag{
	domain.PlacementRequested: {"warn", "Accord du responsable attendu"}, domain.PlacementApproved: {"warn", "Place en recherche"}, domain.PlacementMatched: {"ok", "Place trouvée"},
	domain.PlacementAgreementSent: {"warn", "Convention à signer"}, domain.PlacementAgreementSigned: {"ok", "Convention signée"}, domain.PlacementInProgress: {"ok", "En cours"},
	domain.PlacementDone: {"plain", "Terminé"}, domain.PlacementReportReceived: {"plain", "Rapport reçu"}, domain.PlacementCertified: {"ok", "Attesté"},
	domain.PlacementRefused: {"err", "Non retenu"}, domain.PlacementCancelled: {"err", "Annulé"}, domain.PlacementPostponed: {"warn", "Reporté"}}

// awaitedWords is something awaited, to its trainee.
type awaitedWords struct {
	Text  string
	Mine  bool // of the trainee
	Since time.Time
	Due   time.Time // zero: no date
	Late  bool
}

// awaitedTexts say what is awaited and of whom, by move and party.
var awaitedTexts = map[domain.Move]map[domain.Party]string{
	domain.MoveAgree: {domain.PartyManager: "L’accord de votre responsable"}, domain.MoveMatch: {domain.PartyCoordinator: "Une place, que la coordination choisit parmi vos souhaits"},
	domain.MoveSend: {domain.PartyCoordinator: "La convention, que la coordination prépare"}, domain.MoveAmend: {domain.PartyCoordinator: "Une nouvelle version de la convention, que la coordination prépare"},
	domain.MoveSign: {domain.PartyTrainee: "Votre signature sur la convention", domain.PartyHome: "La signature de votre établissement", domain.PartyHost: "La signature de la structure d’accueil"},
	domain.MoveTell: {domain.PartyHost: "Votre présence, que la structure d’accueil confirme"}, domain.MoveFinish: {domain.PartyHost: "La fin du stage, que la structure d’accueil confirme"},
	domain.MovePostpone: {domain.PartyCoordinator: "D’autres dates, ou une suite, que la coordination décide"}, domain.MoveResume: {domain.PartyCoordinator: "De nouvelles dates"},
	domain.MoveReceive: {domain.PartyTrainee: "Votre rapport d’étonnement"}, domain.MoveCertify: {domain.PartyCoordinator: "Votre attestation, que la coordination délivre"}}

// awaitedOf says what a placement waits for.
func awaitedOf(c *placement.Case, now time.Time) (list []awaitedWords) {
	for _, a := range c.Awaited(now) {
		text := awaitedTexts[a.Move][a.Of]
		if text == "" {
			continue
		}
		if a.Move == domain.MoveAgree && c.Row.ManagerName != "" {
			text += ", " + c.Row.ManagerName
		}
		for _, d := range c.P.Days {
			if a.Move == domain.MoveTell && d.ID == a.Slot {
				text += "\u00a0: " + paris.Slot(d.Start, d.End)
			}
		}
		list = append(list, awaitedWords{text, a.Of == domain.PartyTrainee, a.Since, a.Due, a.Late})
	}
	return list
}

// placementDay is a half-day and what was said of it.
type placementDay struct {
	Start, End time.Time
	Told       *tag
}

// placementDays lists the half-days of a placement.
func placementDays(c *placement.Case) (list []placementDay) {
	for _, d := range c.P.Days {
		day := placementDay{Start: d.Start, End: d.End}
		if t, told := c.P.ToldOf(d.ID); told {
			day.Told = toldTag(t)
		}
		list = append(list, day)
	}
	return list
}

func toldTag(t domain.HalfDayTold) *tag {
	switch {
	case t.Present:
		return &tag{"ok", "Présence confirmée, " + paris.Minutes(t.Minutes)}
	case t.Incident == domain.IncidentCancelled:
		return &tag{"plain", "N’a pas eu lieu"}
	}
	return &tag{"err", "Absence"}
}

// awayWords says when somebody cannot come.
func awayWords(slots []domain.Slot) (list []string) {
	for _, s := range slots {
		from, to, part := placement.PartOf(s)
		text := paris.Range(from, to)
		switch part {
		case placement.Morning:
			text += ", le matin"
		case placement.Afternoon:
			text += ", l’après-midi"
		}
		list = append(list, text)
	}
	return list
}

// intentOf is the nonce of a form of one gesture; empty where it has none.
func intentOf(f url.Values) string {
	if in := f.Get("intention"); intentPattern.MatchString(in) || len(in) == 15 {
		return in
	}
	return ""
}
