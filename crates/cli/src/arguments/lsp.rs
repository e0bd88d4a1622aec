//! Arguments of `filrouge lsp`.

use clap::Args;

/// What an editor is served with.
#[derive(Debug, Args)]
pub struct Lsp {
    /// Accepted because many clients say it; there is no other way
    #[arg(long, hide = true)]
    pub stdio: bool,
    /// Show how many people this daemon has in each segment and journey
    #[arg(long, value_name = "URL")]
    pub daemon: Option<String>,
    /// Environment variable that holds the token of the admin API
    #[arg(long, default_value = "FILROUGE_ADMIN_TOKEN", value_name = "NAME")]
    pub admin_token_env: String,
}
