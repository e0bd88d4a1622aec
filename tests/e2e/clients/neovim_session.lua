-- A session of Neovim with `filrouge lsp`, as its own client speaks: accents and emoji stand before each place. ROOT is the folder
-- of the project. What is not so is told, and Neovim ends with an error.
local touched = {}

local function fail(what)
  io.stderr:write("not so: " .. what .. "\n")
  vim.cmd("cquit 1")
end

local function check(holds, what)
  if not holds then fail(what) end
end

local function clients(buffer)
  if vim.lsp.get_clients then return vim.lsp.get_clients({ bufnr = buffer }) end
  return vim.tbl_values(vim.lsp.buf_get_clients(buffer))
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n")
end

--- Replaces the first `words` of the buffer.
local function replace(words, by)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local start, stop = line:find(words, 1, true)
    if start then
      return vim.api.nvim_buf_set_lines(0, number - 1, number, true, { line:sub(1, start - 1) .. by .. line:sub(stop + 1) })
    end
  end
  fail("no `" .. words .. "`")
end

--- The parameters of a request about the place of `|` in `words`, which stand in the buffer without it.
local function place(words)
  local before, plain = words:find("|", 1, true) - 1, words:gsub("|", "", 1)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local start = line:find(plain, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { number, start - 1 + before })
      return vim.lsp.util.make_position_params(0, "utf-16")
    end
  end
  fail("no `" .. plain .. "`")
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000) or fail(method .. " had no answer")
  for _, answer in pairs(answers) do
    local wrong = answer.error or answer.err
    check(not wrong, method .. ": " .. vim.inspect(wrong))
    table.insert(touched, method)
    return answer.result
  end
  fail(method .. " had no answer")
end

--- Waits until what is found is as it should be.
local function found(holds, what)
  check(vim.wait(30000, function() return holds(vim.diagnostic.get(0)) end, 20), what .. ": " .. vim.inspect(vim.diagnostic.get(0)))
end

local function session()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.ROOT .. "/journeys/été.kdl"))
  local ready = function()
    local client = clients(0)[1]
    return client and (client.initialized or client.server_capabilities)
  end
  check(vim.wait(30000, ready, 20), "the server starts with the file")

  replace("event.value >= 20.0", "event.valeur >= 20.0")
  found(function(all) return #all == 1 end, "one mistake is found")
  local mistake = vim.diagnostic.get(0)[1]
  local line = vim.api.nvim_buf_get_lines(0, mistake.lnum, mistake.lnum + 1, true)[1]
  check(line:sub(mistake.col + 1, mistake.end_col) == "valeur", "the mistake is told at its words")
  check(mistake.code == nil or mistake.code == "unknown-field", "by its rule")
  table.insert(touched, "textDocument/publishDiagnostics")

  local params = place("event.|valeur")
  local range = { start = params.position, ["end"] = params.position }
  local actions = ask("textDocument/codeAction", {
    textDocument = params.textDocument,
    range = range,
    context = { diagnostics = {} },
  })
  vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  check(text(0):find("event.value >= 20.0", 1, true), "the fix was applied")
  found(function(all) return #all == 0 end, "nothing is wrong any more")

  local hover = ask("textDocument/hover", place("'😀' != event.cart|_id"))
  check(hover.contents.value:find("`cart_id` of `Panier modifié`", 1, true), "hover tells the field")

  replace("'😀' != event.cart_id", "'😀' != event.")
  local items = ask("textDocument/completion", place("'😀' != event.|")).items
  check(#items == 3 and items[1].label == "cart_id", "the fields are offered: " .. vim.inspect(items))
  vim.lsp.util.apply_text_edits({ items[1].textEdit }, 0, "utf-16")
  check(text(0):find("'😀' != event.cart_id &&", 1, true), "the choice stands where it was asked for")

  local definition = ask("textDocument/definition", place("profile.in('fid|èles')"))
  check(definition.uri:find("filrouge.kdl", 1, true), "the segment is declared in filrouge.kdl")

  local fidelity = place("profile.in('fid|èles')")
  fidelity.context = { includeDeclaration = true }
  check(#ask("textDocument/references", fidelity) >= 2, "the segment is declared and read")
  check(#ask("textDocument/documentHighlight", place("/* 😀 */ send rap|pel")) >= 2, "the step stands here and in a condition")
  local here = { textDocument = fidelity.textDocument }
  check(ask("textDocument/documentSymbol", here)[1].name:find("rappel%-panier"), "the outline begins with the journey")
  check(#ask("workspace/symbol", { query = "fid" }) >= 1, "the segment is found in the project")
  check(#ask("textDocument/foldingRange", here) >= 2, "the journey and its split fold")
  check(#ask("textDocument/codeLens", here) >= 1, "the journey has lenses")
  check(#ask("textDocument/semanticTokens/full", here).data > 0, "words have colours")
  local last = #vim.api.nvim_buf_get_lines(0, 0, -1, true)
  here.range = { start = { line = 0, character = 0 }, ["end"] = { line = last, character = 0 } }
  check(#ask("textDocument/inlayHint", here) >= 1, "`36h` is told in words")
  ask("textDocument/semanticTokens/range", here)
  here.options = { tabSize = 4, insertSpaces = true }
  ask("textDocument/rangeFormatting", here)
  check(ask("textDocument/prepareRename", place("/* 😀 */ send rap|pel")), "the step can be renamed")

  replace("profile.in('fidèles')", "profile.in('fidèles') && '😀'.contains('é')")
  local signature = ask("textDocument/signatureHelp", place("'😀'.contains(|'é')"))
  check(signature and signature.signatures[1].label:find("contains", 1, true), "the function tells what it takes")
  replace(" && '😀'.contains('é')", "")

  local rename = place("/* 😀 */ send rap|pel")
  rename.newName = "relance"
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", rename), "utf-16")
  check(text(0):find("send relance was=rappel via=email", 1, true), "the step is renamed and remembers its name")
  check(text(0):find("steps.relance.outcome", 1, true), "in conditions too")
  local tests = vim.fn.bufnr(vim.env.ROOT .. "/journeys/tests.kdl")
  check(tests > 0 and text(tests):find("send=relance", 1, true), "and in the tests")

  replace("wait pause for", "wait   pause    for")
  local edits = ask("textDocument/formatting", {
    textDocument = rename.textDocument,
    options = { tabSize = 4, insertSpaces = true },
  })
  vim.lsp.util.apply_text_edits(edits, 0, "utf-16")
  check(text(0):find("\n    wait pause for", 1, true), "the text is laid out")
  found(function(all) return #all == 0 end, "all is well at the end")
end

local ran, wrong = pcall(session)
if not ran then fail(tostring(wrong)) end
io.stdout:write(vim.json and vim.json.encode(touched) or vim.fn.json_encode(touched))
vim.cmd("qall!")
