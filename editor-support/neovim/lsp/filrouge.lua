-- For `vim.lsp.enable`, from Neovim 0.11 on.
local filrouge = require("filrouge")

return {
  cmd = filrouge.command(),
  filetypes = filrouge.filetypes,
  root_markers = { filrouge.marker },
  workspace_required = true,
}
