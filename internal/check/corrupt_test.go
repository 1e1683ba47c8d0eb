package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"

	"passerelle/internal/check"
	"passerelle/internal/testapp"
)

// corruption spoils one row by SQL, behind the back of the use cases, and names the invariant and the id
// that the audit must then say. Guards that stand in the way are dropped first, and put back.
type corruption struct {
	name      string
	invariant int
	id        string // a name of lived, or the id itself after « = »
	sql       string
}

var corruptions = []corruption{
	{"an answer that nobody gave", 11, "full", `INSERT INTO survey_answers (id, event, survey, kind, way, answers) VALUES ('reponse00000000', {:full}, 'enquetechaud001', 'hot', 'link', '{}')`},
	{"reminded a third time", 11, "=invitation00000", `INSERT INTO survey_invitations (id, event, registration, kind, sent_at, chased_at, chased, answered)
		SELECT 'invitation00000', event, id, 'cold', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z', 3, 0 FROM registrations WHERE id = {:first}`},
	{"asked about another event", 11, "=invitation00000", `INSERT INTO survey_invitations (id, event, registration, kind, sent_at, chased_at, chased, answered)
		SELECT 'invitation00000', {:held}, id, 'cold', '2026-11-20 08:30:00.000Z', '', 0, 0 FROM registrations WHERE id = {:first}`},
	{"a text published with its original", 11, "=texte0000000000", `INSERT INTO survey_verbatims (id, event, survey, kind, question, text, shown_text, state, moderated_by, moderated_at)
		VALUES ('texte0000000000', {:full}, 'enquetechaud001', 'hot', 'ameliorer', 'Mme X', 'Rien', 'shown', 'essai', '2026-11-20 08:30:00.000Z')`},
	{"a letter by hand that lost a reader", 9, "=mailing00000000", `INSERT INTO mailings (id, event, filter, subject, text, created_by, intent, people, created)
		VALUES ('mailing00000000', {:full}, '{}', 'Un mot', 'Bonjour', 'essai', 'i1', 2, '2026-11-20 08:30:00.000Z')`},
	{"a file that letters lack", 12, "full", `UPDATE events SET attachments = '["piece:perdue"]' WHERE id = {:full}`},

	{"erased, and still named", 8, "gone", "UPDATE registrations SET erased_at = '2026-11-20 08:30:00.000Z' WHERE id = {:gone}"},
	{"a person erased, and still named", 8, "", "UPDATE people SET erased_at = '2026-11-20 08:30:00.000Z' WHERE id = (SELECT person FROM registrations WHERE id = {:gone})"},
	{"a list both confirmed and dropped", 8, "=purge0000000000", `INSERT INTO purges (id, scope, year, proposed_by, confirmed_by, dropped_by, summary, proposed_at, confirmed_at, dropped_at)
		VALUES ('purge0000000000', 'identities', 2021, 'a', 'a', 'a', '{}', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z')`},
	{"a link of readers without an end", 9, "=lecteur00000000", `INSERT INTO readers (id, label, actor, reports, created, expires_at, revoked_at)
		VALUES ('lecteur00000000', 'ARS', 'a', '["x"]', '2026-11-20 08:30:00.000Z', '', '')`},

	{"brought in from a file that is not there", 5, "first", "UPDATE registrations SET import = 'import000000000' WHERE id = {:first}"},
	{"the text of a file of the past that nothing awaits", 9, "=import:perdu", `INSERT INTO files (id, name, type, sha256, bytes, created) VALUES ('import:perdu', 'x', 'x', '', x'00', '2026-11-20 08:30:00.000Z')`},
	{"a scan said to come from a file", 5, "", "UPDATE scans SET source = 'import' WHERE seq = 1"},

	{"a seat too many", 1, "full", "UPDATE registrations SET state = 'confirmed', confirmed_at = registered_at WHERE id = {:first}"},
	{"a capacity under the seats", 1, "full", "UPDATE events SET capacity = 1 WHERE id = {:full}"},
	{"a seat without a date", 1, "first", "UPDATE registrations SET state = 'confirmed' WHERE id = {:first}"},
	{"a withdrawal without a date", 1, "gone", "UPDATE registrations SET cancelled_at = '' WHERE id = {:gone}"},

	{"seats miscounted", 1, "full", "UPDATE seat_counts SET taken = taken - 1 WHERE event = {:full}"},
	{"over a quota", 1, "", `UPDATE events SET quotas = '[{"kind":"structure","max":1}]' WHERE id = {:full}`},
	{"an offer without a deadline", 1, "first", "UPDATE registrations SET state = 'offered' WHERE id = {:first}"},
	{"a free seat under a quota that lets pass", 2, "first", `UPDATE events SET capacity = 4, quotas = '[{"kind":"structure","max":9}]' WHERE id = {:full}`},
	{"a free seat and a list", 2, "first", "UPDATE events SET capacity = 4 WHERE id = {:full}"},
	{"overtaken on the list", 2, "next", "UPDATE registrations SET state = 'confirmed', confirmed_at = registered_at WHERE id = {:next}"},
	{"promoted before who came first", 2, "promotedNext", `UPDATE audit SET target = CASE target WHEN {:promoted} THEN {:promotedNext} ELSE {:promoted} END
		WHERE action = 'promote' AND target IN ({:promoted}, {:promotedNext})`},
	{"two at one rank", 2, "", "DROP INDEX idx_registrations_seq; UPDATE registrations SET seq = 6 WHERE id = {:next}"},

	{"a seat given to nobody", 2, "given", "UPDATE registrations SET replaces = '' WHERE id = {:heir}"},
	{"a seat given twice", 2, "given", "DROP INDEX idx_registrations_successor; UPDATE registrations SET replaces = {:given} WHERE replaces = {:exchanged}"},
	{"a seat carried and kept", 2, "heir", "UPDATE registrations SET state = 'cancelled', cancelled_at = registered_at WHERE id = {:given}"},
	{"a seat of another event", 2, "heir", "UPDATE registrations SET event = {:full}, seq = 90 WHERE id = {:heir}"},
	{"a chain that turns back", 2, "heir", "UPDATE registrations SET seq = 90 WHERE id = {:given}"},
	{"a swap with oneself", 2, "swap", "UPDATE swaps SET second = first WHERE id = {:swap}"},
	{"a swap without its date", 2, "swap", "UPDATE swaps SET decided_at = '' WHERE id = {:swap}"},
	{"a letter of a seat lost", 9, "heir", "DELETE FROM outbox WHERE cause = 'succession:' || {:heir}"},

	{"a colleague of another event's group", 11, "first", `INSERT INTO bookings (id, event, last_name, first_name, email, informed_at, created)
		VALUES ('booking00000000', 'ailleurs', 'Essai', 'Nora', 'nora@exemple.invalid', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z');
		UPDATE registrations SET booking = 'booking00000000' WHERE id = {:first}`},
	{"a colleague of no group", 11, "first", "UPDATE registrations SET booking = 'booking00000009' WHERE id = {:first}"},
	{"a colleague whom no letter reaches", 9, "first", "UPDATE registrations SET booking = 'booking00000009', email = '' WHERE id = {:first}"},
	{"a group that nobody was told of", 11, "=booking00000000", `INSERT INTO bookings (id, event, last_name, first_name, email, informed_at, created)
		VALUES ('booking00000000', {:full}, 'Essai', 'Nora', 'nora@exemple.invalid', '', '2026-11-20 08:30:00.000Z')`},

	{"a sheet that lists another event's", 11, "sheet", "DROP TRIGGER sheets_fixed; UPDATE sheets SET people = json_array({:first}) WHERE id = {:sheet}"},
	{"a sheet of another event's half-day", 11, "sheet", "DROP TRIGGER sheets_fixed; UPDATE sheets SET slots = json_array({:morning}) WHERE id = {:sheet}"},
	{"a sheet that lists one twice", 11, "sheet", "DROP TRIGGER sheets_fixed; UPDATE sheets SET people = json_array(people ->> 0, people ->> 0) WHERE id = {:sheet}"},
	{"a sheet typed by nobody", 5, "sheet", "UPDATE sheets SET entered_by = '' WHERE id = {:sheet}"},
	{"typed from no sheet", 5, "typed", "DROP TRIGGER scans_fixed; UPDATE scans SET nonce = 'feuille:perdue000000000' || substr(nonce, 24) WHERE id = {:typed}"},

	{"new dates confirmed by who was not asked", 1, "first", "UPDATE registrations SET dates_confirmed_at = '2026-11-20 08:30:00.000Z' WHERE id = {:first}"},
	{"new dates of what was not postponed", 1, "gone", "UPDATE registrations SET dates_asked_at = '2026-11-20 08:30:00.000Z' WHERE id = {:gone}"},
	{"new dates that nobody told", 9, "first", "UPDATE registrations SET dates_asked_at = '2026-11-20 08:30:00.000Z' WHERE id = {:first}"},
	{"postponed from no dates", 1, "full", "UPDATE events SET postponed_at = '2026-11-20 08:30:00.000Z' WHERE id = {:full}"},
	{"maintained with nobody knows how many", 1, "full", "UPDATE events SET maintained_at = '2026-11-20 08:30:00.000Z' WHERE id = {:full}"},
	{"gone to no other group", 2, "gone", `INSERT INTO audit (id, at, actor, action, kind, target, event, reason, before, after)
		VALUES ('audit0000000000', '2026-11-20 08:30:00.000Z', 'essai', 'transfer', 'registration', {:gone}, {:full}, '', 'null', 'null')`},

	{"one person twice", 3, "next", "DROP INDEX idx_registrations_live; UPDATE registrations SET person = {:otherPerson} WHERE id = {:next}"},
	{"one person twice by a merge", 3, "first", "UPDATE people SET merged_into = {:person} WHERE id = {:otherPerson}"},
	{"a state of nowhere", 3, "next", "UPDATE registrations SET state = 'perdue' WHERE id = {:next}"},

	{"a manager nobody asked", 9, "first", "UPDATE registrations SET state = 'pending_manager' WHERE id = {:first}"},
	{"decided by nobody", 1, "next", "UPDATE registrations SET decided_at = '2026-11-20 08:30:00.000Z' WHERE id = {:next}"},
	{"decided on no day", 1, "next", "UPDATE registrations SET decided_by = 'essai' WHERE id = {:next}"},
	{"refused by nobody", 1, "promoted", "UPDATE registrations SET state = 'refused' WHERE id = {:promoted}"},
	{"waits for an answer that was given", 1, "next", "UPDATE registrations SET state = 'requested', decided_at = '2026-11-20 08:30:00.000Z', decided_by = 'essai' WHERE id = {:next}"},
	{"waits for a manager who answered", 1, "next", "UPDATE registrations SET state = 'pending_manager', manager_asked_at = '2026-11-20 08:30:00.000Z', manager_answered_at = '2026-11-20 09:30:00.000Z' WHERE id = {:next}"},
	{"answered by a manager who was not asked", 1, "next", "UPDATE registrations SET manager_answered_at = '2026-11-20 08:30:00.000Z' WHERE id = {:next}"},
	{"reminded and no trace", 9, "next", "UPDATE registrations SET manager_asked_at = '2026-11-20 08:30:00.000Z', manager_reminders = 1 WHERE id = {:next}"},
	{"a refusal nobody told", 9, "promoted", "UPDATE registrations SET state = 'refused' WHERE id = {:promoted}"},

	{"a presence removed", 4, "present", "DELETE FROM attendances WHERE id = {:attendance}"},
	{"a presence altered", 4, "attendance", "UPDATE attendances SET minutes = minutes - 30 WHERE id = {:attendance}"},
	{"a presence made up", 4, "=presence0000000", `INSERT INTO attendances (id, event, registration, slot, first_at, left_at, minutes, proof, scans)
		VALUES ('presence0000000', {:held}, {:absent}, {:afternoon}, '2026-11-21 13:00:00.000Z', '', 180, 4, 1)`},
	{"a presence that was undone", 4, "=presence0000000", `INSERT INTO attendances (id, event, registration, slot, first_at, left_at, minutes, proof, scans)
		VALUES ('presence0000000', {:held}, {:absent}, {:morning}, '2026-11-21 08:05:00.000Z', '', 210, 4, 1)`},
	{"a scan deleted", 4, "afterRefused", "DROP TRIGGER scans_stay; DELETE FROM scans WHERE id = {:refused}"},
	{"a refusal that counts", 4, "refused", "DROP TRIGGER scans_fixed; UPDATE scans SET counts = 1 WHERE id = {:refused}"},
	{"an outcome of nowhere", 4, "refused", "DROP TRIGGER scans_fixed; UPDATE scans SET outcome = 'peut-être' WHERE id = {:refused}"},
	{"another answer", 4, "refused", `DROP TRIGGER scans_answered; UPDATE scans SET answer = '{"outcome":"accepted"}' WHERE id = {:refused}`},
	{"one nonce twice", 4, "", "DROP TRIGGER scans_fixed; DROP INDEX idx_scans_nonce; UPDATE scans SET nonce = 'n1' WHERE id = {:refused}"},
	{"a scan without a nonce", 4, "refused", "DROP TRIGGER scans_fixed; UPDATE scans SET nonce = '' WHERE id = {:refused}"},
	{"a fact of nobody", 4, "scan", "DROP TRIGGER scans_fixed; UPDATE scans SET registration = '' WHERE id = {:scan}"},

	{"two presences", 5, "", `DROP INDEX idx_attendances_presence; INSERT INTO attendances (id, event, registration, slot, first_at, left_at, minutes, proof, scans)
		SELECT 'presence0000000', event, registration, slot, first_at, left_at, minutes, proof, scans FROM attendances WHERE id = {:attendance}`},
	{"a signature without its arrival", 5, "=signature000000", `INSERT INTO signatures (id, event, registration, slot, nonce, way, name, signed_at, strokes, snapshot)
		SELECT 'signature000000', event, registration, slot, 'aucun', 'confirmed', 'Essai', at, NULL,
		'{"title":"Essai","starts":"2026-11-21T08:00:00Z","ends":"2026-11-21T11:00:00Z"}' FROM scans WHERE id = {:scan}`},
	{"an arrival without its signature", 5, "scan", "DROP TRIGGER scans_signed; UPDATE scans SET signed = 1 WHERE id = {:scan}"},
	{"a signature of nothing", 5, "=signature000000", `INSERT INTO signatures (id, event, registration, slot, nonce, way, name, signed_at, strokes, snapshot)
		SELECT 'signature000000', event, registration, slot, nonce, 'confirmed', 'Essai', at, NULL, '{}' FROM scans WHERE id = {:scan}`},
	{"a drawing of who confirmed by keyboard", 5, "=signature000000", `INSERT INTO signatures (id, event, registration, slot, nonce, way, name, signed_at, strokes, snapshot)
		SELECT 'signature000000', event, registration, slot, nonce, 'confirmed', 'Essai', at, '[[1,1,99,99]]',
		'{"title":"Essai","starts":"2026-11-21T08:00:00Z","ends":"2026-11-21T11:00:00Z"}' FROM scans WHERE id = {:scan}`},
	{"a trainer who certifies nobody", 5, "=signature000000", `INSERT INTO signatures (id, event, registration, slot, nonce, way, name, signed_at, strokes, snapshot)
		SELECT 'signature000000', event, '', slot, 'formateur:x', 'trainer', 'Essai', at, NULL,
		'{"title":"Essai","starts":"2026-11-21T08:00:00Z","ends":"2026-11-21T11:00:00Z"}' FROM scans WHERE id = {:scan}`},
	{"a half-day of another event", 5, "attendance", "UPDATE attendances SET slot = {:slot} WHERE id = {:attendance}"},
	{"a scan at another event", 5, "scan", "DROP TRIGGER scans_fixed; UPDATE scans SET slot = {:slot} WHERE id = {:scan}"},
	{"let in for no reason", 5, "forced", "UPDATE scans SET reason = '' WHERE id = {:forced}"},
	{"caught up without a presence", 5, "toCatch", "UPDATE catch_ups SET done_at = planned_at, done_by = 'essai' WHERE id = {:toCatch}"},
	{"a presence of what is not caught up", 5, "caught", "UPDATE catch_ups SET done_at = '', done_by = '' WHERE id = {:caught}"},
	{"caught up by nobody", 5, "caught", "UPDATE catch_ups SET done_by = '' WHERE id = {:caught}"},
	{"dropped for no reason", 5, "toCatch", "UPDATE catch_ups SET dropped_at = planned_at, dropped_by = 'essai' WHERE id = {:toCatch}"},
	{"caught up in the own group", 5, "toCatch", "UPDATE catch_ups SET other_slot = {:ownAfternoon} WHERE id = {:toCatch}"},
	{"caught up in another training", 5, "caught", "UPDATE events SET programme = '' WHERE id = {:own}"},
	{"caught up of another event's half-day", 5, "toCatch", "UPDATE catch_ups SET slot = {:guestMorning} WHERE id = {:toCatch}"},
	{"to be caught up with a group called off", 5, "toCatch", "UPDATE events SET status = 'cancelled' WHERE id = {:guestGroup}"},
	{"two caught up at once", 5, "", "UPDATE catch_ups SET registration = {:catcher}, other_slot = {:guestMorning}, slot = {:ownAfternoon} WHERE id = {:toCatch}"},
	{"let in for a half-day that is not caught up there", 5, "guestScan", "UPDATE catch_ups SET other_slot = (SELECT other_slot FROM catch_ups WHERE id = {:toCatch}) WHERE id = {:caught}"},
	{"a presence caught up of nothing", 5, "caughtFact", "DELETE FROM catch_ups WHERE id = {:caught}"},
	{"to be caught up and never told", 9, "toCatch", "DELETE FROM outbox WHERE cause = 'rattrapage:' || {:toCatch}"},
	{"half a name that was typed online", 5, "first", "UPDATE registrations SET incomplete = 1 WHERE id = {:first}"},
	{"half a name, and nobody to ask", 5, "present", "UPDATE registrations SET first_name = '' WHERE id = {:present}"},
	{"a fact without a date", 5, "scan", "UPDATE scans SET received_at = '' WHERE id = {:scan}"},

	{"bytes altered", 6, "certificate", "DROP TRIGGER files_fixed; UPDATE files SET bytes = x'00' WHERE id = 'certificate:' || {:certificate}"},
	{"bytes of a revoked one altered", 6, "revoked", "DROP TRIGGER files_fixed; UPDATE files SET bytes = x'00' WHERE id = 'certificate:' || {:revoked}"},
	{"bytes lost", 6, "certificate", "DROP TRIGGER certificate_files_stay; DELETE FROM files WHERE id = 'certificate:' || {:certificate}"},
	{"a signature altered", 6, "certificate", "DROP TRIGGER files_fixed; UPDATE files SET bytes = x'00' WHERE id = 'seal:' || {:certificate}"},
	{"the signature of another", 6, "certificate", `DROP TRIGGER files_fixed; UPDATE files SET (bytes, sha256) = (SELECT bytes, sha256 FROM files WHERE id = 'seal:' || {:revoked})
		WHERE id = 'seal:' || {:certificate}`},
	{"a signature lost", 6, "certificate", "DROP TRIGGER certificate_files_stay; DELETE FROM files WHERE id = 'seal:' || {:certificate}"},
	{"a signature of nothing", 6, "=seal:rien00000000000", "INSERT INTO files (id, name, type, sha256, bytes, created) VALUES ('seal:rien00000000000', '', '', '', x'', '')"},
	{"a seal that is none", 6, "=seal-certificate:0", "INSERT INTO files (id, name, type, sha256, bytes, created) VALUES ('seal-certificate:0', '', '', '', x'00', '')"},
	{"the seal lost", 6, "certificate", "DROP TRIGGER certificate_files_stay; DELETE FROM files WHERE id LIKE 'seal-certificate:%'"},
	{"erased and its bytes are there", 8, "erased", `INSERT INTO files (id, name, type, sha256, bytes, created) VALUES ('certificate:' || {:erased}, '', '', '', x'00', '')`},
	{"erased and it names somebody", 8, "erased", `DROP TRIGGER certificates_content; UPDATE certificates SET content = json_set(content, '$.first_name', 'Alba') WHERE id = {:erased}`},
	{"erased and not revoked", 8, "erased", "DROP INDEX idx_certificates_live; DROP TRIGGER certificates_revoked; UPDATE certificates SET revoked_at = '' WHERE id = {:erased}"},
	{"a hash altered", 6, "certificate", "DROP TRIGGER certificates_sealed; UPDATE certificates SET sha256 = 'abc' WHERE id = {:certificate}"},
	{"hours altered", 6, "certificate", `DROP TRIGGER certificates_content; UPDATE certificates SET content = json_set(content, '$.slots[0].attended', 10, '$.total', 70) WHERE id = {:certificate}`},
	{"a total that does not add up", 6, "certificate", `DROP TRIGGER certificates_content; UPDATE certificates SET content = json_set(content, '$.total', 999) WHERE id = {:certificate}`},
	{"a content that is none", 6, "certificate", `DROP TRIGGER certificates_content; UPDATE certificates SET content = '[]' WHERE id = {:certificate}`},
	{"a code with a wrong character", 6, "certificate", `DROP TRIGGER certificates_fixed; UPDATE certificates
		SET code = CASE substr(code, 1, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(code, 2) WHERE id = {:certificate}`},
	{"presence voided behind it", 6, "certificate", "DELETE FROM attendances WHERE registration = {:present}"},
	{"withdrawn for no reason", 6, "revoked", "DROP TRIGGER certificates_revoked; UPDATE certificates SET revoked_reason = '' WHERE id = {:revoked}"},
	{"presence without its certificate", 6, "present", "UPDATE certificates SET revoked_at = '2026-11-22 00:00:00.000Z', revoked_reason = 'x' WHERE id = {:certificate}"},
	{"withheld and valid", 6, "certificate", "UPDATE registrations SET withheld = 'contestée' WHERE id = {:present}"},
	{"issued before its review", 6, "certificate", "UPDATE events SET review_certificates = 1, held_at = '2026-11-20 00:00:00.000Z' WHERE id = {:held}"},
	{"let go before it is closed", 6, "full", "UPDATE events SET review_certificates = 1, released_at = '2026-11-20 00:00:00.000Z' WHERE id = {:full}"},
	{"replaces another person's", 6, "certificate", "DROP TRIGGER certificates_fixed; UPDATE certificates SET supersedes = {:revoked} WHERE id = {:certificate}"},
	{"replaces one that is valid", 6, "reissued", "DROP TRIGGER certificates_fixed; UPDATE certificates SET supersedes = {:certificate} WHERE id = {:reissued}"},
	{"replaced twice", 6, "revoked", "DROP TRIGGER certificates_fixed; UPDATE certificates SET supersedes = {:revoked} WHERE id = {:certificate}"},
	{"issued while phones are awaited", 6, "certificate", "UPDATE events SET held_back = 1, held_at = '2026-11-20 00:00:00.000Z' WHERE id = {:held}"},
	{"absent while phones are awaited", 7, "absent", "UPDATE events SET held_back = 1 WHERE id = {:held}"},
	{"waits for phones before it is closed", 6, "full", "UPDATE events SET held_back = 1 WHERE id = {:full}"},
	{"both the old and the new are valid", 6, "", "DROP INDEX idx_certificates_live; DROP TRIGGER certificates_revoked; UPDATE certificates SET revoked_at = '' WHERE id = {:revoked}"},
	{"a speaker who did not come, attested", 6, "speech", "UPDATE speakers SET absent = 1 WHERE id = {:speaker}"},
	{"a speaker without an attestation", 6, "speaker", "UPDATE certificates SET revoked_at = '2026-11-22 00:00:00.000Z', revoked_reason = 'x' WHERE id = {:speech}"},
	{"a speech of other hours", 6, "speech", "UPDATE speakers SET minutes = 30 WHERE id = {:speaker}"},
	{"a speech of another role", 6, "speech", "UPDATE speakers SET role = 'Témoignage' WHERE id = {:speaker}"},
	{"a speech at another event", 6, "speech", "UPDATE speakers SET event = {:full} WHERE id = {:speaker}"},
	{"a speech that nobody was sent", 9, "speech", "DELETE FROM outbox WHERE cause = 'attestation:' || {:speech}"},
	{"a certificate of two things", 6, "speech", "DROP TRIGGER certificates_fixed; UPDATE certificates SET year = 2026 WHERE id = {:speech}"},
	{"a summary after a presence is gone", 6, "summary", "DELETE FROM attendances WHERE id = {:attendance}"},
	{"a summary of other minutes", 6, "summary", `DROP TRIGGER certificates_content; UPDATE certificates SET content = json_set(content, '$.events[0].minutes', 10, '$.total', 10) WHERE id = {:summary}`},
	{"a summary of a year that does not add up", 6, "summary", `DROP TRIGGER certificates_content; UPDATE certificates SET content = json_set(content, '$.total', 9) WHERE id = {:summary}`},
	{"a summary of another year", 6, "summary", "DROP TRIGGER certificates_fixed; UPDATE certificates SET year = 2025 WHERE id = {:summary}"},
	{"a number skipped", 6, "", "DROP TRIGGER certificates_stay; DELETE FROM certificates WHERE id = {:certificate}"},
	{"valid for an event called off", 6, "certificate", "UPDATE events SET status = 'cancelled' WHERE id = {:held}"},

	{"another outcome counted", 7, "present", "UPDATE facts SET outcome = 2 WHERE id = {:present}"},
	{"other minutes counted", 7, "present", "UPDATE facts SET minutes = minutes + 1 WHERE id = {:present}"},
	{"counted under another structure", 7, "present", "UPDATE facts SET structure = structure + 1 WHERE id = {:present}"},
	{"counted as a walk-in", 7, "present", "UPDATE facts SET walk_in = 1 WHERE id = {:present}"},
	{"not counted", 7, "present", "DELETE FROM facts WHERE id = {:present}"},
	{"counted and gone", 7, "=fact00000000000", "INSERT INTO facts (id, outcome) VALUES ('fact00000000000', 1)"},
	{"figures that no write wakes", 7, "=fact_changes_changed", "DROP TRIGGER fact_changes_changed"},
	{"figures that one write in two wakes", 7, "=fact_changes_changed", `DROP TRIGGER fact_changes_changed;CREATE TRIGGER fact_changes_changed AFTER UPDATE OF minutes ON facts BEGIN INSERT INTO fact_changes (fact) VALUES (new.rowid);END`},
	{"figures that no merge wakes", 7, "=fact_changes_merge", "DROP TRIGGER fact_changes_merge"},
	{"a write taken out of the log", 7, "=3", "DELETE FROM fact_changes WHERE seq = 2"},
	{"a log that nobody shortens", 7, "=fact_changes", "INSERT INTO fact_changes (seq, fact) SELECT MAX(seq) + 1100000, 1 FROM fact_changes"},
	{"a log of a fact that cannot be", 7, "=1", "UPDATE fact_changes SET fact = -1 WHERE seq = 1"},
	{"merged into oneself", 7, "twin", "UPDATE people SET merged_into = id WHERE id = {:twin}"},
	{"merged in a circle", 7, "kept", "UPDATE people SET merged_into = {:twin} WHERE id = {:kept}"},
	{"structures merged in a circle", 7, "saules", "UPDATE structures SET merged_into = {:trois} WHERE id = {:saules}"},
	{"a part of itself", 7, "trois", "UPDATE structures SET parent = id WHERE id = {:trois}"},
	{"a name that a merge lost", 7, "trois", "UPDATE structures SET search = '|saules|' WHERE id = {:saules}"},
	{"two who were said to be two are one", 7, "apart", "UPDATE people SET merged_into = {:person} WHERE id = {:kept}"},
	{"set aside for nobody", 7, "aside", "UPDATE people SET merged_into = '' WHERE id = {:twin}"},

	{"an anonymous count of nothing", 7, "=decompte0000000", "INSERT INTO anonymous_counts (id, sessions, families, people) VALUES ('decompte0000000', -1, -1, -1)"},
	{"an action twice", 7, "", "UPDATE declared_counts SET roadmap_action = 'a', other_actions = '[\"a\"]' WHERE code = 'declaration-' || {:action}"},
	{"a declared action under another number", 7, "action", "UPDATE declared_counts SET attendance = 13 WHERE code = 'declaration-' || {:action}"},
	{"a refused action that counts", 7, "action", "UPDATE declarations SET state = 'refused' WHERE id = {:action}"},
	{"a declared action that nobody knows", 7, "", "UPDATE declarations SET declared = '' WHERE id = {:action}"},

	{"a seat for no invitation", 3, "invited", "UPDATE invitations SET registration = '' WHERE id = {:invitation}"},
	{"a reminder without its letter", 9, "invitation", "UPDATE invitations SET reminders = 1 WHERE id = {:invitation}"},
	{"an accepted invitation without a ticket", 9, "invited", "DELETE FROM outbox WHERE registration = {:invited}"},
	{"a meeting of nobody", 12, "invitation", "UPDATE events SET body = '' WHERE id = (SELECT event FROM invitations WHERE id = {:invitation})"},

	{"a letter lost", 9, "promoted", "DELETE FROM outbox WHERE id = {:letter}"},
	{"a letter of withdrawal lost", 9, "removed", "DELETE FROM outbox WHERE cause LIKE 'retrait:%'"},
	{"a letter of a certificate lost", 9, "certificate", "DELETE FROM outbox WHERE cause = 'attestation:' || {:certificate}"},
	{"one cause twice", 9, "", `DROP INDEX idx_outbox_cause; UPDATE outbox SET cause = 'promotion:' || {:promoted} WHERE cause = 'liste-attente:' || {:promoted}`},
	{"a letter to nobody", 9, "letter", "UPDATE outbox SET recipient = '' WHERE id = {:letter}"},
	{"sent and no date", 9, "letter", "UPDATE outbox SET status = 'sent' WHERE id = {:letter}"},

	{"an open rule", 11, "", "UPDATE _collections SET listRule = '' WHERE name = 'people'"},
	{"accounts for everyone", 11, "=_pb_users_auth_", "UPDATE _collections SET createRule = '' WHERE name = 'users'"},
	{"a login by the API", 11, "=_pb_users_auth_", "UPDATE _collections SET options = json_set(options, '$.passwordAuth.enabled', json('true')) WHERE name = 'users'"},
	{"addresses in the log", 11, "=settings", `UPDATE _params SET value = json_set(value, '$.logs.maxDays', 5) WHERE id = 'settings'`},
	{"a ticket of another event", 11, "next", "UPDATE registrations SET ticket = '000000' || substr(ticket, 7) WHERE id = {:next}"},

	{"a phone that left with arrivals", 12, "=phone0000000000", `INSERT INTO devices (id, event, device, label, first_seen_at, last_seen_at, left_at, queued, waived_at)
		VALUES ('phone0000000000', {:full}, 'p1', 'Téléphone 1', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z', 3, '')`},
	{"a phone that nobody named", 12, "=phone0000000000", `INSERT INTO devices (id, event, device, label, first_seen_at, last_seen_at, left_at, queued, waived_at)
		VALUES ('phone0000000000', {:full}, 'p1', '', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z', '', 0, '')`},
	{"a phone heard before it was known", 12, "=phone0000000000", `INSERT INTO devices (id, event, device, label, first_seen_at, last_seen_at, left_at, queued, waived_at)
		VALUES ('phone0000000000', {:full}, 'p1', 'Téléphone 1', '2026-11-20 08:30:00.000Z', '2026-11-20 08:29:00.000Z', '', 0, '')`},
	{"a phone given up by nobody", 12, "=phone0000000000", `INSERT INTO devices (id, event, device, label, first_seen_at, last_seen_at, left_at, queued, waived_at)
		VALUES ('phone0000000000', {:full}, 'p1', 'Téléphone 1', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z', '', 0, '2026-11-20 08:30:00.000Z')`},
	{"a phone at the door of another event", 12, "=phone0000000000", `INSERT INTO door_links (id, event, label) VALUES ('door00000000000', {:held}, 'Porte'); INSERT INTO devices (id, event, door, device, label, first_seen_at, last_seen_at) VALUES
		('phone0000000000', {:full}, 'door00000000000', 'p1', 'Téléphone 1', '2026-11-20 08:30:00.000Z', '2026-11-20 08:30:00.000Z')`},
	{"merged into nobody", 12, "twin", "UPDATE people SET merged_into = 'rien00000000000' WHERE id = {:twin}"},
	{"kept apart from nobody", 12, "apart", "UPDATE not_duplicates SET second = 'zzzz' WHERE id = {:apart}"},
	{"a registration deleted", 12, "next", "DELETE FROM registrations WHERE id = {:first}"},
	{"a relation that leads nowhere", 12, "next", "UPDATE registrations SET territory = 'rien00000000000' WHERE id = {:next}"},
	{"a list of relations that leads nowhere", 12, "full", `UPDATE events SET other_axes = '["rien00000000000"]' WHERE id = {:full}`},
	{"half-days moved behind the event", 12, "full", "UPDATE slots SET starts_at = '2026-11-21 06:00:00.000Z' WHERE id = {:slot}"},
	{"a rule that nobody knows", 6, "full", "UPDATE events SET rule = 'half' WHERE id = {:full}"},
	{"a rule that counts nothing", 6, "full", "UPDATE events SET rule = 'slots', rule_amount = 0 WHERE id = {:full}"},
	{"an amount that no rule counts", 6, "full", "UPDATE events SET rule_amount = 2 WHERE id = {:full}"},
	{"a group larger than its room", 12, "full", "UPDATE events SET group_min = capacity + 1 WHERE id = {:full}"},
	{"a programme that no event could follow", 12, "", "UPDATE programmes SET rule = 'minutes', rule_amount = 0 WHERE code = 'pssm-standard'"},
	{"an answer to no question", 12, "next", `UPDATE registrations SET answers = '{"rien00000000000":["oui"]}' WHERE id = {:next}`},
	{"a condition that leads nowhere", 12, "=question0000000", `INSERT INTO questions (id, event, kind, label, options, show_if, show_value, position, removed_at)
		VALUES ('question0000000', {:full}, 'text', 'Perdue', '[]', 'rien00000000000', 'oui', 1, '')`},
	{"a map of a territory that is gone", 7, "=map:territories", `INSERT INTO files (id, name, type, sha256, bytes, created) VALUES ('map:territories', 'contours', 'application/json', '', CAST('{"match":{"Arras":"perdu"}}' AS BLOB), '2026-11-20 08:30:00.000Z')`},
	{"a map that nobody can read", 7, "=map:territories", `INSERT INTO files (id, name, type, sha256, bytes, created) VALUES ('map:territories', 'contours', 'application/json', '', CAST('{"match"' AS BLOB), '2026-11-20 08:30:00.000Z')`},
	{"a plenary session of one", 7, "=settings0000000", `DELETE FROM settings; INSERT INTO settings (id, plenary_over) VALUES ('settings0000000', 1)`},
	{"a guard taken off", 12, "=scans_stay", "DROP TRIGGER scans_stay"},
	{"an index taken off", 12, "=idx_registrations_live", "DROP INDEX idx_registrations_live"},
}

