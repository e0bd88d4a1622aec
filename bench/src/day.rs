//! A day of a shop on a clock that is moved by hand: what people do, what the drive loop makes of it, and what must have
//! left by midnight, told from what people did and from nothing else.

mod acts;
mod book;
mod people;
mod shop;

pub use acts::{Act, What, acts};
pub use book::{Musts, Wrongs};
pub use shop::{Lived, live};

use crate::Failure;
use crate::shop::bundle_of;
use filrouge_plan::Bundle;
use std::sync::Arc;

/// Where the day begins: midnight of a Monday in Paris, in milliseconds since 1970.
pub const MIDNIGHT: i64 = 1_795_388_400_000;

/// The full hour of that day.
#[must_use]
pub const fn clock(hour: i64) -> i64 {
    MIDNIGHT + hour * 3_600_000
}

/// The plan of the shop.
///
/// # Errors
/// When the project is refused, which no measurement wants.
pub fn bundle() -> Result<Arc<Bundle>, Failure> {
    let files = [
        ("filrouge.kdl", include_str!("../day/filrouge.kdl")),
        ("notice.md", include_str!("../day/notice.md")),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    Ok(Arc::new(bundle_of(files.into())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_host::MemoryStore;

    #[test]
    fn a_small_day_is_lived_without_a_wrong_message() {
        let lived = live(Box::new(MemoryStore::new()), 1_500).unwrap();
        let wrongs = lived.wrongs();
        assert_eq!(wrongs.all(), Vec::<(&str, String)>::new());
        assert!(lived.messages() > 300, "{}", lived.messages());
    }
}
