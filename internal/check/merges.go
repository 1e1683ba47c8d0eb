package check

// merged follows every merge of a table to its end, however long; a circle ends too, for want of anything new.
func merged(table string) string {
	return `WITH RECURSIVE m(id, target) AS (
		SELECT id, merged_into FROM ` + table + ` WHERE merged_into != ''
		UNION SELECT m.id, p.merged_into FROM m JOIN ` + table + ` p ON p.id = m.target WHERE p.merged_into != ''),
		root AS (SELECT m.id, m.target FROM m JOIN ` + table + ` p ON p.id = m.target AND p.merged_into = '') `
}

// apart reads the pairs of one kind that were decided to be two, under what each counts as.
func apart(table string) string {
	return merged(table) + `SELECT d.id AS id, d.first || ' et ' || d.second AS what FROM not_duplicates d
		LEFT JOIN root a ON a.id = d.first LEFT JOIN root b ON b.id = d.second
		WHERE d.kind = '` + table + `' AND COALESCE(a.target, d.first) = COALESCE(b.target, d.second)`
}

// mergeQuestions ask whether merges lead somewhere, and agree with what was decided (3, 7).
var mergeQuestions = []question{
	{12, "personne fusionnée dans une autre qui n’existe pas (%s)", `
		SELECT p.id AS id, p.merged_into AS what FROM people p LEFT JOIN people t ON t.id = p.merged_into
		WHERE p.merged_into != '' AND t.id IS NULL`},
	{7, "personne fusionnée, par un détour, dans elle-même", merged("people") + `SELECT id, '' AS what FROM m WHERE id = target`},
	{7, "structure fusionnée, par un détour, dans elle-même", merged("structures") + `SELECT id, '' AS what FROM m WHERE id = target`},
	{7, "structure qui fait partie d’elle-même", `
		WITH RECURSIVE up(id, parent) AS (SELECT id, parent FROM structures WHERE parent != ''
			UNION SELECT up.id, s.parent FROM up JOIN structures s ON s.id = up.parent WHERE s.parent != '')
		SELECT id, '' AS what FROM up WHERE id = parent`},
	{7, "structure fusionnée dont les noms ne mènent pas à %s", merged("structures") + `
		SELECT s.id AS id, t.id AS what FROM root JOIN structures s ON s.id = root.id JOIN structures t ON t.id = root.target
		WHERE instr(t.search, s.search) = 0`},
	{7, "deux personnes déclarées distinctes et pourtant fusionnées : %s", apart("people")},
	{7, "deux structures déclarées distinctes et pourtant fusionnées : %s", apart("structures")},
	{12, "décision « ce n’est pas un doublon » sans ses deux lignes (%s)", `
		SELECT d.id AS id, d.first || ' et ' || d.second AS what FROM not_duplicates d
		WHERE d.first >= d.second OR d.kind NOT IN ('people', 'structures')
		OR (d.kind = 'people' AND (SELECT COUNT(*) FROM people p WHERE p.id IN (d.first, d.second)) != 2)
		OR (d.kind = 'structures' AND (SELECT COUNT(*) FROM structures s WHERE s.id IN (d.first, d.second)) != 2)`},
	{7, "inscription écartée comme doublon, sans autre inscription de la même personne", merged("people") + `
		SELECT r.id AS id, '' AS what FROM registrations r JOIN audit a ON a.kind = 'registration' AND a.target = r.id AND a.action = 'set_aside'
		LEFT JOIN root x ON x.id = r.person
		WHERE r.state = 'cancelled' AND a.rowid = (SELECT MAX(l.rowid) FROM audit l WHERE l.kind = 'registration' AND l.target = r.id)
		AND NOT EXISTS (SELECT 1 FROM registrations o LEFT JOIN root y ON y.id = o.person
			WHERE o.event = r.event AND o.id != r.id AND COALESCE(y.target, o.person) = COALESCE(x.target, r.person))`},
}
