package pdf

import "strconv"

const agreementTitle = "Convention de stage croisé"

// opening is the title, what the version replaces, and who the parties are.
func (d *agreementDrawing) opening() {
	d.text(agreementTitle, setting{w: bold, c: brand, points: 22, keep: true})
	d.text(joined(", ", d.a.name(), issued(d.a.IssuedOn)), setting{w: semiBold, c: ink, points: 10.6, gap: 1.5})
	if d.a.Version > 1 {
		before := "La présente version annule et remplace la version\u00a0" + strconv.Itoa(d.a.Version-1)
		if d.a.Replaced != "" {
			before += " du " + d.a.Replaced
		}
		d.text(before+".", setting{w: semiBold, c: accent, points: 10.2, gap: 3, keep: d.a.Reason != ""})
		if d.a.Reason != "" {
			d.text("Motif\u00a0: "+d.a.Reason, setting{w: regular, c: ink, points: 10.2, gap: 0.6})
		}
	}
	d.title("Les parties")
	d.text("L’établissement d’origine, employeur de la personne en stage", partySetting)
	d.side(d.a.Home)
	d.text("L’établissement d’accueil", partySetting)
	d.side(d.a.Host)
	d.text("La personne en stage", partySetting)
	d.trainee()
	if d.a.Facilitator != "" {
		d.text("Le facilitateur", partySetting)
		d.text(joined(", ", d.a.Facilitator, d.a.FacilitatorDetail)+".", bodySetting)
		d.text("Le facilitateur met les parties en relation et suit le déroulement du stage. Il n’est pas partie à la présente convention et ne la signe pas.", bodySetting)
	}
}

func (d *agreementDrawing) trainee() {
	from := len(d.pieces)
	d.field("Nom", d.a.Trainee.Name)
	d.field("Fonction", d.a.Trainee.Function)
	d.field("Service", d.a.Trainee.Service)
	d.known("Contact", d.a.Trainee.Contact)
	d.whole(from)
}

func issued(on string) string {
	if on == "" {
		return ""
	}
	return "établie le " + on
}

// articles are the terms, always the same twelve: an article may name another by its number.
func (d *agreementDrawing) articles() {
	for i, article := range []struct {
		title string
		terms func()
	}{
		{"Objet", d.purpose},
		{"Dates et horaires", d.schedule},
		{"Lieu et service d’accueil", d.place},
		{"Tutorat", d.tutor},
		{"Correspondant de l’établissement d’origine", d.correspondent},
		{"Objectifs", d.objectives},
		{"Statut de la personne en stage", d.status},
		{"Assurance et accident du travail", d.insurance},
		{"Confidentialité", d.secrecy},
		{"Conditions pratiques", d.rules},
		{"Frais", d.costs},
		{"Fin du stage et report", d.ending},
	} {
		d.title("Article\u00a0" + strconv.Itoa(i+1) + ". " + article.title)
		article.terms()
	}
}

// says sets paragraphs one after the other.
func (d *agreementDrawing) says(list ...string) {
	for _, s := range list {
		d.text(s, bodySetting)
	}
}

func (d *agreementDrawing) purpose() {
	d.says("La présente convention fixe les conditions dans lesquelles l’établissement d’accueil reçoit la personne en stage, professionnelle de l’établissement d’origine, pour un stage croisé.")
	if d.a.Campaign != "" {
		d.says("Cadre du stage\u00a0: " + d.a.Campaign + ".")
	}
	d.says("Le stage a pour but la découverte et l’observation des missions, des métiers et de l’organisation de l’établissement d’accueil, et une meilleure connaissance mutuelle des établissements. La personne en stage observe. Elle n’accomplit aucun acte de soin, ne prend aucune décision concernant une personne accompagnée, n’occupe aucun poste et ne remplace personne.",
		"La présente convention ne relève pas des articles L.\u00a0124-1 et suivants du code de l’éducation.")
}

func (d *agreementDrawing) schedule() {
	if len(d.a.Days) == 0 {
		d.text("Le stage se déroule aux dates et heures suivantes\u00a0:", leadSetting)
	} else {
		d.text("Le stage se déroule sur "+halfDays(len(d.a.Days))+", aux dates et heures suivantes\u00a0:", leadSetting)
	}
	d.days(d.a.Days, d.a.Total)
}

