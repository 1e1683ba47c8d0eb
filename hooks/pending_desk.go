package hooks

import "github.com/pocketbase/pocketbase/core"

func (s *site) deskHome(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) settingsForm(e *core.RequestEvent) error   { return e.NotFoundError("", nil) }
func (s *site) saveSettings(e *core.RequestEvent) error   { return e.NotFoundError("", nil) }
func (s *site) testMail(e *core.RequestEvent) error       { return e.NotFoundError("", nil) }
func (s *site) addLogo(e *core.RequestEvent) error        { return e.NotFoundError("", nil) }
func (s *site) removeLogo(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) logo(e *core.RequestEvent) error           { return e.NotFoundError("", nil) }
func (s *site) users(e *core.RequestEvent) error          { return e.NotFoundError("", nil) }
func (s *site) addUser(e *core.RequestEvent) error        { return e.NotFoundError("", nil) }
func (s *site) toggleUser(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) backups(e *core.RequestEvent) error        { return e.NotFoundError("", nil) }
func (s *site) backupNow(e *core.RequestEvent) error      { return e.NotFoundError("", nil) }
func (s *site) downloadBackup(e *core.RequestEvent) error { return e.NotFoundError("", nil) }
func (s *site) structures(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) structureForm(e *core.RequestEvent) error  { return e.NotFoundError("", nil) }
func (s *site) saveStructure(e *core.RequestEvent) error  { return e.NotFoundError("", nil) }
func (s *site) letters(e *core.RequestEvent) error        { return e.NotFoundError("", nil) }
func (s *site) mailMerge(e *core.RequestEvent) error      { return e.NotFoundError("", nil) }
func (s *site) letter(e *core.RequestEvent) error         { return e.NotFoundError("", nil) }
func (s *site) sendLetter(e *core.RequestEvent) error     { return e.NotFoundError("", nil) }
func (s *site) releaseLetters(e *core.RequestEvent) error { return e.NotFoundError("", nil) }
func (s *site) letterLinks(e *core.RequestEvent) error    { return e.NotFoundError("", nil) }
