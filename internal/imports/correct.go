package imports

import (
	"fmt"
	"slices"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// Correct keeps how the coordinator says that a file is to be read. Another sheet is guessed anew whole, another line of
// headings has its columns guessed anew; decisions on structures that are not named stay. Refusals, each at its field:
// ErrImportSheet at « feuille », ErrChoice at « titres », « colonne-N », « evenement », « programme » and « territoire »,
// ErrImportDay at « jour », ErrImportHours at « horaires ».
func Correct(app core.App, now time.Time, i *records.Import, typed Mapping) error {
	kind := domain.ImportKind(i.Kind)
	errs := typed.check(app, now, kind)
	if len(errs) > 0 {
		return errs
	}
	return Save(app, i.ID, func(b Book, m *Mapping) {
		if typed.Sheet != m.Sheet {
			m.Sheet = typed.Sheet
			return
		}
		choices := m.Choices
		if typed.Header != m.Header {
			typed.Columns = guessUnder(kind, b, typed.Header)
		}
		*m = typed
		if m.Choices == nil {
			m.Choices = map[string]Choice{}
		}
		for key, c := range choices {
			if _, said := m.Choices[key]; !said {
				m.Choices[key] = c
			}
		}
	})
}

func (m Mapping) check(app core.App, now time.Time, kind domain.ImportKind) (errs domain.Errors) {
	refuse := func(code domain.Code, field string) { errs = append(errs, domain.Error{Code: code, Field: field}) }
	if m.Header < 0 || m.Header > maxLines {
		refuse(domain.ErrChoice, "titres")
	}
	for i, f := range m.Columns {
		if f != domain.FieldNone && !slices.Contains(domain.ImportFields(kind), f) {
			refuse(domain.ErrChoice, fmt.Sprint("colonne-", i))
		}
	}
	if m.Event != "" {
		if e, err := records.EventOf(app, m.Event); err != nil || e.Status != domain.Held {
			refuse(domain.ErrChoice, "evenement")
		}
	}
	for _, l := range []struct{ list, id, field string }{{records.Programmes, m.Programme, "programme"}, {records.Territories, m.Territory, "territoire"}} {
		if l.id == "" {
			continue
		}
		if _, err := records.ItemOf(app, l.list, l.id); err != nil {
			refuse(domain.ErrChoice, l.field)
		}
	}
	if days, ok := domain.ReadDays(m.Day); m.Day != "" && (!ok || !noon(days[len(days)-1]).Before(now)) {
		refuse(domain.ErrImportDay, "jour")
	}
	if _, _, ok := domain.ReadHours(m.Hours); m.Hours != "" && !ok {
		refuse(domain.ErrImportHours, "horaires")
	}
	return errs
}

// guessUnder guesses the columns of a sheet whose headings stand on that line; 0: on none.
func guessUnder(kind domain.ImportKind, b Book, header int) []domain.ImportField {
	for at, l := range b.Lines {
		if l.Number == header {
			return domain.GuessFields(kind, l, b.Lines[at+1:])
		}
	}
	return domain.GuessFields(kind, domain.ImportLine{}, b.Lines)
}
