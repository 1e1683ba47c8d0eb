package check

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
