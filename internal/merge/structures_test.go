package merge_test

import (
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/event"
	"passerelle/internal/merge"
	"passerelle/internal/records"
	"passerelle/internal/structure"
	"passerelle/internal/testapp"
)

// A structure typed in another way is merged into the one of the list: its names lead there, the figures count
// one, and undoing gives back two.
func TestAMergedStructureLeadsToTheKeptOne(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	a := register(t, app, e, "Mésange", "Inès", "CH Lens")
	b := register(t, app, e, "Genêt", "Noé", "Centre hospitalier LENS (urgences)")
	comes(t, app, a)
	comes(t, app, b)
	must(t, event.Close(app, after, "essai", e.ID))
	pairs, err := merge.LikelyStructures(app)
	must(t, err)
	if len(pairs) != 1 || records.PairKey(a.Structure, b.Structure) != [2]string{pairs[0].A, pairs[0].B} {
		t.Fatal(pairs)
	}
	if _, _, n := figures(t, app); n != 2 {
		t.Error(n)
	}
	must(t, merge.Structures(app, after, "essai", a.Structure, b.Structure))
	if _, _, n := figures(t, app); n != 1 {
		t.Error("merged: ", n)
	}
	for _, name := range []string{"CHL", "centre hospitalier lens urgences"} {
		if s, err := records.StructureNamed(app, name); err != nil || s.ID != a.Structure {
			t.Errorf("%s leads to %+v %v", name, s, err)
		}
	}
	if s, err := records.StructureOf(app, b.Structure); err != nil || s.ID != a.Structure {
		t.Error(s, err)
	}
	offered, err := records.SearchStructures(app, "lens urgences", 8)
	must(t, err)
	if len(offered) != 1 || offered[0].ID != a.Structure {
		t.Errorf("%+v", offered)
	}
	if again := register(t, app, testapp.Event(t, app, 0, nil), "Orme", "Éloi", "Centre Hospitalier Lens, urgences"); again.Structure != a.Structure {
		t.Error("typed again, it is another")
	}
	kept, err := records.StructureOf(app, a.Structure)
	must(t, err)
	form := structure.Of(kept)
	form.Aliases += "\nHôpital de Lens"
	_, err = structure.Save(app, after, "essai", kept.ID, form, false)
	must(t, err)
	if s, err := records.StructureNamed(app, "centre hospitalier lens urgences"); err != nil || s.ID != a.Structure {
		t.Errorf("saved, the names of the merged one are lost: %+v %v", s, err)
	}
	clean(t, app)
	form.Aliases = structure.Of(kept).Aliases
	_, err = structure.Save(app, after, "essai", kept.ID, form, false)
	must(t, err)
	must(t, merge.UndoStructure(app, after, "essai", b.Structure))
	if s, err := records.StructureNamed(app, "centre hospitalier lens urgences"); err != nil || s.ID != b.Structure {
		t.Errorf("%+v %v", s, err)
	}
	if _, _, n := figures(t, app); n != 2 {
		t.Error("undone: ", n)
	}
	refused(t, merge.UndoStructure(app, after, "essai", b.Structure), domain.ErrState, "")
	clean(t, app)
}

// Undone, every row is what it was.
func TestUndoingAMergeOfStructuresGivesBackEveryRow(t *testing.T) {
	app := testapp.New(t)
	e := testapp.Event(t, app, 0, nil)
	a, b, c := register(t, app, e, "Un", "A", "Les Trois Saules"), register(t, app, e, "Deux", "B", "Trois Saules"), register(t, app, e, "Trois", "C", "Saules (trois)")
	before := rows(t, app)
	must(t, merge.Structures(app, after, "essai", b.Structure, a.Structure))
	between := rows(t, app)
	must(t, merge.Structures(app, after, "essai", c.Structure, b.Structure))
	for _, name := range []string{"les trois saules", "trois saules", "saules trois"} {
		if s, err := records.StructureNamed(app, name); err != nil || s.ID != c.Structure {
			t.Errorf("%s: %+v %v", name, s, err)
		}
	}
	clean(t, app)
	must(t, merge.UndoStructure(app, after, "essai", b.Structure))
	if now := rows(t, app); now != between {
		t.Errorf("half undone, the rows are\n%s\nand were\n%s", now, between)
	}
	must(t, merge.UndoStructure(app, after, "essai", a.Structure))
	if now := rows(t, app); now != before {
		t.Errorf("undone, the rows are\n%s\nand were\n%s", now, before)
	}
	clean(t, app)
}

// A part is not merged into its whole, nor a whole into its part; a part of the merged one is a part of the kept.
func TestPartsAndMerges(t *testing.T) {
	app := testapp.New(t)
	of := func(name string) *records.Structure {
		s, err := records.StructureNamed(app, name)
		must(t, err)
		return s
	}
	whole, part, other := of("Département du Pas-de-Calais"), of("PMI"), of("UFOLEP")
	refused(t, merge.Structures(app, after, "essai", whole.ID, part.ID), domain.ErrMergePart, "")
	refused(t, merge.Structures(app, after, "essai", part.ID, whole.ID), domain.ErrMergePart, "")
	must(t, merge.Structures(app, after, "essai", other.ID, whole.ID))
	refused(t, merge.Structures(app, after, "essai", part.ID, other.ID), domain.ErrMergePart, "")
	form := structure.Of(other)
	form.Parent = part.ID
	_, err := structure.Save(app, after, "essai", other.ID, form, false)
	refused(t, err, domain.ErrParent, "")
	clean(t, app)
	must(t, merge.Apart(app, after, "essai", records.OfStructures, part.ID, of("ASE du Pas-de-Calais").ID))
	refused(t, merge.Structures(app, after, "essai", part.ID, of("ASE du Pas-de-Calais").ID), domain.ErrKeptApart, "")
	clean(t, app)
}
