-- What Neovim needs to know of Filrouge: which files are its own, the server, the parser, the commands of lenses.
local M = { marker = "filrouge.kdl", program = vim.g.filrouge_program or "filrouge" }

--- Files in which the server finds something: KDL, templates, schemas.
M.filetypes = { "filrouge", "mjml", "html", "text", "json" }

--- How the server is called: `vim.g.filrouge_daemon` is the address of a daemon whose sizes it shows.
function M.command()
  local daemon = vim.g.filrouge_daemon
  return vim.list_extend({ M.program, "lsp" }, daemon and { "--daemon", daemon } or {})
end

local foreign = { node_modules = true, target = true }

--- The root of the project that a file lies in.
function M.root(file)
  local folder = vim.fn.fnamemodify(file, ":p:h")
  local found = vim.fn.findfile(M.marker, vim.fn.escape(folder, " ;,") .. ";")
  return found ~= "" and vim.fn.fnamemodify(found, ":p:h") or nil
end

--- The folders that `project { folders … }` names, or nothing.
local function chosen(root)
  local file = io.open(root .. "/" .. M.marker)
  if not file then return nil end
  local text = "\n" .. file:read("*a"):gsub("//[^\n]*", "")
  file:close()
  local words = text:match("[\n{;]%s*folders%s+([^\n;{}]+)")
  if not words then return nil end
  local folders = {}
  for word in words:gmatch('[^%s"]+') do folders[word] = true end
  return folders
end

--- Whether a `.kdl` file is read as part of a project; other files stay what they are.
function M.is_ours(file)
  local path = vim.fn.fnamemodify(file, ":p")
  local root = M.root(path)
  if not root then return false end
  local within = path:sub(#root + 2)
  for name in within:gmatch("[^/]+") do
    if foreign[name] or name:sub(1, 1) == "." then return false end
  end
  local folders = chosen(root)
  return folders == nil or within == M.marker or folders[within:match("^[^/]+")] == true
end

--- Says once what is missing.
local function missing()
  if M.told then return end
  M.told = true
  vim.notify("filrouge: `" .. M.program .. "` is not on the PATH; colours work without it", vim.log.levels.WARN)
end

--- How the server is started for the project in `root`.
function M.config(root)
  return {
    name = "filrouge",
    cmd = M.command(),
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = vim.fn.fnamemodify(root, ":t") } },
  }
end

local clients = {}

--- Starts the server for a buffer, one for each project. From Neovim 0.11 on, `lsp/filrouge.lua` does.
function M.start(buffer)
  local root = M.root(vim.api.nvim_buf_get_name(buffer))
  if not root then return nil end
  if vim.fn.executable(M.program) == 0 then return missing() end
  if vim.lsp.start then return vim.lsp.start(M.config(root), { bufnr = buffer }) end
  local client = clients[root]
  if not client or not vim.lsp.get_client_by_id(client) then
    client = vim.lsp.start_client(M.config(root))
    clients[root] = client
  end
  vim.lsp.buf_attach_client(buffer, client)
  return client
end

--- Takes the parser for KDL as the one for Filrouge, with queries of its own, and colours the buffer.
function M.colour(buffer)
  local language = vim.treesitter.language
  if not (language and language.add) then return false end
  local parser = vim.api.nvim_get_runtime_file("parser/kdl.*", false)[1]
  if not parser then return false end
  local added = pcall(language.add, "filrouge", { path = parser, symbol_name = "kdl" })
  return added and pcall(vim.treesitter.start, buffer, "filrouge")
end

--- Runs the program in a split below.
function M.run(words)
  local command = { M.program }
  vim.list_extend(command, words)
  vim.cmd("botright new")
  vim.fn.termopen(command)
  return command
end

local function of_journey(place) return place.journey and { "--journey", place.journey } or {} end

--- The words for each command of a lens.
M.words = {
  ["filrouge.runTest"] = function(place) return vim.list_extend({ "test", place.root, "--only", place.test }, of_journey(place)) end,
  ["filrouge.runTests"] = function(place) return vim.list_extend({ "test", place.root }, of_journey(place)) end,
  ["filrouge.simulate"] = function(place) return vim.list_extend({ "test", place.root, "--coverage" }, of_journey(place)) end,
  ["filrouge.why"] = function(place)
    return vim.list_extend(vim.list_extend({ "tap" }, of_journey(place)), place.daemon or {})
  end,
}

--- Lets lenses run what they say.
function M.register()
  for name, words in pairs(M.words) do
    vim.lsp.commands[name] = function(command) M.run(words(command.arguments[1])) end
  end
end

return M
