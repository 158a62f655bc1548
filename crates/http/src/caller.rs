//! Who calls, as far as the request shows.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use hjemmel_collect::Caller;

use crate::{HttpState, Problem};

/// The header that carries a consent token.
pub const TOKEN_HEADER: &str = "hjemmel-consent";
/// The cookie that carries a consent token where the collector is on the site's own host.
pub fn token_cookie<'a>(headers: &'a HeaderMap, site_key: &str) -> &'a str {
    cookie(headers, &format!("hj_consent_{site_key}")).unwrap_or_default()
}

/// A cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|h| h.to_str().ok());
    all.flat_map(|h| h.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// A header as text, empty when missing.
pub fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|h| h.to_str().ok()).unwrap_or_default()
}

/// The caller as an extractor.
pub struct From(pub Caller);

impl FromRequestParts<HttpState> for From {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let headers = &parts.headers;
        if peer.is_some_and(|peer| nearby(peer) && !state.options.trusted_proxies.contains(&peer.to_canonical()))
            && headers.contains_key("x-forwarded-for")
        {
            state.metrics.untrusted_forward();
        }
        Ok(From(Caller {
            ip: peer.map(|peer| client_address(peer, headers, &state.options.trusted_proxies)),
            user_agent: text(headers, "user-agent").chars().take(512).collect(),
            // Only `1` is a signal; every other value is none (W3C GPC).
            gpc: text(headers, "sec-gpc") == "1",
            token: text(headers, TOKEN_HEADER).to_owned(),
        }))
    }
}

/// Whether an address is of this machine or of a network of its own: somebody far away who writes `X-Forwarded-For` is no
/// proxy of ours.
fn nearby(peer: IpAddr) -> bool {
    match peer.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

/// The client's address: the last hop in `X-Forwarded-For` that is not a trusted proxy, and the peer itself when the peer
/// is not one.
fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut client = peer.to_canonical();
    // Some proxies add a line of their own, others add to the last one; the newest hop is the last of all.
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|h| h.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).collect();
    for hop in hops.iter().rev().map_while(|hop| hop.trim().parse::<IpAddr>().ok()) {
        if !trusted.contains(&client) {
            break;
        }
        client = hop.to_canonical();
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let ip = |t: &str| t.parse::<IpAddr>().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 2.2.2.2, 10.0.0.2".parse().unwrap());
        let trusted = [ip("10.0.0.1"), ip("10.0.0.2")];
        assert_eq!(client_address(ip("9.9.9.9"), &headers, &trusted), ip("9.9.9.9"));
        assert_eq!(client_address(ip("10.0.0.1"), &headers, &trusted), ip("2.2.2.2"), "6.6.6.6 may be made up");
        headers.append("x-forwarded-for", "3.3.3.3".parse().unwrap());
        assert_eq!(client_address(ip("10.0.0.1"), &headers, &trusted), ip("3.3.3.3"), "the newest line is the proxy's");
        assert_eq!(client_address(ip("10.0.0.1"), &HeaderMap::new(), &trusted), ip("10.0.0.1"));
        assert!(nearby(ip("10.0.0.1")) && nearby(ip("::ffff:192.168.0.1")) && !nearby(ip("9.9.9.9")));
    }
}
