//! The page on which people decide what they get: opened by a signed link, saved by a plain form.

mod confirm;
mod look;
mod save;

use crate::app::App;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// The page, the receipts, and the script that asks on somebody's site. Reading changes nothing.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/p/{token}", get(look::page).post(save::save))
        .route("/p/{token}/receipts", get(look::receipts))
        .route("/p/{token}/receipts/{receipt}", get(look::receipt))
        .route("/c/{token}", get(confirm::ask).post(confirm::confirm))
        .route("/v1/banner.js", get(look::banner))
}
