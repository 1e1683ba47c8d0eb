package check

// letterQuestions ask whether each cause has its letter, once (9).
var letterQuestions = []question{
	{9, "le message « %s » manque dans la boîte d’envoi", `
		WITH promoted AS (SELECT DISTINCT target FROM audit WHERE kind = 'registration' AND action = 'promote'),
		moved AS (SELECT DISTINCT target FROM audit WHERE kind = 'registration' AND action = 'transfer_in'), -- from another group: one letter says it
		due(id, cause) AS (
			SELECT id, 'confirmation:' || id FROM registrations WHERE confirmed_at != '' AND replaces = '' AND event NOT IN (SELECT id FROM events WHERE placement != '') AND id NOT IN (SELECT target FROM promoted) AND id NOT IN (SELECT target FROM moved)
			UNION ALL SELECT target, 'changement-groupe:' || target FROM moved
			UNION ALL SELECT r.id, 'promotion:' || r.id FROM registrations r WHERE r.confirmed_at != '' AND r.id IN (SELECT target FROM promoted)
			UNION ALL SELECT r.id, 'offre:' || r.id FROM registrations r WHERE r.id IN (SELECT target FROM promoted)
				AND (r.state IN ('offered','expired') OR EXISTS (SELECT 1 FROM audit a WHERE a.kind = 'registration' AND a.target = r.id AND a.action = 'accept_offer'))
			UNION ALL SELECT r.id, 'liste-attente:' || r.id FROM registrations r JOIN events e ON e.id = r.event
				WHERE r.id NOT IN (SELECT target FROM moved) AND (r.state = 'waitlisted' OR r.id IN (SELECT target FROM promoted)
				OR (r.confirmed_at = '' AND r.state = 'cancelled' AND NOT e.approval AND NOT e.manager))
			UNION ALL SELECT id, 'accord-attendu:' || id FROM registrations WHERE state = 'pending_manager'
			UNION ALL SELECT id, 'candidature:' || id FROM registrations WHERE state = 'requested'
			UNION ALL SELECT id, CASE cancelled_by WHEN 'organiser' THEN 'retrait:' ELSE 'desistement:' END || id || ':' || cancelled_at
				FROM registrations WHERE state = 'cancelled'
				AND id NOT IN (SELECT target FROM audit WHERE kind = 'registration' AND action IN ('set_aside', 'leave_list', 'transfer')) -- a duplicate, in silence; who got a seat otherwise
			UNION ALL SELECT id, 'succession:' || id FROM registrations WHERE replaces != ''
			UNION ALL SELECT r.id, 'remplacement:' || r.id FROM registrations r JOIN audit a ON a.kind = 'registration' AND a.target = r.id AND a.action = 'replace'
			UNION ALL SELECT r.id, 'annulation:' || r.id FROM registrations r JOIN events e ON e.id = r.event
				WHERE e.status = 'cancelled' AND r.state IN ` + live + ` -- who got an address since is told nothing: the event was attended
				AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.kind = 'registration' AND a.target = r.id AND a.action = 'complete' AND a.at >= e.cancelled_at))
		SELECT d.id AS id, d.cause AS what FROM due d JOIN registrations r ON r.id = d.id
		WHERE r.email != '' AND NOT (r.intent LIKE 'invitation:%' AND (d.cause LIKE 'confirmation:%' OR d.cause LIKE 'succession:%')) AND r.origin != 'import' AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.cause = d.cause)`},
	{9, "invitation acceptée dont le billet n’a pas de message", `
		SELECT r.id AS id, '' AS what FROM registrations r WHERE r.intent LIKE 'invitation:%' AND r.state = 'confirmed' AND r.excused = 0 AND r.email != ''
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.cause IN ('confirmation:' || r.id, 'promotion:' || r.id, 'succession:' || r.id) OR o.cause LIKE 'renvoi:' || r.id || ':%')`},
	{9, "rappels d’une invitation sans leur message (%s)", `
		SELECT i.id AS id, i.reminders AS what FROM invitations i WHERE i.reminders >
			(SELECT COUNT(*) FROM outbox o WHERE o.cause LIKE 'rappel-invitation:' || i.id || ':%')`},
	{9, "le refus n’a pas été dit", `
		SELECT r.id AS id, '' AS what FROM registrations r WHERE r.state = 'refused' AND r.email != '' AND r.origin != 'import'
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.registration = r.id AND o.kind = 'refus')`},
	{9, "l’accord du responsable n’a pas été demandé", `
		SELECT r.id AS id, '' AS what FROM registrations r WHERE r.state = 'pending_manager'
		AND (r.manager_email = '' OR r.manager_asked_at = '' OR NOT EXISTS (SELECT 1 FROM outbox o
			WHERE o.kind = 'accord-demande' AND o.event = r.event AND o.recipient = r.manager_email))`},
	{9, "le message « %s » de l’attestation manque dans la boîte d’envoi", `
		WITH due(id, registration, cause) AS (
			SELECT id, registration, 'attestation:' || id FROM certificates WHERE issued_at != ''
			UNION ALL SELECT c.id, c.registration, 'attestation-retiree:' || c.id FROM certificates c
				WHERE c.issued_at != '' AND c.revoked_at != '' AND NOT EXISTS (SELECT 1 FROM certificates n WHERE n.supersedes = c.id))
		SELECT d.id AS id, d.cause AS what FROM due d JOIN registrations r ON r.id = d.registration
		WHERE r.email != '' AND r.origin != 'import' AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.cause = d.cause)`},
	{9, "deuxième message de la même cause, après %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM outbox GROUP BY cause HAVING COUNT(*) > 1`},
	{9, "message sans cause, sans destinataire ou sans texte", `
		SELECT id, '' AS what FROM outbox WHERE cause = '' OR recipient = '' OR subject = '' OR text = ''`},
	{9, "même Message-ID que le message %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM outbox GROUP BY message_id HAVING COUNT(*) > 1`},
	{9, "état de message inconnu ou sans sa date : « %s »", `
		SELECT id, status AS what FROM outbox WHERE status NOT IN ('queued','sent','failed','held')
		OR (status = 'sent' AND sent_at = '') OR (status = 'queued' AND due_at = '')`},
	{9, "message sur une inscription d’un autre événement (%s)", `
		SELECT o.id AS id, r.event AS what FROM outbox o JOIN registrations r ON r.id = o.registration WHERE o.event != r.event`},
	{9, "message écrit à la main dont les lettres ne sont pas autant que ses destinataires (%s)", `
		SELECT m.id AS id, m.people AS what FROM mailings m
		WHERE m.people != (SELECT COUNT(*) FROM outbox o WHERE o.cause >= 'message:' || m.id || ':' AND o.cause < 'message:' || m.id || ';')`},
	{12, "fichier joint aux messages qui n’existe pas (%s)", `
		SELECT e.id AS id, j.value AS what FROM events e, json_each(CASE WHEN json_valid(e.attachments) THEN e.attachments ELSE '[]' END) j
		LEFT JOIN files f ON f.id = j.value WHERE f.id IS NULL`},
}
