package certificate

// Opening stands before the name on a certificate.
func Opening(design string) string { return orElse(design, "Nous attestons que") }
