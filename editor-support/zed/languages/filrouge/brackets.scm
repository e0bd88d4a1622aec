("{" @open "}" @close)
(type "(" @open ")" @close)
