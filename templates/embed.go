// Package templates embeds the HTML of the site and of the mails.
package templates

import "embed"

// FS holds layouts and partials at its root, and one folder a room.
//
//go:embed *.html */*
var FS embed.FS
