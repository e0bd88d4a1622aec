-- Files of a project are Filrouge, whatever else `.kdl` is taken for.
local function detect(file)
  return require("filrouge").is_ours(file)
end

if vim.fn.has("nvim-0.8") == 1 then
  local pattern = { function(path) return detect(path) and "filrouge" or nil end, { priority = 10 } }
  vim.filetype.add({ pattern = { [".*%.kdl"] = pattern } })
else
  vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
    pattern = "*.kdl",
    callback = function(event)
      if detect(event.match) then vim.bo[event.buf].filetype = "filrouge" end
    end,
  })
end
