(node_children) @indent.begin
"}" @indent.branch @indent.end
(multi_line_string) @indent.ignore
