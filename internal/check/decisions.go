package check

// decisionQuestions ask who answered an application, and a request to a manager, and when (1, 9).
var decisionQuestions = []question{
	{1, "réponse à une candidature sans son auteur ou sans sa date", `
		SELECT id, '' AS what FROM registrations WHERE (decided_at = '') != (decided_by = '')`},
	{1, "refusée sans réponse de la coordination ni du responsable", `
		SELECT id, '' AS what FROM registrations WHERE state = 'refused' AND decided_at = '' AND manager_answered_at = ''`},
	{1, "demande en attente qui a déjà sa réponse", `
		SELECT id, '' AS what FROM registrations WHERE (state = 'requested' AND decided_at != '')
		OR (state = 'pending_manager' AND (decided_at != '' OR manager_answered_at != ''))`},
	{1, "réponse d’un responsable à qui rien n’a été demandé", `
		SELECT id, '' AS what FROM registrations WHERE manager_asked_at = '' AND (manager_answered_at != '' OR manager_reminders != 0)
		OR manager_answered_at != '' AND manager_answered_at < manager_asked_at`},
	{9, "rappels d’un responsable sans leur trace (%s)", `
		SELECT r.id AS id, r.manager_reminders AS what FROM registrations r WHERE r.manager_reminders !=
			(SELECT COUNT(*) FROM audit a WHERE a.kind = 'registration' AND a.target = r.id AND a.action = 'remind_manager')`},
}
