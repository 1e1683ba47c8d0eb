package check

// lifeQuestions ask whether a seat that was given or exchanged is carried by one registration, and whether what two
// people proposed hangs together (2: a replacement or a swap frees no seat).
var lifeQuestions = []question{
	{2, "remplacée, et %s inscription porte sa place", `
		SELECT r.id AS id, CASE COUNT(s.id) WHEN 0 THEN 'aucune' ELSE 'plus d’une' END AS what
		FROM registrations r LEFT JOIN registrations s ON s.replaces = r.id
		WHERE r.state = 'replaced' GROUP BY r.id HAVING COUNT(s.id) != 1`},
	{2, "porte la place de %s, qui n’a pas été donnée à cet événement", `
		SELECT s.id AS id, s.replaces AS what FROM registrations s LEFT JOIN registrations o ON o.id = s.replaces
		WHERE s.replaces != '' AND (o.id IS NULL OR o.state != 'replaced' OR o.event != s.event)`},
	{2, "porte la place de %s, inscrite après elle", `
		SELECT s.id AS id, o.id AS what FROM registrations s JOIN registrations o ON o.id = s.replaces WHERE o.seq >= s.seq`},
	{2, "échange qui ne tient pas : %s", `
		SELECT w.id AS id, CASE WHEN w.first = w.second THEN 'avec soi-même' WHEN w.state = 'done' THEN 'une place n’a pas changé de main'
			ELSE 'état ou date' END AS what
		FROM swaps w LEFT JOIN registrations a ON a.id = w.first LEFT JOIN registrations b ON b.id = w.second
		WHERE w.first = w.second OR w.state NOT IN ('proposed','done','declined') OR (w.state = 'proposed') != (w.decided_at = '')
		OR (w.state = 'done' AND a.event != b.event AND (a.state != 'replaced' OR b.state != 'replaced'))`},
}
