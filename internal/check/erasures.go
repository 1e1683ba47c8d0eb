package check

// erasureQuestions ask that what was erased names nobody any more, that what is proposed for elimination was settled at
// most once (8), and that a reader's link says for whom, what and until when (9).
var erasureQuestions = []question{
	{8, "inscription effacée qui garde un nom, une adresse ou un texte", `
		SELECT id, '' AS what FROM registrations WHERE erased_at != '' AND (last_name != '' OR first_name != '' OR email != '' OR notify != '' OR needs != ''
		OR answers NOT IN ('', 'null', '{}') OR manager_email != '' OR manager_word != '' OR decision_word != '' OR cancel_reason != '' OR ticket NOT LIKE 'efface-%')`},
	{8, "personne effacée qui garde un nom ou une adresse", `
		SELECT id, '' AS what FROM people WHERE erased_at != '' AND (last_name != '' OR first_name != '' OR email != '' OR name_key NOT LIKE 'efface:%')`},
	{8, "personne effacée dont une inscription garde le nom (%s)", `
		SELECT p.id, r.id AS what FROM people p JOIN registrations r ON r.person = p.id WHERE p.erased_at != '' AND r.erased_at = ''`},
	{8, "signature d’une inscription effacée qui garde un nom ou un tracé", `
		SELECT s.id, '' AS what FROM signatures s JOIN registrations r ON r.id = s.registration
		WHERE r.erased_at != '' AND (s.name != '' OR s.strokes NOT IN ('', 'null') OR s.snapshot NOT IN ('', 'null'))`},
	{8, "message à une inscription effacée qui garde une adresse ou un texte", `
		SELECT o.id, '' AS what FROM outbox o JOIN registrations r ON r.id = o.registration
		WHERE r.erased_at != '' AND (instr(o.recipient, '@') > 0 OR o.recipient_name != '' OR o.status IN ('queued', 'held'))`},
	{8, "attestation d’une inscription effacée qui garde son nom", `
		SELECT c.id, '' AS what FROM certificates c JOIN registrations r ON r.id = c.registration WHERE r.erased_at != '' AND c.erased_at = ''`},
	{8, "liste d’élimination confirmée et abandonnée à la fois, ou sans auteur", `
		SELECT id, '' AS what FROM purges WHERE (confirmed_at != '' AND dropped_at != '') OR proposed_by = '' OR proposed_at = ''
		OR (confirmed_at != '') != (confirmed_by != '') OR (dropped_at != '') != (dropped_by != '')`},
	{9, "lien de lecture sans destinataire, sans rapport ou sans fin", `
		SELECT id, '' AS what FROM readers WHERE label = '' OR expires_at <= created OR reports IN ('', 'null', '[]')`},
}
