//! Who is at the other end of a connection, and how many of theirs there may be.

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderMap;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Connections that one address may have at the same time, unless it is this machine or a trusted proxy: nobody takes all of
/// them.
const EACH: usize = 512;

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guest(pub(crate) IpAddr);

impl Guest {
    /// Who calls: the other end, or whom a trusted proxy names. Of what stands in the header, only the last part is the proxy's.
    pub(crate) fn caller(self, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
        if !proxies.contains(&self.0) {
            return self.0;
        }
        let named = headers.get_all("x-forwarded-for").iter().next_back();
        let last = named.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        last.unwrap_or(self.0)
    }
}

/// The routes, for one connection: each request is told who is at its other end.
pub(crate) struct Hosted {
    pub(crate) routes: TowerToHyperService<Router>,
    pub(crate) guest: Guest,
}

impl Service<Request<Incoming>> for Hosted {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.guest);
        self.routes.call(request)
    }
}

/// How many connections each address has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guests(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// A connection that counts. It does no more when this is dropped.
pub(crate) struct Seat {
    guests: Guests,
    address: IpAddr,
}

impl Guests {
    /// Lets one more connection in; nothing when the address has enough.
    pub(crate) fn seat(&self, address: IpAddr, proxies: &[IpAddr]) -> Option<Seat> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        let bounded = !address.is_loopback() && !proxies.contains(&address);
        if bounded && *count >= EACH {
            return None;
        }
        *count += 1;
        Some(Seat { guests: self.clone(), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn nobody_takes_every_connection() {
        let (guests, address) = (Guests::default(), IpAddr::from([192, 0, 2, 1]));
        let mut seats: Vec<_> = (0..EACH).map(|_| guests.seat(address, &[]).unwrap()).collect();
        assert!(guests.seat(address, &[]).is_none());
        assert!(guests.seat([192, 0, 2, 2].into(), &[]).is_some(), "another address");
        assert!(guests.seat(address, &[address]).is_some(), "a proxy brings those of many");
        seats.pop();
        assert!(guests.seat(address, &[]).is_some());
        drop(seats);
        assert!(guests.0.lock().unwrap().is_empty());
    }

    #[test]
    fn only_a_trusted_proxy_names_the_caller() {
        let (proxy, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([192, 0, 2, 9]));
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 198.51.100.7"));
        let named: IpAddr = [198, 51, 100, 7].into();
        assert_eq!(Guest(proxy).caller(&headers, &[proxy]), named, "the first part is what the client wrote");
        assert_eq!(Guest(other).caller(&headers, &[proxy]), other);
        headers.insert("x-forwarded-for", HeaderValue::from_static("nonsense"));
        assert_eq!(Guest(proxy).caller(&headers, &[proxy]), proxy);
    }
}
