package reference

import (
	"io/fs"
	"time"
)

// AgendaLine is a line of a running order; Starts and Ends are hours of the day in Paris, as « 10:30 ».
type AgendaLine struct {
	Starts, Ends, Title, SpeakerStructure string
}

// Agenda1000Days is the running order of the half-day « Les 1 000 premiers jours », 10:30 to 15:15, for
// the demonstration. SpeakerStructure is the short name of a structure or the PTSM's own, empty when
// unknown.
func Agenda1000Days() ([]AgendaLine, error) {
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return agenda(files)
}

func agenda(files fs.FS) (lines []AgendaLine, err error) {
	rows, err := read(files, "programme-1000-jours.csv", "starts", "ends", "title", "speaker_structure")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		line := AgendaLine{Starts: r.clock("starts"), Ends: r.clock("ends"), Title: r.required("title"),
			SpeakerStructure: r.text("speaker_structure")}
		if line.Ends <= line.Starts {
			r.fault("ends: %q is not after %q", line.Ends, line.Starts)
		}
		if r.err != nil {
			return nil, r.err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// clock is an hour of five characters, so that the order of texts is the order of hours.
func (r *row) clock(column string) string {
	s := r.text(column)
	if t, err := time.Parse("15:04", s); err != nil || t.Format("15:04") != s {
		r.fault("%s: %q is not an hour", column, s)
	}
	return s
}
