package domain

// Categories of people counted without a name.
var HeadCategories = []string{"public", "users", "carers"}

// HeadTally is a count, or a correction of one (negative), of people without a name.
type HeadTally struct {
	Category, Device string
	People           int
}

// HeadTotals sums counts by category, whatever their order: phones add up without seeing each other. A category
// that corrections bring under zero is nobody.
func HeadTotals(rows []HeadTally) map[string]int {
	totals := map[string]int{}
	for _, r := range rows {
		totals[r.Category] += r.People
	}
	for category, n := range totals {
		totals[category] = max(0, n)
	}
	return totals
}
