//! The extension of Filrouge for Zed: how the language server is called.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{register_extension, Command, Extension, LanguageServerId, Result, Worktree};

struct Filrouge;

impl Extension for Filrouge {
    fn new() -> Self {
        Self
    }

    /// The program of `lsp.filrouge.binary.path`, or the one on the `PATH`, in the environment of the shell and of
    /// `lsp.filrouge.binary.env`. Nothing is downloaded.
    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let named = binary.as_ref().and_then(|binary| binary.path.clone());
        let command = named.or_else(|| worktree.which("filrouge"));
        let command = command.ok_or("`filrouge` is not on the PATH; install it, or set `lsp.filrouge.binary.path`")?;
        let (more, own) = binary.map_or_else(Default::default, |binary| (binary.arguments, binary.env));
        let args = ["lsp".to_owned()].into_iter().chain(more.unwrap_or_default()).collect();
        let env = worktree.shell_env().into_iter().chain(own.unwrap_or_default()).collect();
        Ok(Command { command, args, env })
    }
}

register_extension!(Filrouge);
