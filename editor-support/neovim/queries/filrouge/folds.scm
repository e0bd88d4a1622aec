[(node_children) (multi_line_comment) (multi_line_string)] @fold
