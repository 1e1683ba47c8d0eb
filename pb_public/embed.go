// Package public embeds what the site serves as it is.
package public

import "embed"

// FS names each thing served, so that this file is not.
//
//go:embed app.css desk.css certificate.css app.js conditions.js outlook.js report.js group.js sheet.js certificates.js direct.js favicon.svg fonts accueil keep.js room.css room.js sign.css verify.css verify.js
//go:embed figures.css figures.js
//go:embed look.js
var FS embed.FS
