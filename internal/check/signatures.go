package check

// signatureQuestions ask whether every signature goes with its arrival, says what was signed, and is drawn only where
// it was (5).
var signatureQuestions = []question{
	{5, "signature sans l’arrivée qu’elle signe (%s)", `
		SELECT g.id AS id, g.nonce AS what FROM signatures g WHERE g.way != 'trainer' AND NOT EXISTS (
			SELECT 1 FROM scans s WHERE s.nonce = g.nonce AND s.signed AND s.registration = g.registration AND s.slot = g.slot AND s.event = g.event)`},
	{5, "arrivée dite signée, sans sa signature", `
		SELECT s.id AS id, '' AS what FROM scans s WHERE s.signed AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.nonce = s.nonce)`},
	{5, "signature qui ne dit pas ce qui a été signé", `
		SELECT id, '' AS what FROM signatures WHERE name = '' OR signed_at = ''
		OR COALESCE(json_extract(snapshot, '$.title'), '') = '' OR COALESCE(json_extract(snapshot, '$.starts'), '') = ''
		OR COALESCE(json_extract(snapshot, '$.ends'), '') = ''`},
	{5, "dessin d’une signature « %s »", `
		SELECT id, way AS what FROM signatures WHERE (COALESCE(json_array_length(strokes), 0) > 0) != (way = 'drawn') AND way != 'trainer'`},
	{5, "contresignature d’une demi-journée d’un autre événement, ou de personne (%s)", `
		SELECT g.id AS id, g.slot AS what FROM signatures g LEFT JOIN slots s ON s.id = g.slot
		WHERE g.way = 'trainer' AND (g.registration != '' OR s.event IS NULL OR s.event != g.event OR COALESCE(json_array_length(g.snapshot, '$.present'), 0) = 0)`},
	{5, "signature révoquée sans raison", `SELECT id, '' AS what FROM signatures WHERE revoked_at != '' AND revoked_reason = ''`},
}
