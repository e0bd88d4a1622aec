//! What is compared.

use filrouge_plan::manifest::Manifest;
use filrouge_plan::{Bundle, Drained, Occupancy};
use serde::{Deserialize, Serialize};

/// One of the two plans.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What the reviewer calls it: `main`, `this folder`, the address of a daemon.
    pub name: &'a str,
    /// The plan, with its texts.
    pub bundle: &'a Bundle,
    /// Its manifest; without it, what it does with personal data is not known.
    pub manifest: Option<&'a Manifest>,
    /// Notes with which privacy approvers agree to what is done with personal data.
    pub approvals: &'a [String],
}

/// Who is inside the plan that runs.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Inside {
    /// Who stands where.
    #[serde(with = "places")]
    pub standing: Occupancy,
    /// Former definitions on which people finish.
    pub drained: Vec<Drained>,
}

/// JSON has no keys but texts: who stands where as a list.
mod places {
    use filrouge_plan::{Occupancy, Standing};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(places: &Occupancy, serializer: S) -> Result<S::Ok, S::Error> {
        places.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Occupancy, D::Error> {
        Ok(Vec::<(Standing, u64)>::deserialize(deserializer)?.into_iter().collect())
    }
}
