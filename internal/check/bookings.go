package check

// bookingQuestions ask that a referent's link shows the own colleagues only, that each can be written to, and that
// they were told.
var bookingQuestions = []question{
	{11, "inscription d’un groupe qui n’existe pas ou d’un autre événement", `
		SELECT r.id AS id, '' AS what FROM registrations r LEFT JOIN bookings b ON b.id = r.booking
		WHERE r.booking != '' AND (b.id IS NULL OR b.event != r.event)`},
	{9, "collègue sans adresse, et sans celle de qui l’a inscrit", `
		SELECT r.id AS id, '' AS what FROM registrations r LEFT JOIN bookings b ON b.id = r.booking
		WHERE r.booking != '' AND r.email = '' AND r.notify = '' AND r.erased_at = '' AND COALESCE(b.email, '?') != ''`},
	{11, "groupe sans qui l’a inscrit, ou dont les collègues ne sont pas informés", `
		SELECT id, '' AS what FROM bookings WHERE (email = '' AND last_name != '') OR informed_at = ''`},
}
