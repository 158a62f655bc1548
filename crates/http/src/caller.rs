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
pub const TOKEN_COOKIE: &str = "hj_consent";

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
        let token = Some(text(headers, TOKEN_HEADER)).filter(|t| !t.is_empty());
        Ok(From(Caller {
            ip: peer.map(|peer| client_address(peer, headers, &state.options.trusted_proxies)),
            user_agent: text(headers, "user-agent").chars().take(512).collect(),
            // Only `1` is a signal; every other value is none (W3C GPC).
            gpc: text(headers, "sec-gpc") == "1",
            token: token.or_else(|| cookie(headers, TOKEN_COOKIE)).unwrap_or_default().to_owned(),
        }))
    }
}

/// The client's address: the last hop in `X-Forwarded-For` that is not a trusted proxy, and the peer itself when the peer
/// is not one.
fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let mut client = peer;
    let hops = text(headers, "x-forwarded-for").split(',').rev().map_while(|hop| hop.trim().parse::<IpAddr>().ok());
    for hop in hops {
        if !trusted.contains(&client) {
            break;
        }
        client = hop;
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
        assert_eq!(client_address(ip("10.0.0.1"), &HeaderMap::new(), &trusted), ip("10.0.0.1"));
    }
}
