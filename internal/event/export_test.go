package event

// FreeTag is asked by a test with a drawing of its own: a collision cannot be waited for.
var FreeTag = freeTag
