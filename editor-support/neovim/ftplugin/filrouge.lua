local filrouge = require("filrouge")
local buffer = vim.api.nvim_get_current_buf()

vim.bo.commentstring = "// %s"
vim.bo.comments = "s1:/*,mb:*,ex:*/,://"
vim.bo.expandtab = true
vim.bo.shiftwidth = 4
vim.bo.softtabstop = 4
vim.bo.iskeyword = "@,48-57,_,192-255,-"

local coloured = filrouge.colour(buffer)
if coloured and vim.treesitter.foldexpr then
  vim.wo.foldmethod = "expr"
  vim.wo.foldexpr = "v:lua.vim.treesitter.foldexpr()"
  vim.wo.foldenable = false
end
