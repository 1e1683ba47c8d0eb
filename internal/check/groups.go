package check

// groupQuestions ask whether what was decided of a training hangs together: a decision and a postponement have their
// trail, and whoever was asked about new dates was told them.
var groupQuestions = []question{
	{1, "nouvelles dates confirmées par une personne à qui elles n’ont pas été demandées", `
		SELECT id, '' AS what FROM registrations WHERE dates_confirmed_at != '' AND (dates_asked_at = '' OR dates_confirmed_at < dates_asked_at)`},
	{1, "nouvelles dates demandées le %s, d’une formation qui n’était pas reportée", `
		SELECT r.id AS id, r.dates_asked_at AS what FROM registrations r JOIN events e ON e.id = r.event
		WHERE r.dates_asked_at != '' AND (e.postponed_at = '' OR r.dates_asked_at > e.postponed_at)`},
	{1, "formation reportée dont les anciennes dates ne sont gardées nulle part", `
		SELECT e.id AS id, '' AS what FROM events e WHERE e.postponed_at != '' AND NOT EXISTS (SELECT 1 FROM audit a
			WHERE a.kind = 'event' AND a.target = e.id AND a.action = 'postpone' AND a.at = e.postponed_at AND a.before ->> 'slots' != '')`},
	{1, "formation maintenue sous son minimum sans que l’on sache avec combien de personnes", `
		SELECT e.id AS id, '' AS what FROM events e WHERE e.maintained_at != '' AND NOT EXISTS (SELECT 1 FROM audit a
			WHERE a.kind = 'event' AND a.target = e.id AND a.action = 'maintain' AND a.at = e.maintained_at AND a.after ->> 'taken' IS NOT NULL)`},
	{9, "le message des nouvelles dates manque dans la boîte d’envoi", `
		SELECT r.id AS id, '' AS what FROM registrations r WHERE r.dates_asked_at != '' AND r.email != '' AND r.state IN ` + live + `
		AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.cause = 'report:' || r.id || ':' || r.dates_asked_at)`},
	{2, "passage dans un autre groupe dont l’autre inscription manque", `
		SELECT o.target AS id, '' AS what FROM audit o JOIN registrations r ON r.id = o.target
		WHERE o.kind = 'registration' AND o.action = 'transfer' AND NOT EXISTS (SELECT 1 FROM audit i JOIN registrations n ON n.id = i.target
			WHERE i.kind = 'registration' AND i.action = 'transfer_in' AND i.at = o.at AND n.person = r.person AND n.event != r.event)`},
}
