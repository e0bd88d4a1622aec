(node_children) @indent
"}" @outdent