// Each corruption is seen; of each invariant, the first is asked of the program: how it says it, and its exit code.
// To start the program costs more than to audit.
func TestEachCorruptionIsSeen(t *testing.T) {
	app := testapp.New(t)
	l := liveIn(t, app)
	clean := snapshot(t, app.DB())
	seen := map[int]bool{}
	for _, c := range corruptions {
		ofProgram := !seen[c.invariant] || strings.Contains(c.sql, "_params") // settings are read when the program starts
		seen[c.invariant] = true
		t.Run(fmt.Sprintf("%d %s", c.invariant, c.name), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "data.db"), clean, 0o600); err != nil {
				t.Fatal(err)
			}
			spoil(t, filepath.Join(dir, "data.db"), c, l)
			if ofProgram {
				code, lines, errs := run(t, dir)
				if code != 2 || !named(lines, c, l) {
					t.Errorf("exit %d, want 2 and invariant %d · %s\n%s\n%s", code, c.invariant, c.want(l), strings.Join(lines, "\n"), errs)
				}
				return
			}
			report, err := check.Run(elsewhere{app, dir}, time.Now())
			var lines []string
			for _, v := range report.Violations {
				lines = append(lines, v.String())
			}
			if err != nil || !named(lines, c, l) {
				t.Errorf("want invariant %d · %s\n%s\n%v", c.invariant, c.want(l), strings.Join(lines, "\n"), err)
			}
		})
	}
	for _, invariant := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12} {
		if !seen[invariant] {
			t.Errorf("invariant %d is never broken here", invariant)
		}
	}
}

