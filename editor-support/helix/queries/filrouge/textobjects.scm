; A block is a class, a line with a block a function, an entry a parameter.
(node_children) @class.inside
(document (node) @class.around)
(node_children (node) @function.around)
(node_field) @parameter.around
[(single_line_comment) (multi_line_comment)] @comment.around
