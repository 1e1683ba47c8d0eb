package check

// sheetQuestions ask that a printed sheet lists the people and the half-days of its event, and that what was typed
// again from one says which.
var sheetQuestions = []question{
	{11, "feuille d’émargement qui liste une personne d’un autre événement (%s)", `
		SELECT s.id AS id, p.value AS what FROM sheets s, json_each(s.people) p LEFT JOIN registrations r ON r.id = p.value
		WHERE r.id IS NULL OR r.event != s.event`},
	{11, "feuille d’émargement d’une demi-journée d’un autre événement (%s)", `
		SELECT s.id AS id, p.value AS what FROM sheets s, json_each(s.slots) p JOIN slots d ON d.id = p.value WHERE d.event != s.event`},
	{11, "feuille d’émargement qui liste deux fois la même personne (%s)", `
		SELECT s.id AS id, p.value AS what FROM sheets s, json_each(s.people) p GROUP BY s.id, p.value HAVING COUNT(*) > 1`},
	{5, "feuille ressaisie sans dire par qui", `
		SELECT id, '' AS what FROM sheets WHERE (entered_at != '') != (entered_by != '') OR (undone_at != '' AND entered_at = '')`},
	{5, "passage ressaisi d’une feuille qui n’est pas de cet événement (%s)", `
		SELECT c.id AS id, c.nonce AS what FROM scans c LEFT JOIN sheets s ON s.id = substr(c.nonce, 9, 15)
		WHERE c.nonce >= 'feuille:' AND c.nonce < 'feuille;' AND (s.id IS NULL OR s.event != c.event OR c.source NOT IN ('paper','walkin'))`},
}
