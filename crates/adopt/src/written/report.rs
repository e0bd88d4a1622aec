//! What was not carried over, for whoever reviews it.

use crate::Product;
use crate::flow::Flow;

/// A list, item by item.
pub fn report(product: Product, flow: &Flow) -> String {
    let mut out = format!(
        "# What of `{}` was not carried over\n\nAdopted from {}: {} to look at. The journey is paused until you take `paused=#true` away.\n\n",
        flow.name,
        product.name(),
        match flow.left.len() {
            1 => "1 thing".to_owned(),
            count => format!("{count} things"),
        }
    );
    for left in &flow.left {
        out.push_str(&format!("- [ ] **{}**: {}. {}.\n", left.place, left.what, capital(&left.instead)));
    }
    out
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
