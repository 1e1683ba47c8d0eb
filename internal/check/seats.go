package check

const live = `('requested','pending_manager','waitlisted','offered','confirmed')`

// simple are the events where everybody asks for one seat like any other, in the order of asking: elsewhere
// the rule of seats is asked itself (rule quotas).
const simple = `e.quotas IN ('', '[]', 'null') AND NOT e.approval AND NOT e.manager AND NOT e.companions
	AND NOT EXISTS (SELECT 1 FROM questions q WHERE q.event = e.id AND q.kind = 'workshop')
	AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.event = e.id AND b.whole)`

// seatQuestions ask for seats (1), fairness (2) and one live registration a person (3).
var seatQuestions = []question{
	{1, "plus de places prises que de places : %s", `
		SELECT e.id AS id, SUM(1 + r.companions) || ' pour ' || e.capacity || ', la dernière par ' ||
			(SELECT l.id FROM registrations l WHERE l.event = e.id AND l.state IN ('confirmed','offered') AND l.origin != 'door'
			 ORDER BY l.confirmed_at = '' DESC, l.confirmed_at DESC, l.seq DESC LIMIT 1) AS what
		FROM registrations r JOIN events e ON e.id = r.event
		WHERE e.capacity > 0 AND r.state IN ('confirmed','offered') AND r.origin != 'door'
		GROUP BY e.id HAVING SUM(1 + r.companions) > e.capacity`},
	{1, "inscription confirmée sans date de confirmation", `
		SELECT id, '' AS what FROM registrations WHERE state = 'confirmed' AND confirmed_at = ''`},
	{1, "inscription annulée sans date d’annulation", `
		SELECT id, '' AS what FROM registrations WHERE state = 'cancelled' AND cancelled_at = ''`},

	{2, "attend alors qu’une place est libre à l’événement %s", `
		SELECT r.id AS id, e.id AS what FROM events e JOIN registrations r ON r.event = e.id AND r.state = 'waitlisted'
		WHERE e.status = 'published' AND e.ends_at > {:now} AND ` + simple + `
		AND r.seq = (SELECT MIN(w.seq) FROM registrations w WHERE w.event = e.id AND w.state = 'waitlisted')
		AND (e.capacity = 0 OR e.capacity > (SELECT COUNT(*) FROM registrations t
			WHERE t.event = e.id AND t.state IN ('confirmed','offered') AND t.origin != 'door'))`},
	{2, "a une place alors que %s, plus tôt sur la liste, attend encore", `
		SELECT c.id AS id, w.id AS what FROM (
			SELECT event, MIN(seq) AS first FROM registrations WHERE state = 'waitlisted' GROUP BY event) f
		JOIN registrations w ON w.event = f.event AND w.seq = f.first
		JOIN registrations c ON c.event = f.event AND c.seq > f.first AND c.state IN ('confirmed','offered') AND c.origin != 'door'
		JOIN events e ON e.id = f.event AND e.capacity > 0 AND ` + simple + `
		WHERE c.replaces = '' AND NOT (c.origin = 'coordinator' AND c.registered_at >= e.ends_at)`}, // written down afterwards, when nobody waits any more
	{2, "a reçu sa place avant %s, plus tôt sur la liste", `
		SELECT id, before AS what FROM (
			SELECT r.id AS id, r.seq AS seq, MIN(r.seq) OVER later AS next, FIRST_VALUE(r.id) OVER later AS before
			FROM audit a JOIN registrations r ON r.id = a.target JOIN events e ON e.id = r.event AND ` + simple + `
			WHERE a.kind = 'registration' AND a.action = 'promote'
			WINDOW later AS (PARTITION BY r.event ORDER BY a.rowid ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING))
		WHERE next < seq`},
	{1, "les places comptées ne sont pas celles qui sont prises : %s", `
		SELECT e.id AS id, COALESCE(c.taken, -1) || ' et ' || COALESCE(c.waiting, -1) || ' en attente, au lieu de ' || t.taken || ' et ' || t.waiting AS what
		FROM events e LEFT JOIN seat_counts c ON c.event = e.id JOIN (SELECT x.id,
			COALESCE(SUM(1 + r.companions) FILTER (WHERE r.state IN ('confirmed','offered') AND r.origin != 'door'), 0) AS taken,
			COUNT(*) FILTER (WHERE r.state = 'waitlisted') AS waiting
			FROM events x LEFT JOIN registrations r ON r.event = x.id GROUP BY x.id) t ON t.id = e.id
		WHERE c.taken IS NOT t.taken OR c.waiting IS NOT t.waiting`},
	{1, "offre sans délai", `
		SELECT id, '' AS what FROM registrations WHERE state = 'offered' AND offer_until = ''`},
	{2, "même rang que %s dans l’ordre des demandes", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM registrations GROUP BY event, seq HAVING COUNT(*) > 1`},

	{3, "deuxième inscription de la même personne, après %s", `
		WITH RECURSIVE m(id, target) AS (
			SELECT id, merged_into FROM people WHERE merged_into != ''
			UNION SELECT m.id, p.merged_into FROM m JOIN people p ON p.id = m.target WHERE p.merged_into != ''),
		root AS (SELECT m.id, m.target FROM m JOIN people p ON p.id = m.target AND p.merged_into = ''),
		alive AS (SELECT r.id, r.event, r.seq, COALESCE(root.target, r.person) AS person
			FROM registrations r LEFT JOIN root ON root.id = r.person WHERE r.state IN ` + live + `)
		SELECT id, first AS what FROM (
			SELECT id, FIRST_VALUE(id) OVER w AS first, ROW_NUMBER() OVER w AS n FROM alive
			WINDOW w AS (PARTITION BY event, person ORDER BY seq)) WHERE n > 1`},
	{3, "inscription née d’une invitation qu’aucune ne porte plus", `
		SELECT r.id AS id, '' AS what FROM registrations r WHERE r.intent LIKE 'invitation:%' AND r.state IN ` + live + `
		AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.registration = r.id)`},
	{3, "état inconnu d’une inscription : « %s »", `
		SELECT id, state AS what FROM registrations WHERE state NOT IN ` + live + ` AND state NOT IN ('cancelled','refused','replaced','expired')`},
}
