package domain

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Anybody may paste a megabyte: it takes a moment, whatever it is made of.
func TestAMegabytePastedTakesAMoment(t *testing.T) {
	var functions []Named
	for i := range 45 {
		functions = append(functions, Named{fmt.Sprint("f", i), fmt.Sprintf("Métier %d, fonction %d", i, i)})
	}
	for name, piece := range map[string]string{"words": "ab cd ", "cells": "ab\t", "lines": "Essai\tAlba\tsecrétaire médicale\n", "quotes": "\"a\" ",
		"mailboxes": "a b <c@d.fr>; ", "titles": "Mme ", "ats": "@ "} {
		start := time.Now()
		rows, _ := ReadPasted(strings.Repeat(piece, 1<<20/len(piece)), functions)
		if d := time.Since(start); d > 20*time.Second || len(rows) > MaxPasted {
			t.Errorf("%s: %d rows in %s", name, len(rows), d)
		}
	}
}
