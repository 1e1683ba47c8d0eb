package hooks

import (
	"strings"
	"testing"

	"passerelle/internal/domain"
	"passerelle/internal/placement"
)

// Every move that a party may make has its sentence, after its author; every state, party and incident has its words, and
// everything that may be awaited.
func TestEveryMoveHasASentence(t *testing.T) {
	c := &placement.Case{}
	for _, r := range domain.PlacementRules {
		for _, by := range r.By {
			text := deskStepWords(c, domain.PlacementStep{By: by, Act: domain.PlacementAct{Move: r.Move, Signature: domain.AgreementSignature{Signer: domain.PartyHome}}})
			if !strings.HasPrefix(text, "a ") && !strings.HasPrefix(text, "n’a ") || strings.Contains(text, "  ") || strings.HasSuffix(text, " ") {
				t.Errorf("%s by %s: %q", r.Move, by, text)
			}
		}
	}
	for _, st := range domain.PlacementStates {
		if deskStates[st].Text == "" {
			t.Errorf("the state %s has no words", st)
		}
	}
	for _, p := range domain.Parties {
		if placement.PartyWords[p] == "" {
			t.Errorf("the party %s has no words", p)
		}
	}
	for _, m := range []domain.Move{domain.MoveAgree, domain.MoveMatch, domain.MoveSend, domain.MoveSign, domain.MoveAmend, domain.MoveTell, domain.MoveFinish, domain.MovePostpone,
		domain.MoveResume, domain.MoveReceive, domain.MoveCertify} {
		if deskAwaitedWords(c, domain.AwaitedMove{Move: m, Of: domain.PartyHost}) == "" {
			t.Errorf("%s is awaited without words", m)
		}
	}
}