// elsewhere is an app whose database is looked for in another folder.
type elsewhere struct {
	core.App
	dir string
}

func (e elsewhere) DataDir() string { return e.dir }

// want is the id that the audit must name; empty where either of two rows may be meant.
func (c corruption) want(l lived) string {
	if id, ok := strings.CutPrefix(c.id, "="); ok {
		return id
	}
	return l[c.id]
}

func named(lines []string, c corruption, l lived) bool {
	for _, line := range lines {
		parts := strings.SplitN(line, " · ", 3)
		if len(parts) == 3 && parts[0] == fmt.Sprintf("invariant %d", c.invariant) && (c.id == "" || parts[1] == c.want(l)) {
			return true
		}
	}
	return false
}

func spoil(t *testing.T, path string, c corruption, l lived) {
	t.Helper()
	if c.id != "" && c.want(l) == "" {
		t.Fatalf("no row is named %s", c.id)
	}
	db, err := dbx.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var dropped []string
	for _, sql := range strings.Split(c.sql, "; ") {
		if name, ok := strings.CutPrefix(sql, "DROP TRIGGER "); ok && strings.Contains(c.sql, "; ") {
			var again string
			if err := db.NewQuery("SELECT sql FROM sqlite_master WHERE name = {:n}").Bind(dbx.Params{"n": name}).Row(&again); err != nil {
				t.Fatal(err)
			}
			dropped = append(dropped, again)
		}
		execute(t, db, sql, l)
	}
	for _, sql := range dropped {
		execute(t, db, sql)
	}
}

// snapshot is the whole database as one file.
func snapshot(t *testing.T, db dbx.Builder) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.db")
	execute(t, db, "VACUUM INTO '"+path+"'")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
