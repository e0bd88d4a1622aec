local filrouge = require("filrouge")

filrouge.register()

if vim.g.filrouge_lsp == false then
  -- Only colours.
elseif vim.lsp.enable and vim.fn.executable(filrouge.program) == 1 then
  vim.lsp.enable("filrouge")
else
  -- An older Neovim, or nothing to start: the latter is said at the first file.
  vim.api.nvim_create_autocmd("FileType", {
    pattern = filrouge.filetypes,
    callback = function(event) filrouge.start(event.buf) end,
  })
end

-- `:FilrougeTest [WORDS]` runs the project's tests, or those whose name has these words.
vim.api.nvim_create_user_command("FilrougeTest", function(command)
  local root = filrouge.root(vim.api.nvim_buf_get_name(0))
  if not root then return vim.notify("filrouge: this file belongs to no project", vim.log.levels.WARN) end
  filrouge.run(command.args == "" and { "test", root } or { "test", root, "--only", command.args })
end, { nargs = "*", desc = "Run the tests of a Filrouge project" })
