//! `step(plan, state, input) -> effects`: the machine that walks people through journeys.
//!
//! Deterministic and without IO: time, chance and every outside answer come in as inputs, and all that happens
//! goes out as effects, the explanation included.
