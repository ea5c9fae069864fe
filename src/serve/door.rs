//! Decides which requests the server accepts.
//!
//! Pages of other sites can send requests to this machine, and their host names can be made to resolve to it (DNS
//! rebinding). So a request must name this server as its host, and must not come from another site's page.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::{HeaderMap, StatusCode, Uri, header};

/// The conditions for accepting a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Door {
    pub(super) port: u16,
    pub(super) lan: bool,
}

impl Door {
    /// Checks a request that arrived at the address `local` of this machine.
    ///
    /// # Errors
    ///
    /// 421 if it names another host (RFC 9110, section 15.5.20), 403 if it comes from another site's page.
    pub(super) fn admit(self, uri: &Uri, headers: &HeaderMap, local: Option<IpAddr>) -> Result<(), StatusCode> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next().and_then(|host| host.to_str().ok()).unwrap_or_default();
        let absolute = uri.authority().is_none_or(|authority| self.is_ours(authority.as_str(), local));
        if !self.is_ours(host, local) || hosts.next().is_some() || !absolute {
            return Err(StatusCode::MISDIRECTED_REQUEST);
        }
        let foreign = |origin: &str| !origin.strip_prefix("http://").is_some_and(|host| self.is_ours(host, local));
        if headers.get_all(header::ORIGIN).iter().any(|origin| origin.to_str().map_or(true, foreign)) {
            return Err(StatusCode::FORBIDDEN);
        }
        Ok(())
    }

    /// Returns whether a host with its port is this server. In a local network only IP addresses are accepted: a name
    /// would need a lookup, and the answer can be forged.
    fn is_ours(self, host: &str, local: Option<IpAddr>) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            // The colons of an IPv6 address are inside brackets.
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        if port != Some(self.port) {
            return false;
        }
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let address: Option<IpAddr> = match name.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            Some(name) => name.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
            None => name.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
        };
        let loopback = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        address.is_some_and(|address| loopback.contains(&address) || self.lan && Some(address) == local)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn admit(lan: bool, host: &str, origin: Option<&str>) -> u16 {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        let local = Some(IpAddr::V4(Ipv4Addr::new(192, 168, 1, 7)));
        let admitted = Door { port: 8000, lan }.admit(&Uri::from_static("/"), &headers, local);
        admitted.map_or_else(|status| status.as_u16(), |()| 200)
    }

    #[test]
    fn this_machine_is_known_by_three_names_and_its_port() {
        for host in ["localhost:8000", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000"] {
            assert_eq!(admit(false, host, None), 200, "{host}");
        }
        for host in [
            "",
            "localhost",
            "localhost:8001",
            "localhost.evil.example:8000",
            "evil.example:8000",
            "127.0.0.2:8000",
            "::1:8000",
            "[::1]",
        ] {
            assert_eq!(admit(false, host, None), 421, "{host}");
        }
    }

    #[test]
    fn in_a_network_only_the_reached_ip_address_is_accepted_and_no_name() {
        assert_eq!(admit(true, "192.168.1.7:8000", None), 200);
        assert_eq!(admit(false, "192.168.1.7:8000", None), 421);
        assert_eq!(admit(true, "192.168.1.8:8000", None), 421);
        assert_eq!(admit(true, "evil.example:8000", None), 421);
    }

    #[test]
    fn a_request_from_another_sites_page_is_refused() {
        assert_eq!(admit(false, "localhost:8000", Some("http://localhost:8000")), 200);
        for origin in ["null", "http://evil.example", "http://localhost:3000", "https://localhost:8000"] {
            assert_eq!(admit(false, "localhost:8000", Some(origin)), 403, "{origin}");
        }
    }

    #[test]
    fn an_absolute_address_names_a_host_too() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, "localhost:8000".parse().unwrap());
        let uri = Uri::from_static("http://evil.example:8000/");
        let door = Door { port: 8000, lan: false };
        assert_eq!(door.admit(&uri, &headers, None), Err(StatusCode::MISDIRECTED_REQUEST));
    }
}
