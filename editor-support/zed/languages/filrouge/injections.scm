; Written by `cargo xtask generate` from the vocabulary.

((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "digest") (#any-of? @_key "key" "where")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "enter") (#any-of? @_key "key" "where")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "exit") (#any-of? @_key "when" "where")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "goal") (#any-of? @_key "where")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "on") (#any-of? @_key "where")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "repeat") (#any-of? @_key "until" "while")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "reset") (#any-of? @_key "where")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "segment") (#any-of? @_key "when")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "split") (#any-of? @_key "by")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "stop-journey") (#any-of? @_key "key")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "suppress") (#any-of? @_key "while")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "trait") (#any-of? @_key "of" "when" "where")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "when") (#any-of? @_key "condition")
  (#set! injection.language "cel"))
((node name: (identifier) @_node . (_ (value)) . (_ (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)]))))
  (#any-of? @_node "when")
  (#set! injection.language "cel"))
((node name: (identifier) @_node . (_ (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)]))))
  (#any-of? @_node "html" "mjml" "subject" "text")
  (#set! injection.language "jinja"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "emit") (#not-any-of? @_key "event" "was")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "query")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "update") (#not-any-of? @_key "was")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)])))))
  (#eq? @_node "with")
  (#set! injection.language "cel"))
((node name: (identifier) @_node
    children: (node_children (node (_ (value value: (string [(string_fragment) @injection.content (multi_line_string (string_fragment) @injection.content)]))))))
  (#any-of? @_node "emit" "query" "update" "with")
  (#set! injection.language "cel"))
