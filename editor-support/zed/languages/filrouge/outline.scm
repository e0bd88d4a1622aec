; Declarations, and what has a name and a block inside of them.
(document
  (node name: (identifier) @context . (_ (value value: (string) @name))) @item)
(node_children
  (node name: (identifier) @context . (_ (value value: (string) @name)) children: (_)) @item)
