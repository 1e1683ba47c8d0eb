package hooks

import (
	"errors"

	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/device"
	"passerelle/internal/link"
	"passerelle/internal/mailing"
	"passerelle/internal/placement"
	"passerelle/internal/records"
	"passerelle/internal/retention"
	"passerelle/internal/survey"
	"passerelle/internal/training"
)

// schedule binds every job that runs by the clock (UTC).
func (s *site) schedule(app core.App) error {
	jobs := []struct {
		id, when string
		run      func(app core.App) error
	}{
		{"passerelleBackup", "30 1 * * *", s.nightlyBackup},
		{"passerelleMails", "* * * * *", s.plannedMails},
		{"passerellePhones", "*/5 * * * *", s.phonesBack},
		{"passerelleStages", "5 6-16 * * *", s.stageReminders}, // every hour of the day
		{"passerelleGrants", "15 2 * * *", func(app core.App) error {
			return records.DropGrants(app, link.Space, records.At(s.now()))
		}},
		{"passerelleDocuments", "10 3 * * *", func(app core.App) error { // what could not be drawn is tried anew: a disk may have room again
			_, err := records.RetryCertificates(app, "")
			return err
		}},
		{"passerelleFigures", "20 2 * * *", records.DropFactChanges},
		{"passerelleNeeds", "45 2 * * *", func(app core.App) error {
			return retention.Nightly(app, s.now())
		}},
	}
	for _, j := range jobs {
		if err := app.Cron().Add(j.id, j.when, func() {
			if err := j.run(app); err != nil {
				app.Logger().Error("job failed", "job", j.id, "error", err)
				if s.Log != nil {
					s.Log.Error("job failed", "job", j.id, "error", err.Error())
				}
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// phonesBack ends the closings that wait for no phone any more.
func (s *site) phonesBack(app core.App) error {
	n, err := device.ReleaseAll(app, s.now())
	if n > 0 {
		s.nudge()
	}
	return err
}

// stageReminders queues what is due about the stages croisés, where a worker sends it.
func (s *site) stageReminders(app core.App) error {
	if !s.Worker {
		return nil
	}
	n, err := placement.Remind(app, s.now())
	if n > 0 {
		s.nudge()
	}
	return err
}

// plannedMails queues the letters whose hour has come, and wakes the worker for them. Where no worker runs, nothing
// is sent and nothing comes due.
func (s *site) plannedMails(app core.App) error {
	if !s.Worker {
		return nil
	}
	n, err := mailing.Run(app, s.now())
	chased, err2 := training.ChaseIssuers(app, s.now())
	again, err3 := training.Chase(app, s.now())
	asked, err4 := survey.Run(app, s.now())
	ended, err5 := placement.Tick(app, s.now())
	if n+chased+again+asked+ended > 0 {
		s.nudge()
	}
	return errors.Join(err, err2, err3, err4, err5)
}
