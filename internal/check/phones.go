package check

// phoneQuestions ask whether what is known of the phones of the door can be true: what they keep is what a closing
// waits for (12).
var phoneQuestions = []question{
	{12, "téléphone dit parti avec %s arrivées non envoyées", `
		SELECT id, queued AS what FROM devices WHERE left_at != '' AND queued > 0`},
	{12, "téléphone venu par l’accueil d’un autre événement (%s)", `
		SELECT d.id AS id, l.event AS what FROM devices d JOIN door_links l ON l.id = d.door WHERE l.event != d.event`},
	{12, "téléphone sans nom, ou entendu avant d’être connu", `
		SELECT id, '' AS what FROM devices WHERE device = '' OR label = '' OR first_seen_at = '' OR last_seen_at < first_seen_at`},
	{12, "téléphone qui n’est plus attendu, sans raison ou sans personne pour l’avoir dit", `
		SELECT id, '' AS what FROM devices WHERE waived_at != '' AND (waived_by = '' OR waived_reason = '')`},
}
