; Of two patterns for the same words, the later one counts.

[(single_line_comment) (multi_line_comment) (version)] @comment

(identifier) @variable
(node name: (identifier) @tag)
(type name: (identifier) @type)
(prop key: (identifier) @property)
"=" @operator

(string) @string
(multi_line_string) @string
(escape) @string.escape
(escaped_whitespace) @string.escape
(number) @number
(keyword_number) @number
(boolean) @boolean
["null" "#null"] @constant.builtin

["{" "}" "(" ")"] @punctuation.bracket
";" @punctuation.delimiter

; Words of the language.
((document (node name: (identifier) @keyword)) (#any-of? @keyword #DECLARATIONS#))
((node_children (node name: (identifier) @attribute)) (#any-of? @attribute #PARTS#))
((node_children (node name: (identifier) @function)) (#any-of? @function #STEPS#))

; The name that a declaration gives.
((document (node name: (identifier) @_node . (_ (value value: (string) @type))))
  (#any-of? @_node #DECLARATIONS#))

; Fields of a record, or of the items of a list.
((node (_ (value value: (string) @_type))
    children: (node_children (node name: (identifier) @variable.member . (_ (value value: (string) @type.builtin)))))
  (#any-of? @_type "list" "list?" "record" "record?")
  (#any-of? @type.builtin #TYPES#))

; What `/-` takes out.
((node) @comment
  (#match? @comment "^/-") (#set! priority 105))
((node_field_comment) @comment (#set! priority 105))
((node_children_comment) @comment (#set! priority 105))
