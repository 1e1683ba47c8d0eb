package mail

import (
	"context"
	"fmt"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/link"
	"passerelle/internal/records"
)

// SendNow writes a letter and sends it at once, past the outbox: a test of the settings, whose answer is
// wanted on the screen, or a login code, which is worthless later and must not stand readable. The error is
// Dial's or Send's, for Explain.
func SendNow(ctx context.Context, app core.App, config Config, kind, address, name string, w Words) error {
	if err := addOrganiser(app, &w); err != nil {
		return err
	}
	subject, text, err := compose(app, kind, w)
	if err != nil {
		return err
	}
	host := hostOf(link.Base(app))
	if host == "" {
		host = "passerelle.invalid"
	}
	m, err := message(app, &records.Letter{Recipient: address, RecipientName: name, Subject: subject, Text: text,
		MessageID: fmt.Sprintf("%s%s@%s", records.NewID(), records.NewID(), host)}, nil)
	if err != nil {
		return err
	}
	sender, err := Dial(ctx, config)
	if err != nil {
		return err
	}
	defer sender.Close()
	return sender.Send(ctx, m)
}
