package hooks

import (
	"fmt"
	"slices"

	"passerelle/internal/certificate"
	"passerelle/internal/records"
)

// trainingFacts is what the public page of an event says of a training.
type trainingFacts struct {
	Rule     string   // of its certificate, in words
	Group    string   // « Groupe de 8 à 16 personnes »
	Trainers []string // with their function, in the order of the half-days
}

func trainingFactsOf(ev *records.Event, training bool, slots []records.Slot) trainingFacts {
	f := trainingFacts{Rule: certificate.RuleWords(ev.Completion())}
	if !training && ev.GroupMin == 0 {
		return f
	}
	f.Group = groupWords(ev.GroupMin, ev.Capacity)
	for _, s := range slots {
		words := s.Trainer
		if s.Trainer != "" && s.TrainerRole != "" {
			words += ", " + s.TrainerRole
		}
		if words != "" && !slices.Contains(f.Trainers, words) {
			f.Trainers = append(f.Trainers, words)
		}
	}
	return f
}

// groupWords says the size of a group; empty when nothing bounds it.
func groupWords(least, most int) string {
	switch {
	case least > 0 && least == most:
		return "Groupe de " + people(most)
	case least > 0 && most > 0:
		return fmt.Sprintf("Groupe de %d à %s", least, people(most))
	case least > 0:
		return "Groupe de " + people(least) + " au moins"
	case most > 0:
		return "Groupe de " + people(most) + " au plus"
	}
	return ""
}

func people(n int) string {
	if n == 1 {
		return "1\u00a0personne"
	}
	return fmt.Sprintf("%d\u00a0personnes", n)
}
