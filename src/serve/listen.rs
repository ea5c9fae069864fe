//! The address the server listens at: loopback unless the network was asked for.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as StdListener, UdpSocket};

use tokio::net::TcpListener;

use super::Failure;

/// The first port that is tried where none was asked for, and how many are tried.
const FIRST: u16 = 8000;
const TRIED: u16 = 100;

/// Sockets that are listening.
pub(super) struct Bound {
    pub(super) listeners: Vec<TcpListener>,
    pub(super) port: u16,
    /// Where other machines find this one, if they may.
    pub(super) address: Option<IpAddr>,
}

/// Takes the port that was asked for, or the first that is free.
pub(super) fn bind(port: Option<u16>, lan: bool) -> Result<Bound, Failure> {
    if let Some(port) = port {
        return at(port, lan).map_err(|error| Failure::Port(format!("port {port} can't be had: {error}")));
    }
    for port in FIRST..FIRST + TRIED {
        match at(port, lan) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            bound => return bound.map_err(|error| Failure::Port(format!("port {port} can't be had: {error}"))),
        }
    }
    Err(Failure::Port(format!("the ports {FIRST} to {} are all taken", FIRST + TRIED - 1)))
}

fn at(port: u16, lan: bool) -> io::Result<Bound> {
    if lan {
        let listener = open(SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)))?;
        let port = listener.local_addr()?.port();
        return Ok(Bound { listeners: vec![listener], port, address: own_address() });
    }
    let first = open(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    let port = first.local_addr()?.port();
    // `localhost` is both: were the other address somebody else's, a browser might show their site in place of ours.
    match open(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
        Ok(second) => Ok(Bound { listeners: vec![first, second], port, address: None }),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        // A machine without IPv6.
        Err(_) => Ok(Bound { listeners: vec![first], port, address: None }),
    }
}

fn open(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = StdListener::bind(address)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

/// The address from which this machine would speak to others. To connect a datagram socket sends nothing; the other
/// end is an address of documentation (RFC 5737).
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}
