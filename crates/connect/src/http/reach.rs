//! Which addresses an endpoint may have.
//!
//! An endpoint's address comes from outside the plan, and a name may lead elsewhere tomorrow. What is looked up is therefore
//! judged where it is used: the client connects to the addresses that were judged, and looks nothing up again.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

/// Where an endpoint may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// At public addresses only.
    Public,
    /// Anywhere, this machine and its network included.
    Anywhere,
}

/// A name that leads nowhere but into a private network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Private;

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "its address is in a private network; where that is meant, say `private-network #true` in the connector",
        )
    }
}

impl std::error::Error for Private {}

/// A look-up under way.
pub(super) type Looking = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// What looks names up.
pub(super) trait Lookup: Send + Sync {
    /// The addresses of `host`.
    fn addresses(&self, host: String) -> Looking;
}

/// What the operating system knows.
pub(super) struct System;

impl Lookup for System {
    fn addresses(&self, host: String) -> Looking {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Looks names up, and keeps public addresses only.
pub(super) struct Guarded(pub(super) Arc<dyn Lookup>);

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let looking = self.0.addresses(name.as_str().to_owned());
        Box::pin(async move {
            let found = looking.await?;
            let public: Vec<_> = found.into_iter().filter(|address| is_public(*address)).collect();
            if public.is_empty() {
                return Err(Private.into());
            }
            Ok(Box::new(public.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}

/// Whether the host of an address is a number of a private network; names are judged when they are looked up.
pub(super) fn is_private_number(host: &str) -> bool {
    let number = host.trim_matches(['[', ']']).parse::<IpAddr>();
    number.is_ok_and(|address| !is_public(address))
}

/// Whether an address belongs to somebody on the internet: not to this machine, its network, a cloud's own services or nobody.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => embedded(address).map_or_else(|| is_public_v6(address), is_public_v4),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let reserved = match address.octets() {
        // "This network", and addresses that are kept for later.
        [0 | 240..=255, ..] => true,
        // Between carriers and their customers; some clouds have their services there.
        [100, 64..=127, ..] => true,
        // Protocols, and measurements.
        [192, 0, 0, _] | [198, 18 | 19, ..] => true,
        // What was a relay to IPv6.
        [192, 88, 99, _] => true,
        _ => false,
    };
    let known = address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast();
    !reserved && !known
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // Global addresses begin with 001; of those, tunnels and documentation are left out.
    let special = match (first, second) {
        (0x2001, second) => second < 0x0200 || second == 0x0db8,
        (0x3fff, second) => second < 0x1000,
        _ => false,
    };
    first & 0xe000 == 0x2000 && !special
}

/// The address of the old kind that one of the new kind leads to.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let old = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(old(high, low)),
        [0x2002, high, low, ..] => Some(old(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_its_network_and_clouds_are_private() {
        for private in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "100.64.0.1",
            "192.0.0.192",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:0:1::",
            "2001:db8::1",
            "fec0::1",
            "::127.0.0.1",
            "100::1",
        ] {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn addresses_on_the_internet_are_public() {
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.216.34",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860::8888",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn every_spelling_of_a_number_is_seen_through() {
        for spelled in
            ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:7f00:1]"]
        {
            let url = reqwest::Url::parse(&format!("http://{spelled}/")).unwrap();
            assert!(is_private_number(url.host_str().unwrap()), "{spelled}");
        }
        assert!(!is_private_number("localhost"), "a name is judged when it is looked up");
    }
}
