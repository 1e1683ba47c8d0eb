package check

// walkInQuestions ask whether who came under a name alone can be told (5): only the door lets in so, and nobody
// else lacks a first name.
var walkInQuestions = []question{
	{5, "inscription à compléter qui ne vient pas de l’accueil (%s)", `
		SELECT id, origin AS what FROM registrations WHERE incomplete = 1 AND origin != 'door'`},
	{5, "inscription sans prénom, sans être à compléter", `
		SELECT id, '' AS what FROM registrations WHERE first_name = '' AND last_name != '' AND incomplete = 0 AND state = 'confirmed' AND import = ''`},
}
