package domain

import "testing"

// All eight cases: a certificate stands afterwards if and only if the rule holds, and says what presence says.
func TestNextCertificate(t *testing.T) {
	for bits := range 8 {
		holds, exists, same := bits&1 > 0, bits&2 > 0, bits&4 > 0
		move := NextCertificate(holds, exists, same)
		stands, right := exists, same
		switch move {
		case IssueCertificate, ReissueCertificate:
			stands, right = true, true
		case RevokeCertificate:
			stands = false
		}
		if stands != holds || (stands && !right) {
			t.Errorf("holds %v, exists %v, same %v: %s", holds, exists, same, move)
		}
		if holds == exists && (same || !exists) && move != KeepCertificate {
			t.Errorf("holds %v, exists %v, same %v: %s for nothing", holds, exists, same, move)
		}
		if move == IssueCertificate && exists {
			t.Errorf("a second one beside the first")
		}
	}
}

func TestSameAttendance(t *testing.T) {
	base := CertificateContent{LastName: "Essai", EventTitle: "Journée", Total: 210, Slots: []CertificateSlot{
		{Label: "Matin", Minutes: 210, Attended: 210, Present: true}, {Label: "Après-midi", Minutes: 180}}}
	for name, c := range map[string]struct {
		change func(*CertificateContent)
		same   bool
	}{
		"nothing":      {func(*CertificateContent) {}, true},
		"a name":       {func(c *CertificateContent) { c.LastName = "Autre" }, true},
		"a title":      {func(c *CertificateContent) { c.EventTitle = "Autre" }, true},
		"the total":    {func(c *CertificateContent) { c.Total = 200 }, false},
		"an hour less": {func(c *CertificateContent) { c.Slots[0].Attended = 150 }, false},
		"one more":     {func(c *CertificateContent) { c.Slots[1].Present = true }, false},
		"a slot less":  {func(c *CertificateContent) { c.Slots = c.Slots[:1] }, false},
		"complete":     {func(c *CertificateContent) { c.Complete = true }, false},
	} {
		other := base
		other.Slots = append([]CertificateSlot(nil), base.Slots...)
		c.change(&other)
		if base.SameAttendance(other) != c.same || other.SameAttendance(base) != c.same {
			t.Errorf("%s: same is not %v", name, c.same)
		}
	}
}
