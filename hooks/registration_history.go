package hooks

import (
	"sort"
	"time"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/domain"
	"passerelle/internal/records"
)

// historyLine is one thing that happened to a registration, in words.
type historyLine struct {
	At                time.Time
	Who, What, Reason string
}

// history tells the scans and the trail of a registration together, the latest first.
func (v *registrationPage) history(app core.App, r *records.Registration) error {
	who, err := actorsOf(app, r.Event)
	if err != nil {
		return err
	}
	scans, err := records.ScansOf(app, r.ID)
	if err != nil {
		return err
	}
	slots := map[string]string{}
	for _, p := range v.Slots {
		slots[p.ID] = p.Slot
	}
	for _, sc := range scans {
		v.History = append(v.History, historyLine{sc.ReceivedAt.Time(), who.name(sc.Actor), scanWords(sc, slots[sc.Slot]), sc.Reason})
	}
	trail, err := records.AuditOf(app, "registration", r.ID)
	if err != nil {
		return err
	}
	for _, a := range trail {
		what, ok := registrationTrail[a.Action]
		if !ok {
			what = "Modification"
		}
		v.History = append(v.History, historyLine{a.At.Time(), who.name(a.Actor), what, a.Reason})
	}
	sort.SliceStable(v.History, func(a, b int) bool { return v.History[a].At.After(v.History[b].At) })
	return nil
}

// scanWords says a scan: « Arrivée, Matin : enregistrée (billet scanné) ».
func scanWords(s records.Scan, slot string) string {
	text := kindWords[s.Kind]
	if text == "" {
		text = "Lecture"
	}
	if slot != "" {
		text += ", " + slot
	}
	text += " : " + outcomeWords[domain.Verdict(s.Outcome)]
	if source := sourceWords[s.Source]; source != "" {
		text += " (" + source + ")"
	}
	return text
}
