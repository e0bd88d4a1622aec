; Written by `cargo xtask generate` from the vocabulary.

; Of two patterns for the same words, the later one counts.

[(single_line_comment) (multi_line_comment) (version)] @comment

(identifier) @variable
(node name: (identifier) @tag)
(type name: (identifier) @type)
(prop key: (identifier) @variable.other.member)
"=" @operator

(string) @string
(multi_line_string) @string
(escape) @constant.character.escape
(escaped_whitespace) @constant.character.escape
(number) @constant.numeric
(keyword_number) @constant.numeric
(boolean) @constant.builtin.boolean
["null" "#null"] @constant.builtin

["{" "}" "(" ")"] @punctuation.bracket
";" @punctuation.delimiter

; Words of the language.
((document (node name: (identifier) @keyword)) (#any-of? @keyword "always" "calendar" "channel" "connector" "event" "holdout" "journey" "preference-centre" "profile" "project" "purpose" "retention" "retired" "role" "segment" "signal" "source" "suppress" "template" "test" "trait" "waive"))
((node_children (node name: (identifier) @attribute)) (#any-of? @attribute "after" "agreement" "alias" "answer" "approve" "arm" "ask" "assessment" "assigned" "at" "backfill" "basis" "blocked" "blocks-usual" "body" "branch" "cache" "can" "cap" "channels" "choice" "closed" "colour" "company" "compatible-with" "concurrency" "confirmation" "controller" "country" "currency" "day" "decides" "declassify" "description" "double-opt-in" "dpia" "drain" "each" "enter" "event" "except" "exit" "expect" "expires" "failover" "fetch" "fields" "folders" "for" "frequency" "from" "given" "goal" "granted" "group" "header" "holdout" "html" "id" "identify" "ignore" "interest" "intro" "joint-controller" "journey" "keep" "keep-timers" "keeps" "label" "limit" "locale" "logo" "manual" "map" "may" "missing" "mjml" "needs" "nobody" "notice" "on" "open" "otherwise" "owner" "paused" "person" "privacy-approver" "private-network" "profile" "provider" "purpose" "purposes" "query" "quiet-hours" "rate" "re-entry" "reason" "refusal" "refuse" "refused" "removed" "reply" "requalify" "rerun" "reset" "retain" "retry" "reveal" "role" "rules" "safeguards" "see" "set" "signals" "signing-key" "soft-opt-in" "special-categories" "start" "stopped" "sub-processor" "subject" "subjects" "task" "text" "throttle" "timeout" "timezone" "together" "topic" "transfer" "undo-merges" "until" "url" "verify" "via" "webhook" "weekday" "when" "window" "with" "within" "write-key"))
((node_children (node name: (identifier) @function)) (#any-of? @function "approve" "call" "digest" "emit" "end" "experiment" "fetch" "parallel" "repeat" "send" "split" "start" "stop-journey" "update" "wait" "wait-until"))

; The name that a declaration gives.
((document (node name: (identifier) @_node . (_ (value value: (string) @type))))
  (#any-of? @_node "always" "calendar" "channel" "connector" "event" "holdout" "journey" "preference-centre" "profile" "project" "purpose" "retention" "retired" "role" "segment" "signal" "source" "suppress" "template" "test" "trait" "waive"))

; Fields of a record, or of the items of a list.
((node (_ (value value: (string) @_type))
    children: (node_children (node name: (identifier) @variable.other.member . (_ (value value: (string) @type.builtin)))))
  (#any-of? @_type "list" "list?" "record" "record?")
  (#any-of? @type.builtin "string" "string?" "bool" "bool?" "int" "int?" "decimal" "decimal?" "money" "money?" "date" "date?" "datetime" "datetime?" "duration" "duration?" "email" "email?" "phone" "phone?" "url" "url?" "country" "country?" "locale" "locale?" "timezone" "timezone?" "currency" "currency?" "point" "point?" "enum" "enum?" "list" "list?" "record" "record?" "ref" "ref?"))

; What `/-` takes out.
((node) @comment
  (#match? @comment "^/-"))
((node_field_comment) @comment)
((node_children_comment) @comment)

; Conditions, expressions and texts with placeholders.
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "ask") (#any-of? @_key "delete" "get" "patch" "post" "put"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "digest") (#any-of? @_key "key" "where"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "enter") (#any-of? @_key "key" "where"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "exit") (#any-of? @_key "when" "where"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "fetch") (#any-of? @_key "path"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "goal") (#any-of? @_key "where"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "on") (#any-of? @_key "where"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "repeat") (#any-of? @_key "until" "while"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "reset") (#any-of? @_key "where"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "segment") (#any-of? @_key "when"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "split") (#any-of? @_key "by"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "stop-journey") (#any-of? @_key "key"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "suppress") (#any-of? @_key "while"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "trait") (#any-of? @_key "of" "when" "where"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "when") (#any-of? @_key "condition"))
((node name: (identifier) @_node . (_ (value)) . (_ (value value: (string) @string.special)))
  (#any-of? @_node "when"))
((node name: (identifier) @_node . (_ (value value: (string) @string.special)))
  (#any-of? @_node "html" "mjml" "subject" "text"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "emit") (#not-any-of? @_key "event" "was"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "query"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "update") (#not-any-of? @_key "was"))
((node name: (identifier) @_node
    (_ (prop key: (identifier) @_key value: (value value: (string) @string.special))))
  (#eq? @_node "with"))
((node name: (identifier) @_node
    children: (node_children (node (_ (value value: (string) @string.special)))))
  (#any-of? @_node "emit" "query" "update" "with"))

; Fields: lines of a free name that begin with a type.
((node name: (identifier) @_node
    children: (node_children (node name: (identifier) @variable.other.member . (_ (value value: (string) @type.builtin)))))
  (#any-of? @_node "answer")
  (#any-of? @type.builtin "string" "string?" "bool" "bool?" "int" "int?" "decimal" "decimal?" "money" "money?" "date" "date?" "datetime" "datetime?" "duration" "duration?" "email" "email?" "phone" "phone?" "url" "url?" "country" "country?" "locale" "locale?" "timezone" "timezone?" "currency" "currency?" "point" "point?" "enum" "enum?" "list" "list?" "record" "record?" "ref" "ref?"))
((node name: (identifier) @_node
    children: (node_children (node name: (identifier) @variable.other.member . (_ (value value: (string) @type.builtin)))))
  (#any-of? @_node "enter") (#not-any-of? @variable.other.member "backfill")
  (#any-of? @type.builtin "string" "string?" "bool" "bool?" "int" "int?" "decimal" "decimal?" "money" "money?" "date" "date?" "datetime" "datetime?" "duration" "duration?" "email" "email?" "phone" "phone?" "url" "url?" "country" "country?" "locale" "locale?" "timezone" "timezone?" "currency" "currency?" "point" "point?" "enum" "enum?" "list" "list?" "record" "record?" "ref" "ref?"))
((node name: (identifier) @_node
    children: (node_children (node name: (identifier) @variable.other.member . (_ (value value: (string) @type.builtin)))))
  (#any-of? @_node "event" "id") (#not-any-of? @variable.other.member "for")
  (#any-of? @type.builtin "string" "string?" "bool" "bool?" "int" "int?" "decimal" "decimal?" "money" "money?" "date" "date?" "datetime" "datetime?" "duration" "duration?" "email" "email?" "phone" "phone?" "url" "url?" "country" "country?" "locale" "locale?" "timezone" "timezone?" "currency" "currency?" "point" "point?" "enum" "enum?" "list" "list?" "record" "record?" "ref" "ref?"))
((node name: (identifier) @_node
    children: (node_children (node name: (identifier) @variable.other.member . (_ (value value: (string) @type.builtin)))))
  (#any-of? @_node "profile") (#not-any-of? @variable.other.member "for" "id")
  (#any-of? @type.builtin "string" "string?" "bool" "bool?" "int" "int?" "decimal" "decimal?" "money" "money?" "date" "date?" "datetime" "datetime?" "duration" "duration?" "email" "email?" "phone" "phone?" "url" "url?" "country" "country?" "locale" "locale?" "timezone" "timezone?" "currency" "currency?" "point" "point?" "enum" "enum?" "list" "list?" "record" "record?" "ref" "ref?"))
