package check

// surveyQuestions ask whether surveys stay what they promise (11): as many answers by link as invitations that were
// answered, nobody reminded too often, and what was decided of a text is what is kept of it.
var surveyQuestions = []question{
	{11, "questionnaire : les réponses par lien ne sont pas celles des invitations (%s)", `
		SELECT e.id, k.kind AS what FROM events e, (SELECT 'hot' AS kind UNION SELECT 'cold') k
		WHERE (SELECT COUNT(*) FROM survey_answers a WHERE a.event = e.id AND a.kind = k.kind AND a.way = 'link')
		   != (SELECT COUNT(*) FROM survey_invitations i WHERE i.event = e.id AND i.kind = k.kind AND i.answered)`},
	{11, "invitation à un questionnaire sans envoi, ou relancée de trop (%s fois)", `
		SELECT id, chased AS what FROM survey_invitations WHERE sent_at = '' OR chased > 2 OR (chased > 0) != (chased_at != '')`},
	{11, "invitation à un questionnaire d’un autre événement que son inscription (%s)", `
		SELECT i.id, i.registration AS what FROM survey_invitations i JOIN registrations r ON r.id = i.registration WHERE r.event != i.event`},
	{11, "texte relu dont l’original est gardé, ou texte en attente déjà montré (%s)", `
		SELECT id, state AS what FROM survey_verbatims WHERE (state = 'waiting') != (moderated_at = '') OR (state != 'waiting' AND text != '') OR (state != 'shown' AND shown_text != '')`},
}
