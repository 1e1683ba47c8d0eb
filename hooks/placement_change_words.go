package hooks

import "passerelle/internal/domain"

// changeWords are what a party may change of a placement, in the order of the page.
var changeWords = []change{
	{Move: domain.MoveResume, Title: "Poser de nouvelles dates", Days: true, Button: "Poser ces dates",
		Causes: "Le stage reprend où il en était. Si la convention avait été envoyée, la coordination en envoie une nouvelle version\u00a0: les présences se notent quand les trois signatures y sont."},
	{Move: domain.MovePostpone, Title: "Reporter", Button: "Reporter le stage",
		Causes: "Les demi-journées qui restent n’auront pas lieu aux dates prévues. Celles qui ont eu lieu restent acquises, et rien n’est à recommencer\u00a0: l’établissement d’accueil ou la coordination pose d’autres dates."},
	{Move: domain.MoveFinish, Title: "Terminer avec ce qui a eu lieu", Button: "Terminer le stage",
		Causes: "Le stage est terminé avec les demi-journées déjà faites\u00a0; celles qui étaient reportées n’auront pas lieu."},
	{Move: domain.MoveUnmatch, Title: "Rendre la place", Button: "Rendre la place", Danger: true,
		Causes: "Cette place ne convient pas\u00a0: elle redevient libre, la convention en cours ne vaut plus, et la coordination cherche une autre place. La demande reste."},
	{Move: domain.MoveCancel, Title: "Annuler le stage", Button: "Annuler le stage", Danger: true,
		Causes: "Le stage n’aura pas lieu. Cela ne se défait pas\u00a0: il faudrait une nouvelle demande. Pour d’autres dates, reportez-le plutôt."},
	{Move: domain.MoveNoShow, Title: "Personne n’est venu", Button: "Clore le stage\u00a0: personne n’est venu", Danger: true,
		Causes: "La personne attendue n’est pas venue et n’a pas prévenu. Le stage est clos. Si une seule demi-journée a manqué, notez plutôt cette demi-journée."},
}
