//! Where a request comes from: the peer, or what trusted proxies in front say of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use actix_web::http::header::HeaderMap;

/// Which each proxy appends the address of its peer to.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The caller's address, where so many proxies stand in front that can be trusted. What stands further
/// left in the header is the caller's own word.
pub(super) fn of(headers: &HeaderMap, peer: Option<SocketAddr>, proxies: usize) -> IpAddr {
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let Some(hop) = proxies.checked_sub(1) else { return peer };
    let told: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    told.iter().rev().nth(hop).and_then(|text| text.trim().parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn address(forwarded: &[&str], proxies: usize) -> String {
        let mut request = TestRequest::default();
        for value in forwarded {
            request = request.append_header((FORWARDED_FOR, *value));
        }
        let peer = Some(([192, 0, 2, 9], 80).into());
        of(request.to_http_request().headers(), peer, proxies).to_string()
    }

    #[test]
    fn nobody_chooses_their_own_address() {
        let told = ["203.0.113.1, 198.51.100.7", "2001:db8::1"];

        assert_eq!(address(&told, 0), "192.0.2.9");
        assert_eq!(address(&told, 1), "2001:db8::1");
        assert_eq!(address(&told, 2), "198.51.100.7");
        assert_eq!(address(&told, 9), "192.0.2.9");
        assert_eq!(address(&["unknown"], 1), "192.0.2.9");
    }
}
