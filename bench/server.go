package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// build makes the binary as `make build` does.
func build(to string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", to, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// server is the binary while it serves.
type server struct {
	base string
	cmd  *exec.Cmd
}

// serve starts the binary and says how long its first page took.
func serve(binary, dir, smtp string) (s *server, first time.Duration, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, 0, err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, 0, err
	}
	s = &server{base: "http://" + address, cmd: exec.Command(binary, "serve", "--http", address, "--dir", dir)}
	s.cmd.Env = append(os.Environ(), "PASSERELLE_URL="+s.base)
	if smtp != "" {
		s.cmd.Env = append(s.cmd.Env, "PASSERELLE_SMTP_URL="+smtp)
	}
	log, err := os.Create(dir + "/../server.log")
	if err != nil {
		return nil, 0, err
	}
	defer log.Close()
	s.cmd.Stdout, s.cmd.Stderr = log, log
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, 0, err
	}
	for time.Since(began) < 30*time.Second {
		answer, err := http.Get(s.base + "/")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return s, time.Since(began), nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	s.stop()
	return nil, 0, errors.New("the binary does not serve")
}

func (s *server) stop() {
	s.cmd.Process.Signal(os.Interrupt)
	s.cmd.Wait()
}

// memory reads a line of the process's status (VmRSS, VmHWM), in MB.
func (s *server) memory(line string) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for _, l := range strings.Split(string(b), "\n") {
		if rest, ok := strings.CutPrefix(l, line+":"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1000, err
		}
	}
	return 0, fmt.Errorf("no %s", line)
}

// cpu is the processor time that the binary has used, in seconds.
func (s *server) cpu() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ") // the name of the command may hold anything
	words := strings.Fields(rest)
	if len(words) < 13 {
		return 0
	}
	ticks := 0.0
	for _, w := range words[11:13] { // utime, stime: hundredths of a second
		n, _ := strconv.ParseFloat(w, 64)
		ticks += n
	}
	return ticks / 100
}

// forgetPeak makes VmHWM start again.
func (s *server) forgetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0)
}

// serve keeps one server over all measures.
func (b *bench) serve() error {
	if b.server != nil {
		return nil
	}
	s, _, err := serve(b.binary, b.folder.dir, b.smtp)
	b.server = s
	return err
}

// start measures the first page on existing data, the memory once idle, and the size of the binary.
func (b *bench) start() error {
	s, first, err := serve(b.binary, b.folder.dir, b.smtp)
	if err != nil {
		return err
	}
	b.server = s
	time.Sleep(2 * time.Second)
	idle, err := s.memory("VmRSS")
	if err != nil {
		return err
	}
	info, err := os.Stat(b.binary)
	if err != nil {
		return err
	}
	ms, size := float64(first.Milliseconds()), float64(info.Size())/1e6
	detail := fmt.Sprintf("%d inscriptions, %s", b.folder.registrations, pragmas)
	b.add(measure{Name: "start", Value: ms, Unit: "ms", Detail: detail, Budget: "< 300 ms", Met: ms < 300})
	b.add(measure{Name: "start_memory", Value: idle, Unit: "MB", Detail: detail + ", 2 s après", Budget: "< 60 MB", Met: idle < 60})
	b.add(measure{Name: "start_binary", Value: size, Unit: "MB", Detail: "statique, tout embarqué", Budget: "< 45 MB", Met: size < 45})
	return nil
}
