package imports_test

import (
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"passerelle/internal/domain"
	"passerelle/internal/imports"
)

// workbook lays sheets out as a spreadsheet does; change alters it before it is written.
func workbook(change func(f *excelize.File), sheets ...[][]any) []byte {
	f := excelize.NewFile()
	for i, rows := range sheets {
		name := "Feuil" + string(rune('1'+i))
		if i == 0 {
			must(f.SetSheetName("Sheet1", name))
		} else if _, err := f.NewSheet(name); err != nil {
			panic(err)
		}
		for n, row := range rows {
			at, err := excelize.CoordinatesToCellName(1, n+1)
			must(err)
			must(f.SetSheetRow(name, at, &row))
		}
	}
	if change != nil {
		change(f)
	}
	b, err := f.WriteToBuffer()
	must(err)
	return b.Bytes()
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func windows1252(text string) []byte {
	b, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
	must(err)
	return b
}

func oneEvent(m *imports.Mapping) {
	m.Title, m.Day, m.Place, m.Hours = "Forum des essais", "12 mars 2025", "Arras", "9h - 12h"
}

func messes() []mess {
	return []mess{formsExport(), merged(), twoInARow(), titledAbove(), severalSheets(), windowsText(), markedText(), dates(), names(), noise(),
		doubles(), misspelt(), halfDays(), bareCounts(), sameCodes()}
}

func formsExport() mess {
	head := []any{"ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Votre nom et prénom", "Quelle est votre structure d’appartenance ?", "Quelle est votre profession ?", "Avez-vous des besoins particuliers ?"}
	return mess{name: "an export of Microsoft Forms", correct: oneEvent, matched: "0 0 0",
		content: workbook(nil, [][]any{head,
			{1, 45728.3767, 45728.3789, "anonymous", "", "ESSAI Alba", "CH Lens", "Infirmière", "Aucun"},
			{2, 45728.4, 45728.41, "anonymous", "", "MODÈLE Bruno", "GHAT", "Psychiatre", ""},
			{3, 45729.4, 45729.41, "anonymous", "", "Saule Inès", "CHL", "Cosmonaute", "Non"}}),
		rows:       []string{"2 ESSAI Alba · CH Lens · [1]", "3 MODÈLE Bruno · GHAT · [1]", "4 Saule Inès · CHL · [1]"},
		problems:   []string{"0 no_presence_column", "4 off_list"},
		left:       []string{"1 titres de colonnes"},
		structures: []string{"CH Lens exact CH Lens", "GHAT exact GHAT", "CHL alias CH Lens"},
		wrote:      "1 events, 1 slots, 3 people, 3 registrations, 3 scans, 3 attendances"}
}

func merged() mess {
	return mess{name: "a sheet by hand with merged cells", matched: "0 0 0",
		content: workbook(func(f *excelize.File) {
			for _, area := range [][2]string{{"A2", "A4"}, {"B2", "B4"}, {"A5", "A6"}, {"B5", "B6"}, {"E3", "E4"}} {
				must(f.MergeCell("Feuil1", area[0], area[1]))
			}
		}, [][]any{{"Journée", "Date", "Nom", "Prénom", "Structure", "Présent"},
			{"Forum des essais", "12/03/2025", "ESSAI", "Alba", "GHAT", "x"}, {"", "", "MODÈLE", "Bruno", "CH Lens", "x"}, {"", "", "SAULE", "Inès", "", ""},
			{"Journée des saules", "du 3 au 4 juin 2025", "ESSAI", "Alba", "GHAT", "x"}, {"", "", "ORME", "Denis", "", "x"}}),
		rows: []string{"2 ESSAI Alba · GHAT · [1]", "3 MODÈLE Bruno · CH Lens · [1]", "4 SAULE Inès · CH Lens · [2]",
			"5 ESSAI Alba · GHAT · [1 1]", "6 ORME Denis · - · [1 1]"},
		problems:   []string{"2 hours_unknown", "5 hours_unknown"},
		left:       []string{"1 titres de colonnes"},
		structures: []string{"GHAT exact GHAT", "CH Lens exact CH Lens"},
		wrote:      "2 events, 3 slots, 4 people, 5 registrations, 6 scans, 6 attendances"}
}

func twoInARow() mess {
	return mess{name: "two people in a row", correct: oneEvent, matched: "0 0 0",
		content: workbook(nil, [][]any{{"Nom 1", "Prénom 1", "Nom 2", "Prénom 2", "Structure"},
			{"ESSAI", "Alba", "MODÈLE", "Bruno", "CH Lens"}, {"SAULE", "Inès", "", "", "GHAT"}, {"", "", "ORME", "Denis", ""}, {"", "", "", "", "GHAT"}}),
		rows:     []string{"2 ESSAI Alba · CH Lens · [1]", "2 MODÈLE Bruno · CH Lens · [1]", "3 SAULE Inès · GHAT · [1]", "4 ORME Denis · - · [1]"},
		problems: []string{"0 no_presence_column", "5! no_name"}, left: []string{"1 titres de colonnes"},
		structures: []string{"CH Lens exact CH Lens", "GHAT exact GHAT"},
		wrote:      "1 events, 1 slots, 4 people, 4 registrations, 4 scans, 4 attendances"}
}

func titledAbove() mess {
	return mess{name: "a title and notes above the headings", correct: oneEvent, matched: "0 0 0",
		content:    []byte("Liste des participants au forum des essais\nArras, le 12 mars 2025 ; salle des fêtes\n\n;;;\nN°;Nom et prénom;Établissement;Émargement\n1;ESSAI Alba;CH Lens;signé\n2;MODÈLE Bruno;GHAT;excusé\n3;SAULE Inès;GHAT;?!\n"),
		rows:       []string{"6 ESSAI Alba · CH Lens · [1]", "7 MODÈLE Bruno · GHAT · [3]"},
		problems:   []string{"8! presence_unread"},
		left:       []string{"1 au-dessus des titres de colonnes", "2 au-dessus des titres de colonnes", "3 ligne vide", "4 ligne vide", "5 titres de colonnes"},
		structures: []string{"CH Lens exact CH Lens", "GHAT exact GHAT"},
		wrote:      "1 events, 1 slots, 2 people, 2 registrations, 1 scans, 1 attendances"}
}

func severalSheets() mess {
	return mess{name: "several sheets, the list on the second", matched: "0 0 0",
		correct: func(m *imports.Mapping) { m.Sheet = "Feuil2" },
		content: workbook(nil, [][]any{{"Mode d’emploi"}, {"Remplir la feuille suivante."}},
			[][]any{{"Titre", "Date", "Programme", "Nom", "Prénom"}, {"Forum des essais", "12/03/2025", "conference", "ESSAI", "Alba"}, {"Forum des essais", "12/03/2025", "conference", "MODÈLE", "Bruno"}}),
		rows:     []string{"2 ESSAI Alba · - · [1]", "3 MODÈLE Bruno · - · [1]"},
		problems: []string{"0 no_presence_column", "2 hours_unknown"},
		left:     []string{"1 titres de colonnes"},
		wrote:    "1 events, 1 slots, 2 people, 2 registrations, 2 scans, 2 attendances"}
}

func windowsText() mess {
	return mess{name: "a text of Windows with semicolons and quotes", correct: oneEvent, matched: "0 0 0",
		content:    windows1252("Nom;Prénom;Établissement;Présent(e)\r\nLÉGER;Élodie;\"Maison \"\"des œuvres\"\"; site d’Arras\";oui\r\nNOËL;Zoé;CH Hénin-Beaumont;non\r\n"),
		rows:       []string{"2 LÉGER Élodie · Maison \"des œuvres\"; site d’Arras · [1]", "3 NOËL Zoé · CH Hénin-Beaumont · [2]"},
		left:       []string{"1 titres de colonnes"},
		structures: []string{"Maison \"des œuvres\"; site d’Arras unknown", "CH Hénin-Beaumont alias CHHB"},
		wrote:      "1 events, 1 slots, 2 people, 1 structures, 2 registrations, 1 scans, 1 attendances"}
}

func markedText() mess {
	return mess{name: "a text of UTF-8 with its mark, commas and line breaks in cells", correct: oneEvent, matched: "0 0 0",
		content:    []byte("\ufeffNom,Prénom,Structure,Présence\n\"ESSAI\",\"Alba\",\"CH\nLens\",oui\nMODÈLE,Bruno,\"EPSM, Saint-Venant\",oui\n"),
		rows:       []string{"2 ESSAI Alba · CH Lens · [1]", "4 MODÈLE Bruno · EPSM, Saint-Venant · [1]"},
		left:       []string{"1 titres de colonnes"},
		structures: []string{"CH Lens exact CH Lens", "EPSM, Saint-Venant likely EPSM Val de Lys-Artois"},
		wrote:      "1 events, 1 slots, 2 people, 1 structures, 2 registrations, 2 scans, 2 attendances"}
}

func dates() mess {
	row := func(title string, day any, last string) []any { return []any{title, day, last, "Alba", "oui"} }
	return mess{name: "dates of every kind", correct: func(m *imports.Mapping) { m.Hours = "9h - 12h" }, matched: "0 0 0",
		content: workbook(nil, [][]any{{"Événement", "Date", "Nom", "Prénom", "Présence"},
			row("A", "12/03/2025", "UN"), row("A", 45728, "DEUX"), row("A", "12 mars 2025", "TROIS"), row("A", "mercredi 12 mars 2025", "QUATRE"), row("A", "2025-03-12", "CINQ"),
			row("A", "12.03.25", "SIX"), row("B", "12 et 13 mars 2025", "SEPT"), row("C", "31 février 2025", "HUIT"), row("C", "0/0/0000", "NEUF"), row("C", "12/03/9999", "DIX"),
			row("C", "1er mai 2031", "ONZE"), row("C", "", "DOUZE"), row("C", "45728456", "TREIZE")}),
		rows:     []string{"2 UN Alba · - · [1]", "3 DEUX Alba · - · [1]", "4 TROIS Alba · - · [1]", "5 QUATRE Alba · - · [1]", "6 CINQ Alba · - · [1]", "7 SIX Alba · - · [1]", "8 SEPT Alba · - · [1 1]"},
		problems: []string{"9! date_unread", "10! date_unread", "11! date_unread", "12! not_past", "13! date_unread", "14! date_unread"},
		left:     []string{"1 titres de colonnes"},
		wrote:    "2 events, 3 slots, 7 people, 7 registrations, 8 scans, 8 attendances"}
}

func names() mess {
	return mess{name: "names in every order", correct: oneEvent, matched: "0 0 0",
		content: []byte("Participant;Présence\nESSAI Alba;oui\nBruno MODÈLE;oui\nMme SAULE Inès;oui\nDr. Denis DE L’ORME;oui\nTilleul, Paul;oui\nM. et Mme Charme;oui\nMarc-Antoine HÊTRE-FRÊNE;oui\n12345;oui\nSORBIER Léa et ÉRABLE Tom;oui\n"),
		rows: []string{"2 ESSAI Alba · - · [1]", "3 MODÈLE Bruno · - · [1]", "4 SAULE Inès · - · [1]", "5 DE L’ORME Denis · - · [1]", "6 Tilleul Paul · - · [1]", "7 Charme  · - · [1]",
			"8 HÊTRE-FRÊNE Marc-Antoine · - · [1]", "10 SORBIER Léa · - · [1]", "10 ÉRABLE Tom · - · [1]"},
		problems: []string{"7 several_people", "7 no_first_name", "7 name_unread", "9! name_unread", "10 several_people"},
		left:     []string{"1 titres de colonnes"},
		wrote:    "1 events, 1 slots, 9 people, 9 registrations, 9 scans, 9 attendances"}
}

func noise() mess {
	return mess{name: "blank lines, totals and headings said again", correct: oneEvent, matched: "0 0 0",
		content:  []byte("Nom;Prénom;Présence\nESSAI;Alba;x\n;;\n\nTotal matin : 1;;\nNOM;PRÉNOM;PRÉSENCE\nMODÈLE;Bruno;x\nSous-total;;1\nNom;Prénom;Présence\nSAULE;Inès;\nTotal général;2;\nNombre de participants;;2\n;;2\n"),
		rows:     []string{"2 ESSAI Alba · - · [1]", "7 MODÈLE Bruno · - · [1]", "10 SAULE Inès · - · [2]"},
		problems: []string{"13! no_name"},
		left: []string{"1 titres de colonnes", "3 ligne vide", "4 ligne vide", "5 ligne de total", "6 titres de colonnes répétés", "8 ligne de total", "9 titres de colonnes répétés", "11 ligne de total",
			"12 ligne de total"},
		wrote: "1 events, 1 slots, 3 people, 3 registrations, 2 scans, 2 attendances"}
}

func doubles() mess {
	return mess{name: "doubles in the file, and people already known", correct: oneEvent, matched: "1 1 3",
		content:    []byte("Nom;Prénom;Structure;Courriel;Présence\nORMEAU;ZOE;CHL;ZOÉ.ormeau@EXEMPLE.invalid;oui\nOrmeau;Zoé;;;oui\nORMEAU;Zoé;GHAT;;oui\nESSAI;Alba;GHAT;Alba@Exemple.invalid;oui\nessai;alba;;alba@exemple.INVALID;oui\nESSAI ;Alba;GHAT;;oui\n"),
		rows:       []string{"2 ORMEAU ZOE · CHL · [1]", "4 ORMEAU Zoé · GHAT · [1]", "5 ESSAI Alba · GHAT · [1]"},
		left:       []string{"1 titres de colonnes", "3 déjà dans la liste de cet événement", "6 déjà dans la liste de cet événement", "7 déjà dans la liste de cet événement"},
		structures: []string{"CHL alias CH Lens", "GHAT exact GHAT"},
		wrote:      "1 events, 1 slots, 2 people, 3 registrations, 3 scans, 3 attendances"}
}

func misspelt() mess {
	return mess{name: "structures by their other names, and misspelt", matched: "0 0 0",
		correct: func(m *imports.Mapping) {
			oneEvent(m)
			m.Choices = map[string]imports.Choice{"association des essais": {As: imports.AsNone}}
		},
		content: []byte("Nom;Prénom;Structure;Présence\nUN;Alba;ch lens;1\nDEUX;Alba;CENTRE HOSPITALIER DE LENS;1\nTROIS;Alba;EPSM St Venant;1\nQUATRE;Alba;Centre hospitalié de Lens;1\nCINQ;Alba;Le cheval bleu formation;1\nSIX;Alba;sans structure;1\nSEPT;Alba;Association des essais;1\nHUIT;Alba;La Vie Activ;1\n"),
		rows: []string{"2 UN Alba · ch lens · [1]", "3 DEUX Alba · CENTRE HOSPITALIER DE LENS · [1]", "4 TROIS Alba · EPSM St Venant · [1]", "5 QUATRE Alba · Centre hospitalié de Lens · [1]",
			"6 CINQ Alba · Le cheval bleu formation · [1]", "7 SIX Alba · - · [1]", "8 SEPT Alba · Association des essais · [1]", "9 HUIT Alba · La Vie Activ · [1]"},
		left: []string{"1 titres de colonnes"},
		structures: []string{"ch lens exact CH Lens", "CENTRE HOSPITALIER DE LENS exact CH Lens", "EPSM St Venant alias EPSM Val de Lys-Artois", "Centre hospitalié de Lens likely CH Lens",
			"Le cheval bleu formation alias Le Cheval Bleu", "Association des essais unknown", "La Vie Activ likely La Vie Active"},
		wrote: "1 events, 1 slots, 8 people, 2 structures, 8 registrations, 8 scans, 8 attendances"}
}

func bareCounts() mess {
	return mess{name: "several events, with bare counts", kind: domain.ImportHistory,
		content: workbook(nil, [][]any{{"Rencontres du territoire"}, {"Manifestation", "Quand", "Lieu", "Nb de participants"},
			{"Forum A", "mars 2023", "Arras", "80 personnes"}, {"Forum B", "12 et 13 mars 2024", "", "environ 70"}, {"Forum C", 45728, "", ""}, {"Forum D", "2022-2023", "", "entre 10 et 20"}, {"Forum F", "2022-2023", "", "plus de 1 200"},
			{"Forum A", "mars 2023", "Arras", 80}, {"", "2024", "", 3}, {"Forum E", "un jour", "", 12}, {"TOTAL", "", "", 245}}),
		rows:     []string{"Forum A · 2023-03 · 80", "Forum B · 2024-03-12/2024-03-13 · 70", "Forum C · 2025-03-12 · -1", "Forum F · 2022/2023 · 1200"},
		problems: []string{"4 count_about", "6! count_unread", "7 count_about", "9! no_title", "10! date_unread"},
		left:     []string{"1 au-dessus des titres de colonnes", "2 titres de colonnes", "8 déjà dans l’historique", "11 ligne de total"},
		wrote:    "4 declared_counts"}
}

func halfDays() mess {
	return mess{name: "a column by half-day", matched: "0 0 0",
		correct:  func(m *imports.Mapping) { m.Title, m.Day = "Formation des essais", "12 et 13 mars 2025" },
		content:  []byte("NOM ;Prénom\u00a0;J1 matin;J1 après-midi;J2 matin;J2 après-midi\nESSAI;Alba;X;X;X;X\nMODÈLE;Bruno;X;abs;;x\nSAULE;Inès;;;;\n"),
		rows:     []string{"2 ESSAI Alba · - · [1 1 1 1]", "3 MODÈLE Bruno · - · [1 2 2 1]", "4 SAULE Inès · - · [2 2 2 2]"},
		problems: []string{"2 hours_unknown"},
		left:     []string{"1 titres de colonnes"},
		wrote:    "1 events, 4 slots, 3 people, 3 registrations, 6 scans, 6 attendances"}
}

func sameCodes() mess {
	return mess{name: "identifiers that are there already", kind: domain.ImportHistory,
		content:  []byte("ID;Titre;Année;Participants\n1;Forum A;2023;10\n1;Forum B;2023;20\nsism-2023;Forum C;2022;\n;Forum D;2022;5\ndeclaration-1;Forum E;2022;5\n"),
		rows:     []string{"Forum A · 2023 · 10", "Forum B · 2023 · 20", "Forum C · 2022 · -1", "Forum D · 2022 · 5", "Forum E · 2022 · 5"},
		problems: []string{"3 code_taken", "4 code_taken", "6 code_taken"},
		left:     []string{"1 titres de colonnes"},
		wrote:    "5 declared_counts"}
}
