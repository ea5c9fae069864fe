//! Binds the server's sockets: to loopback addresses unless `--lan` is given.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as StdListener, UdpSocket};

use tokio::net::TcpListener;

use super::Failure;

/// The first port to try if none is given, and the number of ports to try.
const FIRST: u16 = 8000;
const TRIED: u16 = 100;

/// The listening sockets.
pub(super) struct Bound {
    pub(super) listeners: Vec<TcpListener>,
    pub(super) port: u16,
    /// The address of this machine in the local network, if others may connect.
    pub(super) address: Option<IpAddr>,
}

/// Binds the given port, or the first free one.
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
    // `localhost` can mean either address: if another program had the second one, a browser might show its site
    // instead.
    match open(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
        Ok(second) => Ok(Bound { listeners: vec![first, second], port, address: None }),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        // This machine has no IPv6.
        Err(_) => Ok(Bound { listeners: vec![first], port, address: None }),
    }
}

fn open(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = StdListener::bind(address)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

/// Returns the address from which this machine would reach others. Connecting a datagram socket sends nothing; the
/// other end is an address reserved for documentation (RFC 5737).
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}
