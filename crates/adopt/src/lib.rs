//! A flow of another product as a project of ours that somebody reviews, and what was not carried over, item by item.
//!
//! Each product has a file that says which public document describes its export. What such a document does not describe is
//! not guessed: it is told as [`Left`]. A condition that has no counterpart becomes a field of its own, which nobody has until
//! somebody says what it means; journeys are written with `paused=#true`, so that nothing leaves before a review.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod braze;
mod customerio;
mod flow;
mod hubspot;
mod json;
mod klaviyo;
mod mautic;
mod written;

pub use flow::Left;

use flow::Flow;
use serde_json::Value;
use std::fmt;

/// A product whose flows can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// Klaviyo: a flow with its definition.
    Klaviyo,
    /// `HubSpot`: a workflow of the automation API, version 4.
    Hubspot,
    /// Mautic: a campaign of its REST API.
    Mautic,
    /// Braze: the details of a Canvas.
    Braze,
    /// Customer.io: a campaign of the App API, with its actions.
    Customerio,
}

impl Product {
    /// Its name, for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Klaviyo => "Klaviyo",
            Self::Hubspot => "HubSpot",
            Self::Mautic => "Mautic",
            Self::Braze => "Braze",
            Self::Customerio => "Customer.io",
        }
    }
}

/// A project, and what of the flow is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// Name of the journey.
    pub journey: String,
    /// Path and text of each file.
    pub files: Vec<(String, String)>,
    /// What was not carried over, in the order of the flow.
    pub left: Vec<Left>,
    /// Steps that were carried over.
    pub steps: usize,
}

/// Why a file is no export of the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads an export.
///
/// # Errors
/// When the text is not JSON, or has nothing of what the product's document describes.
pub fn adopt(product: Product, text: &str) -> Result<Adopted, Unreadable> {
    let export: Value =
        serde_json::from_str(text).map_err(|error| Unreadable(format!("this is not JSON: {error}")))?;
    let flow = match product {
        Product::Klaviyo => klaviyo::read(&export),
        Product::Hubspot => hubspot::read(&export),
        Product::Mautic => mautic::read(&export),
        Product::Braze => braze::read(&export),
        Product::Customerio => customerio::read(&export),
    };
    let flow = flow.ok_or_else(|| {
        let what = match product {
            Product::Klaviyo => "a flow with `additional-fields[flow]=definition`",
            Product::Hubspot => "a workflow of `/automation/v4/flows/ID`",
            Product::Mautic => "a campaign of `/api/campaigns/ID`",
            Product::Braze => "an answer of `/canvas/details`",
            Product::Customerio => "a campaign of `/v1/campaigns/ID` with its actions beside it",
        };
        Unreadable(format!("this is not {what}"))
    })?;
    Ok(written::project(product, flow))
}

/// The flow of an export; for the files of the products.
type Read = Option<Flow>;
