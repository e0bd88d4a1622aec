//! `filrouge adopt`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Writes a flow of another product as a project.
#[derive(Debug, Args)]
pub struct Adopt {
    /// The product that the export comes from
    pub product: Product,
    /// The export, as JSON; `-` reads a pipe
    pub export: PathBuf,
    /// Folder to create for the project
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

/// A product whose flows can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Product {
    /// A flow: `GET /api/flows/ID?additional-fields[flow]=definition`
    Klaviyo,
    /// A workflow: `GET /automation/v4/flows/ID`
    Hubspot,
    /// A campaign: `GET /api/campaigns/ID`
    Mautic,
    /// A Canvas: `GET /canvas/details?canvas_id=ID`
    Braze,
    /// A campaign and its actions: `GET /v1/campaigns/ID` and `GET /v1/campaigns/ID/actions`, together (`jq -s add`)
    Customerio,
}
