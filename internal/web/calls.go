package web

import "text/template/parse"

// call is one thing a template needs that must exist: another template, or a
// public file named by a constant.
type call struct{ template, asset string }

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

// pipeCalls finds {{asset "path"}} in a pipeline.
func pipeCalls(pipe *parse.PipeNode) []call {
	if pipe == nil {
		return nil
	}
	var all []call
	for _, command := range pipe.Cmds {
		if len(command.Args) != 2 {
			continue
		}
		function, isName := command.Args[0].(*parse.IdentifierNode)
		path, isText := command.Args[1].(*parse.StringNode)
		if isName && isText && function.Ident == "asset" {
			all = append(all, call{asset: path.Text})
		}
	}
	return all
}
