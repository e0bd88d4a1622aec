//! Countries that data may go to as it may go anywhere at home.

use crate::statutes::Statutes;

/// Whether a country needs no mechanism: it is in the area, or was found adequate.
pub(crate) fn is_free(country: &str, check: &str, law: &Statutes<'_>) -> bool {
    ["area", "adequate"].iter().any(|list| law.list(check, list).contains(&country))
}
