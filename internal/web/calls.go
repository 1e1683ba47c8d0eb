package web

import "text/template/parse"

// call is one thing a template names by constants: another template, a public
// file, or a form's field with its label.
type call struct{ template, asset, field, label string }

// calls lists what the node and its children need.
func calls(node parse.Node) []call {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		var all []call
		for _, child := range n.Nodes {
			all = append(all, calls(child)...)
		}
		return all
	case *parse.TemplateNode:
		return append(pipeCalls(n.Pipe), call{template: n.Name})
	case *parse.ActionNode:
		return pipeCalls(n.Pipe)
	case *parse.IfNode:
		return branchCalls(&n.BranchNode)
	case *parse.RangeNode:
		return branchCalls(&n.BranchNode)
	case *parse.WithNode:
		return branchCalls(&n.BranchNode)
	}
	return nil
}

func branchCalls(n *parse.BranchNode) []call {
	return append(append(pipeCalls(n.Pipe), calls(n.List)...), calls(n.ElseList)...)
}

// pipeCalls finds {{asset "path"}} and {{… field .Errors "name" "label" …}} in a
// pipeline.
func pipeCalls(pipe *parse.PipeNode) []call {
	if pipe == nil {
		return nil
	}
	var all []call
	for _, command := range pipe.Cmds {
		function, isName := command.Args[0].(*parse.IdentifierNode)
		switch {
		case !isName:
		case function.Ident == "asset" && len(command.Args) == 2:
			all = append(all, call{asset: constant(command.Args[1])})
		case function.Ident == "field" && len(command.Args) > 3:
			all = append(all, call{field: constant(command.Args[2]), label: constant(command.Args[3])})
		}
	}
	return all
}

// constant is the text of a string argument; empty for anything else.
func constant(n parse.Node) string {
	if s, ok := n.(*parse.StringNode); ok {
		return s.Text
	}
	return ""
}