func (d *agreementDrawing) place() {
	from := len(d.pieces)
	d.field("Service", d.a.Service)
	d.field("Lieu", d.a.Place)
	d.field("Adresse", d.a.PlaceAddress)
	d.whole(from)
}

func (d *agreementDrawing) tutor() {
	d.text("La tutrice ou le tuteur accueille la personne en stage, l’accompagne et atteste sa présence à chaque demi-journée.", leadSetting)
	d.person(d.a.Tutor)
}

func (d *agreementDrawing) correspondent() {
	d.text("Cette personne suit le stage pour l’établissement d’origine et répond à l’établissement d’accueil.", leadSetting)
	d.person(d.a.Correspondent)
}

func (d *agreementDrawing) objectives() {
	list := paragraphs(d.a.Objectives)
	d.says(list...)
	if len(list) == 0 {
		d.hand(3)
	}
	if programme := paragraphs(d.a.Programme); len(programme) > 0 {
		d.text("Ce que l’établissement d’accueil propose de découvrir\u00a0:", leadSetting)
		d.says(programme...)
	}
}

func (d *agreementDrawing) status() {
	d.says("Pendant le stage, la personne en stage reste employée et rémunérée par l’établissement d’origine, sous son autorité hiérarchique. Les heures de stage sont comptées comme temps de travail. L’établissement d’accueil ne verse aucune rémunération ni gratification.",
		"L’établissement d’origine délivre à la personne en stage un ordre de mission pour les dates de l’article\u00a02.")
}

func (d *agreementDrawing) insurance() {
	d.says("Chaque établissement déclare être assuré en responsabilité civile, ou être son propre assureur, pour les dommages dont il aurait à répondre à l’occasion du stage.",
		"Un accident survenu pendant le stage ou sur le trajet relève du régime dont la personne en stage bénéficie auprès de l’établissement d’origine. L’établissement d’accueil le prévient aussitôt, et au plus tard dans les vingt-quatre heures\u00a0; l’établissement d’origine accomplit les déclarations qui incombent à l’employeur.")
}

func (d *agreementDrawing) secrecy() {
	d.says("La personne en stage est tenue au secret professionnel et à la discrétion professionnelle sur tout ce qu’elle voit, lit ou entend pendant le stage. Cette obligation demeure après le stage.",
		"Aucune donnée relative à une personne accompagnée ou à son entourage ne sort de l’établissement d’accueil, sur quelque support que ce soit. La personne en stage n’assiste à un entretien ou à une activité qu’avec l’accord des personnes accompagnées concernées.",
		"Le rapport d’étonnement remis après le stage ne cite aucune personne accompagnée et ne contient aucune information de santé.")
}

func (d *agreementDrawing) rules() {
	own := "La personne en stage respecte le règlement intérieur et les règles d’hygiène et de sécurité de l’établissement d’accueil, et suit les consignes de la tutrice ou du tuteur."
	if len(d.a.Conditions) == 0 {
		d.says(own)
		return
	}
	d.text(own, leadSetting)
	d.conditions(d.a.Conditions)
}

func (d *agreementDrawing) costs() {
	if list := paragraphs(d.a.Costs); len(list) > 0 {
		d.says(list...)
		return
	}
	d.says("Chaque établissement garde à sa charge les frais que le stage lui occasionne. Aucune somme n’est versée d’un établissement à l’autre. Les frais de déplacement et de repas de la personne en stage suivent les règles de l’établissement d’origine.")
}

func (d *agreementDrawing) ending() {
	to := "aux autres parties"
	if d.a.Facilitator != "" {
		to += " et au facilitateur"
	}
	// They keep with the signatures, which never stand alone on a page.
	for _, s := range []string{"La convention prend effet à la date de la dernière signature et prend fin au terme du stage. Les obligations de l’article\u00a09 demeurent.",
		"Chaque partie peut mettre fin au stage ou en demander le report, par un écrit adressé " + to + ", qui en donne le motif.",
		"Un report, ou un changement de dates, de lieu ou de service, fait l’objet d’une nouvelle version de la présente convention, qui annule et remplace la précédente."} {
		d.text(s, leadSetting)
	}
}
