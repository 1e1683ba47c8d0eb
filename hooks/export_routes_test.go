package hooks

// RouteRow is a line of the route table, for the tests.
type RouteRow struct {
	Method, Path string
	Who          string // anyone, secret, member, coordinator, event
}

// Routes is the route table.
func Routes() (rows []RouteRow) {
	names := map[access]string{anyone: "anyone", bySecret: "secret", member: "member", coordinatorOnly: "coordinator", ownEvent: "event"}
	for _, r := range (&site{}).routes() {
		rows = append(rows, RouteRow{r.method, r.path, names[r.who]})
	}
	return rows
}
