package hooks

// WriteStats is what the command « stats » does, for the tests.
var WriteStats = writeStats
