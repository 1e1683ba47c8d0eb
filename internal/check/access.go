package check

// accessQuestions ask whether the record API is shut and nobody can make an account (11).
var accessQuestions = []question{
	{11, "l’API des données est ouverte sur « %s »", `
		SELECT id, name AS what FROM _collections WHERE system = 0 AND (listRule IS NOT NULL OR viewRule IS NOT NULL
			OR createRule IS NOT NULL OR updateRule IS NOT NULL OR deleteRule IS NOT NULL
			OR (type = 'auth' AND json_extract(options, '$.manageRule') IS NOT NULL))`},
	{11, "on peut se connecter à « %s » par l’API", `
		SELECT id, name AS what FROM _collections WHERE system = 0 AND type = 'auth' AND (json_extract(options, '$.passwordAuth.enabled')
			OR json_extract(options, '$.oauth2.enabled') OR json_extract(options, '$.otp.enabled'))`},
	{11, "compte au rôle inconnu : « %s »", `
		SELECT id, role AS what FROM users WHERE role NOT IN ('coordinator','organiser')`},
	{11, "billet qui ne porte pas la marque de son événement (%s)", `
		SELECT r.id AS id, e.id AS what FROM registrations r JOIN events e ON e.id = r.event
		WHERE r.ticket != '' AND r.erased_at = '' AND substr(r.ticket, 1, 6) != e.tag`},
	{11, "même billet que l’inscription %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM registrations WHERE ticket != '' GROUP BY ticket HAVING COUNT(*) > 1`},
	{11, "même code court que l’inscription %s", `
		SELECT MAX(id) AS id, MIN(id) AS what FROM registrations WHERE short_code != '' GROUP BY event, short_code HAVING COUNT(*) > 1`},
}

// settings looks at what would let a secret address into a log, or a batch past the routes (11).
func settings(a *audit) error {
	if a.settings.Logs.MaxDays != 0 || a.settings.Logs.LogIP {
		a.add(11, "settings", "le journal de PocketBase garde les adresses des requêtes")
	}
	if a.settings.Batch.Enabled {
		a.add(11, "settings", "les demandes groupées de l’API sont ouvertes")
	}
	return nil
}
