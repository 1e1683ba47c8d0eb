package check

import "passerelle/internal/domain"

// figureQuestions ask whether the figures count every registration once (7).
var figureQuestions = []question{
	{7, "action acceptée que l’historique ne compte pas, ou pas comme elle le dit", `
		SELECT d.id AS id, '' AS what FROM declarations d LEFT JOIN declared_counts c ON c.id = d.declared
		WHERE (d.state = 'accepted') != (c.id IS NOT NULL) OR c.attendance != d.people OR c.code != 'declaration-' || d.id`},
	{7, "ligne de l’historique d’une action déclarée qui ne la connaît pas", `
		SELECT c.id AS id, '' AS what FROM declared_counts c WHERE c.code LIKE 'declaration-%'
		AND NOT EXISTS (SELECT 1 FROM declarations d WHERE d.declared = c.id)`},
	{7, "décompte sans nom qui ne compte rien, ou moins que rien", `
		SELECT id, '' AS what FROM anonymous_counts WHERE MAX(sessions, families, people) < 0 OR MIN(sessions, families, people) < -1`},
	{7, "action principale qui est aussi secondaire", `
		SELECT id, '' AS what FROM declared_counts d WHERE roadmap_action != '' AND EXISTS (SELECT 1 FROM json_each(d.other_actions) WHERE value = d.roadmap_action)
		UNION ALL SELECT id, '' FROM events e WHERE roadmap_action != '' AND EXISTS (SELECT 1 FROM json_each(e.other_actions) WHERE value = e.roadmap_action)`},
	{7, "carte des territoires illisible, ou qui nomme un territoire disparu (« %s »)", `
		SELECT f.id AS id, COALESCE(m.value, '') AS what FROM files f LEFT JOIN json_each(CASE WHEN json_valid(CAST(f.bytes AS TEXT)) THEN CAST(f.bytes AS TEXT) ELSE '{}' END, '$.match') m
		WHERE f.id = 'map:territories' AND (NOT json_valid(CAST(f.bytes AS TEXT)) OR m.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM territories t WHERE t.code = m.value))`},
	{7, "seuil des plénières impossible : %s", `
		SELECT id, plenary_over AS what FROM settings WHERE plenary_over < 0 OR plenary_over = 1`},
	{7, "inscription que les chiffres ne comptent pas", `
		SELECT r.id AS id, '' AS what FROM registrations r LEFT JOIN facts f ON f.id = r.id WHERE f.id IS NULL`},
	{7, "ligne des chiffres sans inscription", `
		SELECT f.id AS id, '' AS what FROM facts f LEFT JOIN registrations r ON r.id = f.id WHERE r.id IS NULL`},
	{7, "écriture effacée du journal des chiffres, juste avant celle-ci", `
		SELECT CAST(c.seq AS TEXT) AS id, '' AS what FROM fact_changes c WHERE c.seq > (SELECT MIN(seq) FROM fact_changes)
		AND NOT EXISTS (SELECT 1 FROM fact_changes b WHERE b.seq = c.seq - 1)`},
	{7, "journal des chiffres qui nomme une ligne impossible", `SELECT CAST(seq AS TEXT) AS id, '' AS what FROM fact_changes WHERE fact < 0`},
	{7, "événement ou personne dont le numéro manque", `
		SELECT id, '' AS what FROM events WHERE num <= 0 UNION ALL SELECT id, '' FROM people WHERE num <= 0`},
	{7, "même numéro que l’événement %s", `SELECT MAX(id) AS id, MIN(id) AS what FROM events GROUP BY num HAVING COUNT(*) > 1`},
	{7, "même numéro que la personne %s", `SELECT MAX(id) AS id, MIN(id) AS what FROM people GROUP BY num HAVING COUNT(*) > 1`},
	{7, "statut d’événement inconnu : « %s »", `
		SELECT id, status AS what FROM events WHERE status NOT IN ('draft','published','held','cancelled')`},
}

// counted is a registration beside the row of integers that stands for it in the figures.
type counted struct {
	ID          string `db:"id"`
	EventStatus string `db:"status"`
	HeldBack    bool   `db:"held_back"`
	State       string `db:"state"`
	CancelledBy string `db:"cancelled_by"`
	Excused     bool   `db:"excused"`
	Origin      string `db:"origin"`
	ConfirmedAt string `db:"confirmed_at"`
	Presences   int    `db:"presences"`
	Minutes     int    `db:"minutes"`
	Proof       int    `db:"proof"`
	Outcome     int    `db:"f_outcome"`
	Registered  bool   `db:"f_registered"`
	WalkIn      bool   `db:"f_walk_in"`
	FactMinutes int    `db:"f_minutes"`
	FactProof   int    `db:"f_proof"`
	SameNumbers bool   `db:"same"`
}

// facts counts every registration again by the rule itself (not by the SQL that filled the table), and
// compares (7).
func facts(a *audit) error {
	return each(a, `SELECT r.id, e.status, e.held_back, r.state, r.cancelled_by, r.excused, r.origin, r.confirmed_at,
		COALESCE(p.n, 0) AS presences, COALESCE(p.minutes, 0) AS minutes, COALESCE(p.proof, 0) AS proof,
		f.outcome AS f_outcome, f.registered AS f_registered, f.walk_in AS f_walk_in, f.minutes AS f_minutes, f.proof AS f_proof,
		f.event = e.num AND f.person = w.num AND f.structure = COALESCE(s.num, 0) AND f.sector = COALESCE(c.num, 0)
			AND f.territory = COALESCE(t.num, 0) AND f.profession = COALESCE(j.num, 0) AS same
		FROM facts f JOIN registrations r ON r.id = f.id JOIN events e ON e.id = r.event JOIN people w ON w.id = r.person
		LEFT JOIN structures s ON s.id = r.structure LEFT JOIN sectors c ON c.id = r.sector
		LEFT JOIN territories t ON t.id = r.territory LEFT JOIN professions j ON j.id = r.profession
		LEFT JOIN (SELECT registration, COUNT(*) AS n, SUM(minutes) AS minutes, MAX(proof) AS proof
			FROM attendances GROUP BY registration) p ON p.registration = r.id`, nil, func(c *counted) error {
		fate := domain.Fate{EventStatus: c.EventStatus, State: domain.State(c.State), Present: c.Presences > 0,
			Excused: c.Excused, ByOrganiser: c.CancelledBy == "organiser", HeldBack: c.HeldBack}
		switch want := domain.OutcomeOf(fate); {
		case c.Outcome < 0 || c.Outcome > int(domain.OutcomeReplaced):
			a.add(7, c.ID, "issue inconnue dans les chiffres : %d", c.Outcome)
		case c.Outcome != int(want):
			a.add(7, c.ID, "comptée « %s » au lieu de « %s »", domain.Outcome(c.Outcome).Code(), want.Code())
		case c.Registered != (c.ConfirmedAt != "" && c.Origin != domain.FromDoor) || c.WalkIn != (c.Origin == domain.FromDoor):
			a.add(7, c.ID, "comptée à tort parmi les inscrits ou les arrivées sans inscription")
		case c.FactMinutes != c.Minutes || c.FactProof != c.Proof:
			a.add(7, c.ID, "comptée pour %d minutes au lieu de %d", c.FactMinutes, c.Minutes)
		case !c.SameNumbers:
			a.add(7, c.ID, "comptée sous un autre événement, une autre personne, structure, profession ou un autre secteur ou territoire")
		}
		return nil
	})
}
