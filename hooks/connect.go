package hooks

import (
	"path/filepath"

	"github.com/pocketbase/dbx"
	_ "modernc.org/sqlite" // the driver, at the version that PocketBase was tested with
)

// Connect opens a database file. data.db is durable at each commit (synchronous=FULL): what was acknowledged
// survives a power cut. BEGIN IMMEDIATE spares a transaction that reads first the « database is locked » of
// one that writes later. The write-ahead log is folded into the file every 16 MB: a crowd writes the same pages
// again and again. What is erased is overwritten (secure_delete): a name that was blanked stands nowhere in the file.
func Connect(path string) (*dbx.DB, error) {
	sync := "FULL"
	if filepath.Base(path) == "auxiliary.db" { // logs only
		sync = "NORMAL"
	}
	keepMemory()
	return dbx.Open(driverName, path+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)"+
		"&_pragma=journal_size_limit(200000000)&_pragma=synchronous("+sync+")&_pragma=foreign_keys(ON)"+
		"&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)&_pragma=wal_autocheckpoint(4000)&_pragma=secure_delete(ON)")
}
