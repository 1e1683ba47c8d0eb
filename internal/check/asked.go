package check

// trainingQuestions ask for rules that can be followed, of events (6, 12) and of the programmes they begin with (12).
var trainingQuestions = []question{
	{6, "règle d’attestation inconnue : « %s »", `
		SELECT id, rule AS what FROM events WHERE rule NOT IN ('at-least-one-slot', 'every-slot', 'minutes', 'slots', 'manual')`},
	{6, "règle d’attestation dont la quantité ne convient pas (%s)", `
		SELECT id, rule || ' ' || rule_amount AS what FROM events
		WHERE (rule IN ('minutes', 'slots') AND rule_amount < 1) OR (rule NOT IN ('minutes', 'slots') AND rule_amount != 0)`},
	{12, "groupe minimal qui ne tient pas dans les places (%s)", `
		SELECT id, group_min || ' / ' || capacity AS what FROM events WHERE group_min < 0 OR (capacity > 0 AND group_min > capacity)`},
	{12, "programme dont la règle ou le groupe ne tient pas (« %s »)", `
		SELECT id, name AS what FROM programmes WHERE rule NOT IN ('at-least-one-slot', 'every-slot', 'minutes', 'slots', 'manual')
		OR (rule IN ('minutes', 'slots') AND rule_amount < 1) OR (rule NOT IN ('minutes', 'slots') AND rule_amount != 0)
		OR group_min < 0 OR (capacity > 0 AND group_min > capacity)`},
}

// askedQuestions ask whether what an event asks, and what people answered, still name each other.
var askedQuestions = []question{
	{12, "répond à une question que son événement n’a pas : « %s »", `
		SELECT r.id AS id, k.key AS what FROM registrations r, json_each(CASE WHEN json_valid(r.answers) THEN r.answers ELSE '{}' END) k
		WHERE NOT EXISTS (SELECT 1 FROM questions q WHERE q.id = k.key AND q.event = r.event)`},
	{12, "question montrée par une réponse qui n’existe pas avant elle", `
		SELECT q.id AS id, '' AS what FROM questions q WHERE q.show_if != '' AND q.removed_at = '' AND NOT EXISTS (
			SELECT 1 FROM questions s WHERE s.id = q.show_if AND s.event = q.event AND s.removed_at = '' AND s.position < q.position
			AND (s.kind = 'tick' OR EXISTS (SELECT 1 FROM json_each(s.options) o WHERE o.value ->> 'id' = q.show_value)))`},
}
