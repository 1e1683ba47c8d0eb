package main

import (
	"fmt"
	"strings"
	"time"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
)

// The file of the past: people who came to several events each, of structures that the directory knows or not.
const (
	importedRows   = 20_000
	importedEvents = 40
	importedPeople = 6_000
)

func pastList() []byte {
	var b strings.Builder
	b.WriteString("Événement;Programme;Date;Horaires;Nom;Prénom;Structure;Fonction;Présence\n")
	structures := []string{"CH Lens", "GHAT", "EPSM St Venant", "Centre hospitalié de Lens", "Maison des essais", ""}
	for i := range importedRows {
		event, person := i%importedEvents, (i/importedEvents*7+i%importedEvents*131)%importedPeople
		fmt.Fprintf(&b, "Rencontre %d;conference;%02d/%02d/2024;9h - 12h;ESSAI %d;Alba;%s;Infirmière;%s\n", event, 1+event%28, 1+event%12, person, structures[person%len(structures)],
			[]string{"oui", "oui", "oui", "non"}[i%4])
	}
	return []byte(b.String())
}

// import20k measures a file of the past from its bytes to the last row written, then its undoing.
func (b *bench) import20k() error {
	b.stop()
	app, now := b.folder.app, time.Now().UTC()
	began := time.Now()
	i, err := imports.Add(app, now, "bench", domain.ImportParticipants, "liste.csv", pastList())
	if err != nil {
		return err
	}
	read := time.Since(began)
	p, err := imports.Apply(app, now, "bench", i.ID)
	if err != nil {
		return err
	}
	took := time.Since(began)
	if len(p.Rows) != importedRows {
		return fmt.Errorf("%s", p.Summary())
	}
	if err := imports.Undo(app, now, "bench", i.ID, "mesure"); err != nil {
		return err
	}
	undone := time.Since(began) - took
	b.add(measure{Name: "import_20k", Value: took.Seconds(), Unit: "s", Detail: fmt.Sprintf("lecture %.1f s, annulation %.1f s ; %d inscriptions, %d personnes, %d événements, une transaction, %s",
		read.Seconds(), undone.Seconds(), len(p.Rows), p.NewPeople, p.NewEvents, pragmas),
		Budget: "< 10 s", Met: took < 10*time.Second})
	return nil
}
